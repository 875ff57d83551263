"""A part of the page with markup of our own: Python gives facts, scripts show them."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import gradio as gr
import numpy as np
from numpy.typing import NDArray

from lenet.app.localization import say

FOLDER = Path(__file__).parent
PNG_URL_PREFIX = "data:image/png;base64,"
WEBP_URL_PREFIX = "data:image/webp;base64,"
Facts = dict[str, Any]  # plain values


def html_part(value: Any, elem_id: str, *scripts: str, markup: str = "") -> gr.HTML:
    """Make a component whose value is shown by scripts, in the visitor's language.

    Args:
        value: Facts as plain values, which reach the scripts as `props.value`.
        scripts: Files beside this one, such as "train/chart.js"; they run in this order,
            in one scope, when the part is first shown. localization.js is there already.
        markup: HTML whose texts are named by data-text and data-name.
    """
    code = [(FOLDER / script).read_text(encoding="utf-8") for script in scripts]
    return gr.HTML(
        value,
        html_template=markup or "<div></div>",
        elem_id=elem_id,
        js_on_load="\n".join(["localize(element);", *code]),
    )


def checked_index(values: Any, key: str, limit: int) -> int:
    """Take a number below `limit` out of what a page sent, which may be forged."""
    number = values.get(key) if isinstance(values, dict) else None
    if type(number) is not int or not 0 <= number < limit:
        raise gr.Error(say("request_error.bad_request"), print_exception=False)
    return number


def with_click(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Give `handler` what a script tells about a click, as its first input."""

    def handle(event: gr.EventData, *inputs: Any) -> Any:
        return handler(event._data, *inputs)

    return handle


def icon(paths: str) -> str:
    """Give an icon as SVG; what it means is said by the button around it."""
    return f'<svg viewBox="0 0 24 24" aria-hidden="true">{paths}</svg>'


def icon_button(name: str, action: str, paths: str) -> str:
    """Give a button with an icon; its name is the text with the key `name`."""
    attributes = f'data-name="{name}" data-action="{action}"'
    return f'<button type="button" {attributes}>{icon(paths)}</button>'


def data_url(image: NDArray[np.uint8], side: int = 112) -> str:
    """Encode a picture as a data URL, its longer side at most `side` pixels.

    It is a WebP without loss, which has half the bytes of a PNG.
    """
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return WEBP_URL_PREFIX + to_base64(cv2.imencode(".webp", to_bgr(image))[1])


def to_bgr(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put the colors of a picture, if it has any, into OpenCV's order."""
    return image[..., ::-1] if image.ndim == 3 else image


def to_base64(values: NDArray) -> str:
    return base64.b64encode(values.tobytes()).decode()
