"""A drawing pad for the page: a canvas whose value is its picture after every stroke.

Gradio's own Sketchpad loses a visitor's first stroke, hence this one. The browser's
side is pad.js, asking.js and kept.js; here are its markup and the decoding of what the
browser sends.
"""

import base64
import binascii
import io

import gradio as gr
from PIL import Image

from lenet.app.texts import scripted
from lenet.imaging.errors import BadPicture

PREFIX = "data:image/png;base64,"
MAX_CHARACTERS = 400_000  # a drawing of 280x280 pixels takes some 5,000
MAX_SIDE = 1024  # pixels
SEND_EVERY = 100  # milliseconds at least between two pictures of a stroke in progress
TELL = """() => {
  document.querySelector("#pad .pad").dispatchEvent(new Event("%s"));
}"""
ANSWERED, OVERTAKEN = TELL % "answered", TELL % "overtaken"  # see asking.js
ICONS = {
    "eraser": '<path d="M9 19 3 13 13 3l8 8-8 8zM8 8l8 8M9 19h12"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10H8"/>',
    "redo": '<path d="m16 5 4 4-4 4M20 9H10a5 5 0 0 0 0 10h6"/>',
    "paper": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" '
    'fill="currentColor"/>',
    "clear": '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"/>',
}
PENS = {"thin": 4, "medium": 8, "thick": 13}  # pixels across, on their buttons


def _button(name: str) -> str:
    inside = f'<svg viewBox="0 0 24 24">{ICONS.get(name, "")}</svg>'
    if name in PENS:
        inside = f'<i style="width:{PENS[name]}px;height:{PENS[name]}px"></i>'
    chooses = ' aria-pressed="false"' if name in PENS or name == "eraser" else ""
    return (
        f'<button type="button" data-name="{name}" data-do="{name}"{chooses}>'
        f"{inside}</button>"
    )


MARKUP = f"""
<div class="pad" data-every="{SEND_EVERY}">
  <div class="pad-sheet">
    <canvas tabindex="0" role="img" data-name="canvas"></canvas>
    <div class="pad-hint" aria-hidden="true" data-text="hint"></div>
  </div>
  <div class="pad-tools" role="toolbar">
    {"".join(map(_button, [*PENS, *ICONS]))}
  </div>
</div>
"""


def drawing_pad() -> gr.HTML:
    """Make the pad; its value is a PNG data URL, or "" while it is empty."""
    return gr.HTML(
        "",
        html_template=MARKUP,
        elem_id="pad",
        **scripted(
            "pad",
            "recognize/request_queue.js",
            "recognize/session_storage.js",
            "recognize/drawing_pad.js",
        ),
    )


def decode_drawing(url: object) -> Image.Image:
    """Give the picture in a data URL that a browser sent; its pixels are not read yet.

    Raises:
        BadPicture: It is something else, or far larger than the pad makes it.
    """
    if not isinstance(url, str) or not url.startswith(PREFIX):
        raise BadPicture("The drawing did not arrive as a PNG picture.", "not_received")
    if len(url) > MAX_CHARACTERS:
        raise BadPicture("The drawing is too large.", "too_large")
    try:
        file = io.BytesIO(base64.b64decode(url[len(PREFIX) :], validate=True))
        drawing = Image.open(file, formats=["PNG"])
    except (binascii.Error, OSError, SyntaxError, ValueError) as error:
        raise BadPicture("The drawing arrived damaged.", "not_received") from error
    except Image.DecompressionBombError as error:
        raise BadPicture("The drawing is too large.", "too_large") from error
    if max(drawing.size) > MAX_SIDE:
        raise BadPicture("The drawing is too large.", "too_large")
    return drawing
