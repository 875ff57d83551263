"""A drawing pad for the page: a canvas whose value is its picture after every stroke.

Gradio's own Sketchpad loses a visitor's first stroke, hence this one. The browser's
side is pad.js; here are its markup and the decoding of what it sends.
"""

import base64
import binascii
from pathlib import Path

import gradio as gr

from lenet.preprocess import BadPicture

PREFIX = "data:image/png;base64,"
MAX_CHARACTERS = 400_000  # a 280x280 PNG is some 5,000
SCRIPT = Path(__file__).with_name("pad.js").read_text(encoding="utf-8")
MARKUP = """
<div class="pad">
  <canvas tabindex="0" aria-label="Drawing pad: draw a digit here"></canvas>
  <div class="pad-hint" aria-hidden="true">draw a digit</div>
  <button type="button" class="pad-clear">Clear</button>
</div>
"""


def drawing_pad() -> gr.HTML:
    """Make the pad; its value is a PNG data URL, or "" while it is empty."""
    return gr.HTML(
        "", html_template=MARKUP, js_on_load=SCRIPT, elem_id="pad", show_label=False
    )


def decode_drawing(url: object) -> bytes:
    """Give the PNG file in a data URL that a browser sent.

    Raises:
        BadPicture: It is something else, or far larger than the pad makes it.
    """
    if not isinstance(url, str) or not url.startswith(PREFIX):
        raise BadPicture("The drawing did not arrive as a PNG picture.")
    if len(url) > MAX_CHARACTERS:
        raise BadPicture("The drawing is too large.")
    try:
        return base64.b64decode(url[len(PREFIX) :], validate=True)
    except binascii.Error as error:
        raise BadPicture("The drawing arrived damaged.") from error
