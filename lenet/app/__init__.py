"""The page: the only folder that imports Gradio."""

from lenet.app.serving import proxies  # first: it imports Gradio past any proxy

# isort: split
from lenet.app.page import build_app
from lenet.app.serving.auth import credentials
from lenet.app.serving.server import launch

__all__ = ["build_app", "credentials", "launch", "proxies"]
