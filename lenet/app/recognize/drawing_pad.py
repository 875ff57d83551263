"""The drawing pad: a canvas whose value is its picture, sent after every stroke.

Gradio's own Sketchpad loses the first stroke. This module has the pad's markup, decodes
what the browser sends, and answers it; strokes and tools are in drawing_pad.js.
"""

import asyncio
import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from gradio.components.base import server
from PIL import Image

from lenet.app.html_part import PNG_URL_PREFIX, Facts, html_part, icon_button
from lenet.app.serving.uploads import bad_upload

MAX_URL_LENGTH = 400_000  # a drawing takes some 5,000
MAX_SIDE = 1024  # pixels
SEND_INTERVAL_MS = 80  # at least, between two pictures of a stroke in progress
# See request_queue.js.
ANSWER_RECEIVED_JS = """() => {
  document.querySelector("#pad .pad").dispatchEvent(new Event("answer-received"));
}"""
# Gives what the pad has now: its value may be older while a request is pending.
CURRENT_DRAWING_JS = 'document.querySelector("#pad .pad")?.currentDrawing()'
ICONS = {
    "thin": '<circle cx="12" cy="12" r="2.2" class="filled"/>',
    "medium": '<circle cx="12" cy="12" r="4.4" class="filled"/>',
    "thick": '<circle cx="12" cy="12" r="7" class="filled"/>',
    "eraser": '<path d="M9 19 3 13 13 3l8 8-8 8zM8 8l8 8M9 19h12"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10H8"/>',
    "redo": '<path d="m16 5 4 4-4 4M20 9H10a5 5 0 0 0 0 10h6"/>',
    "paper": '<circle cx="12" cy="12" r="8"/>'
    '<path d="M12 4a8 8 0 0 1 0 16z" class="filled"/>',
    "clear": '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"/>',
}
BUTTONS = "".join(
    icon_button(f"pad.{action}", action, paths) for action, paths in ICONS.items()
)
MARKUP = f"""
<div class="pad" data-send-interval="{SEND_INTERVAL_MS}">
  <div class="pad-sheet">
    <canvas tabindex="0" role="img" data-name="pad.canvas"></canvas>
    <div class="pad-hint" aria-hidden="true" data-text="pad.hint"></div>
  </div>
  <div class="pad-tools" role="toolbar">{BUTTONS}</div>
</div>
"""


def drawing_pad() -> gr.HTML:
    """Make the pad; its value is a PNG data URL, or "" while it is empty."""
    names = ("request_queue", "session_storage", "drawing_picture", "grayscale_png")
    names += ("eraser_specks", "double_click", "steady_answer", "drawing_pad")
    scripts = [f"recognize/{name}.js" for name in names]
    return html_part("", "pad", *scripts, markup=MARKUP)


def serve_strokes(
    pad: gr.HTML,
    read: Callable[..., Sequence[Any]],
    states: Sequence[gr.State],
    outputs: Sequence[gr.components.Component],
) -> None:
    """Answer the pad's strokes by a server function, in half the time of an event.

    The page shows its result as it shows the outputs of events, see ordering.js. The pad
    uses its event only where the photo or a switch may matter.

    Args:
        read: Takes the pad's value, the time of the request and the values of `states`;
            gives values for the outputs.
        outputs: Components with an elem_id, and states.
    """

    @server
    async def read_stroke(stroke: Any, request: gr.Request) -> Facts:
        session_hash = (await request.json())["session_hash"]
        session = request.app.state_holder[session_hash]
        values = [session[state._id] for state in states]
        inputs = stroke["url"], float(stroke["requested_at"]), *values
        results = await asyncio.to_thread(read, *inputs)
        shown = {}
        for output, result in zip(outputs, results):
            if result == gr.skip():
                continue
            if isinstance(output, gr.State):
                session[output._id] = result
            else:
                shown[output.elem_id] = result
        return shown

    pad.read_stroke = read_stroke
    pad.server_fns.append(read_stroke)


def decode_drawing(url: object) -> Image.Image:
    """Open the picture in a data URL that a browser sent, without decoding its pixels.

    Raises:
        BadPicture: It is no PNG data URL, or far larger than the pad's.
    """
    if not isinstance(url, str) or not url.startswith(PNG_URL_PREFIX):
        raise bad_upload("not_received")
    if len(url) > MAX_URL_LENGTH:
        raise bad_upload("too_large")
    try:
        file = base64.b64decode(url.removeprefix(PNG_URL_PREFIX), validate=True)
        drawing = Image.open(io.BytesIO(file), formats=["PNG"])
    except Image.DecompressionBombError as error:
        raise bad_upload("too_large") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise bad_upload("not_received") from error
    if max(drawing.size) > MAX_SIDE:
        raise bad_upload("too_large")
    return drawing
