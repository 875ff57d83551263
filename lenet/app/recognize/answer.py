"""The answer: the digit or number that was read, and how certain it is.

answer.js changes the elements in place, so that nothing flickers and no bar jumps.
"""

import cv2
import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from lenet.app.html_part import Facts, data_url, html_part
from lenet.imaging.errors import BadPicture
from lenet.imaging.preprocess import normalize, to_image
from lenet.reading.page import FoundDigit, Reading

BOXES_SIDE = 480  # pixels of the picture with a box around each digit
BOX_COLOR = (232, 115, 26)
BARS = "".join(
    f'<li><b>{digit}</b><span class="bar"><i></i></span>'
    '<span class="probability"></span></li>'
    for digit in range(10)
)
MARKUP = f"""
<div class="source"><img alt=""><span></span></div>
<div class="switched-off" hidden><span></span>
  <button type="button" data-text="switches.restore"></button></div>
<div class="answer">
  <div class="result"><div class="digit">–</div><p class="message"></p></div>
  <img class="network-input" data-name="answer.network_input" alt="">
  <ol class="bars" data-name="answer.bars">{BARS}</ol>
  <img class="boxes" data-name="answer.boxes" alt="">
  <p class="announcement" aria-live="polite"></p>
</div>
"""


def answer_panel() -> gr.HTML:
    """Make the answer; its value is what answer_facts gives."""
    names = ("recognize/source_name", "recognize/answer_source", "recognize/answer")
    scripts = [f"{name}.js" for name in ("ordering", *names)]
    return html_part(answer_facts(None), "answer", *scripts, markup=MARKUP)


def reading_facts(reading: Reading) -> Facts:
    """Give the text and its digits, as /recognize returns them."""
    digits = [found.as_dict() for found in reading.digits]
    return {"text": reading.text, "digits": digits}


def answer_facts(reading: Reading | None, error: BadPicture | None = None) -> Facts:
    """Give what the answer shows; `error` is why a picture cannot be read.

    handlers.py adds what the answer is about, and which steps are switched off.
    """
    facts = {"text": "", "digits": [], "probabilities": []}
    facts |= {"network_input": "", "boxes": "", "source": None, "switched_off": []}
    if error:
        return facts | {"error": {"reason": error.reason, "values": error.values}}
    if reading is None:
        return facts | {"problem": "invitation"}
    if not reading.digits:
        return facts | {"problem": "blank"}
    facts |= reading_facts(reading)
    if len(reading.digits) > 1:
        return facts | {"boxes": data_url(_with_boxes(reading), BOXES_SIDE)}
    (found,) = reading.digits
    return facts | {
        "probabilities": found.prediction.probabilities,
        "network_input": data_url(network_input(found)),
    }


def network_input(found: FoundDigit) -> NDArray[np.uint8]:
    """Give the picture of a digit that the network gets, `(32, 32)`."""
    return to_image(normalize(torch.from_numpy(found.image)[None]))


def _with_boxes(reading: Reading) -> NDArray[np.uint8]:
    """Draw a box around each digit and its answer above it."""
    picture = np.array(Image.fromarray(reading.page.steps["open"]).convert("RGB"))
    thickness = max(1, round(max(picture.shape) / 320))
    margin = 2 * thickness
    font, font_size = cv2.FONT_HERSHEY_SIMPLEX, max(picture.shape) / 900
    for found in reading.digits:
        left, top, right, bottom = reading.page.to_ink_box(found.box)
        corners = (left - margin, top - margin), (right + margin, bottom + margin)
        cv2.rectangle(picture, *corners, BOX_COLOR, thickness)
        place = (left - margin, top - 2 * margin)
        text = (found.prediction.symbol, place, font, font_size, BOX_COLOR, thickness)
        cv2.putText(picture, *text, cv2.LINE_AA)
    return picture
