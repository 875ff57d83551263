"""The answer's two parts of the page: the verdict with its ten bars, the steps' strip.

Python gives facts; answer.js and steps.js say them in the visitor's language and change
what stands there in place, so that nothing flickers and no bar jumps.
"""

import base64
from typing import Any

import cv2
import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray

from lenet.app.texts import scripted
from lenet.imaging.preprocess import normalize, to_image
from lenet.reading.page import FoundDigit, Reading

Facts = dict[str, Any]
STEP_SIDE = 112  # longer side of a step's picture on the page, in pixels
BOXED_SIDE = 480  # the same of the picture with the digits' boxes
FRAME_COLOR = (232, 115, 26)
MAX_SHOWN = 60  # digits of a page whose pictures are shown
STEPS = ("open", "gray", "flatten", "ink", "clean")
BARS = "".join(
    f'<li><b>{digit}</b><span class="bar"><i></i></span><span class="share"></span></li>'
    for digit in range(10)
)
ANSWER_MARKUP = f"""
<div class="answer">
  <div class="verdict"><div class="digit">–</div><p class="said"></p></div>
  <img class="seen" data-name="seen" alt="">
  <ol class="bars" data-name="bars">{BARS}</ol>
  <img class="boxed" data-name="boxed" alt="">
  <p class="spoken" aria-live="polite"></p>
</div>
"""
STEPS_MARKUP = """
<h2 data-text="title"></h2><p class="no-steps" data-text="none"></p>
<div class="steps"></div>
"""


def answer_panel() -> gr.HTML:
    """Make the answer; its value is what answer_facts gives."""
    return gr.HTML(
        answer_facts(None),
        html_template=ANSWER_MARKUP,
        elem_id="answer",
        **scripted("answer", "ordering.js", "recognize/answer.js"),
    )


def steps_strip() -> gr.HTML:
    """Make the strip of the picture's way; its value holds what steps_facts gives."""
    return gr.HTML(
        {"steps": []},
        html_template=STEPS_MARKUP,
        elem_id="steps",
        **scripted("steps", "ordering.js", "recognize/steps.js"),
    )


def reading_facts(reading: Reading) -> Facts:
    """Give the number and its digits as any program can use them."""
    digits = [found.as_dict() for found in reading.digits]
    return {"text": reading.text, "digits": digits}


def answer_facts(
    reading: Reading | None, *, problem: str = "invitation", detail: str = ""
) -> Facts:
    """Give what the answer shows.

    Args:
        reading: None, or one without a digit, shows `problem` instead.
        problem: Its text's name among those of the answer.
        detail: A sentence that this text may quote.
    """
    facts = {"text": "", "digits": [], "bars": [], "seen": "", "boxed": ""}
    if reading is None or not reading.digits:
        return facts | {"problem": problem, "detail": detail}
    facts |= reading_facts(reading)
    if len(reading.digits) == 1:
        (found,) = reading.digits
        bars = [round(100 * p, 1) for p in found.prediction.probabilities]
        return facts | {"bars": bars, "seen": data_url(_seen(found))}
    return facts | {"boxed": data_url(_with_boxes(reading), BOXED_SIDE)}


def steps_facts(reading: Reading | None) -> list[Facts]:
    """Give the picture's way, and every digit as the network sees it."""
    if reading is None or not reading.digits:
        return []
    pictures = [(name, reading.steps[name]) for name in STEPS]
    if len(reading.digits) == 1:
        (found,) = reading.digits
        pictures += [("crop", found.crop), ("center", found.image)]
    steps = [
        {"step": name, "picture": data_url(picture, STEP_SIDE)}
        for name, picture in pictures
    ]
    return steps + [_digit_step(found) for found in reading.digits[:MAX_SHOWN]]


def data_url(image: NDArray[np.uint8], side: int = STEP_SIDE) -> str:
    """Give a picture as PNG for the page, its longer side at most `side` pixels."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    if image.ndim == 3:
        image = image[..., ::-1]  # OpenCV takes blue first
    file = cv2.imencode(".png", image)[1]
    return "data:image/png;base64," + base64.b64encode(file).decode()


def _digit_step(found: FoundDigit) -> Facts:
    prediction = found.prediction
    return {
        "step": "sure" if prediction.is_confident else "unsure",
        "picture": data_url(_seen(found)),
        "digit": prediction.digit,
        "percent": round(100 * prediction.confidence),
    }


def _seen(found: FoundDigit) -> NDArray[np.uint8]:
    """Give a digit as the network sees it, in 32x32."""
    return to_image(normalize(torch.from_numpy(found.image)[None]))


def _with_boxes(reading: Reading) -> NDArray[np.uint8]:
    """Draw a frame round each digit and its answer above it."""
    picture = reading.page.steps["open"]
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    picture = picture.copy()
    thin = max(1, round(max(picture.shape) / 320))
    for found in reading.digits:
        left, top, right, bottom = reading.page.to_ink_box(found.box)
        margin = 2 * thin
        low, high = (left - margin, top - margin), (right + margin, bottom + margin)
        cv2.rectangle(picture, low, high, FRAME_COLOR, thin)
        at = (left - margin, top - 2 * margin)
        size = max(picture.shape) / 900
        sign, font = found.prediction.symbol, cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(picture, sign, at, font, size, FRAME_COLOR, thin, cv2.LINE_AA)
    return picture
