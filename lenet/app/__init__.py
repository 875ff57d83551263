"""The page: the only folder that imports Gradio."""

from lenet.app.page import build_app, launch

__all__ = ["build_app", "launch"]
