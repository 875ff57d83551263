"""The page: the only folder that imports Gradio."""

from lenet.app import import_gradio  # first

# isort: split
from lenet.app.page import build_app
from lenet.app.serving.auth import credentials
from lenet.app.serving.server import launch

__all__ = ["build_app", "credentials", "import_gradio", "launch"]
