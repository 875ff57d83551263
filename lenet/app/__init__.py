"""The page: the only folder that imports Gradio."""

from lenet.app.page import build_app
from lenet.app.serving import credentials, launch

__all__ = ["build_app", "credentials", "launch"]
