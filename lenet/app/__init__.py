"""The page: the only folder that imports Gradio."""

from lenet.app.doorkeeper import credentials
from lenet.app.page import build_app
from lenet.app.serving import launch

__all__ = ["build_app", "credentials", "launch"]
