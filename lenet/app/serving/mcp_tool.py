"""MCP, the Model Context Protocol: an assistant can have pictures read by a tool.

Gradio offers every call of the page as a tool. Here it is /recognize alone, as
`read_digits`; its description is the docstring of lenet.app.recognize.handlers.recognize.
"""

from importlib import import_module
from importlib.util import find_spec

import gradio as gr

from lenet.app.serving.uploads import UploadFolder

TOOLS = {"read_digits": "/recognize"}


def check_mcp(has_password: bool) -> None:
    """Check that the page can be offered to assistants.

    Raises:
        ValueError: The package mcp is missing, or visitors need a password, which
            Gradio would not ask assistants for.
    """
    if has_password:
        raise ValueError("--mcp cannot ask for a password; leave out --mcp or --auth")
    if not find_spec("mcp"):
        raise ValueError('--mcp needs another package: pip install "gradio[mcp]"')


def restrict_tools(app: gr.Blocks, uploads: UploadFolder) -> None:
    """Offer TOOLS alone, and have the pictures that assistants send stored in `uploads`."""
    app.mcp_server_obj.tool_to_endpoint = TOOLS
    import_module("gradio.mcp").DEFAULT_TEMP_DIR = str(uploads.path)
