"""The answer as HTML: the number, ten bars in fixed places, the picture's way."""

import base64
import io

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from lenet.preprocess import normalize, visible
from lenet.reading import FoundDigit, Reading

STEP_SIDE = 112  # longer side of a step's picture on the page, in pixels
BOXED_SIDE = 480  # the same of the picture with the digits' boxes
FRAME_COLOR = (232, 115, 26)
MOST_SHOWN = 60  # digits of a page whose pictures are shown
CAPTIONS = {
    "open": "your picture",
    "gray": "in gray",
    "flatten": "shadows away",
    "ink": "ink made bright",
    "clean": "specks left out",
}
INVITATION = "Draw a digit, or give a photo of a number."
STEPS_TITLE = "<h3>From your picture to the network's input</h3>"


def answer_html(reading: Reading | None) -> str:
    """Show what was read: one digit with its bars, or a number with its boxes."""
    if reading is None or not reading.digits:
        return _answer("–", INVITATION, _bars((0.0,) * 10))
    if len(reading.digits) == 1:
        prediction = reading.digits[0].prediction
        words = f"{100 * prediction.confidence:.1f} % sure"
        if not prediction.sure:
            words = f"not sure it is a digit; a {prediction.digit} at best"
        return _answer(prediction.sign, words, _bars(prediction.probabilities))
    words = _number_in_words(reading)
    boxed = _data_url(_with_boxes(reading), BOXED_SIDE)
    picture = f'<img class="boxed" src="{boxed}" alt="the digits found, framed">'
    lines = "<br>".join(reading.text.split())
    return _answer(lines, words, picture, kind="number")


def steps_html(reading: Reading | None) -> str:
    """Show the picture's way and every digit as the network sees it."""
    if reading is None or not reading.digits:
        return STEPS_TITLE
    cells = [
        _figure(reading.steps[name], CAPTIONS[name], CAPTIONS[name])
        for name in CAPTIONS
    ]
    if len(reading.digits) == 1:
        found = reading.digits[0]
        cells.append(_figure(found.crop, "cut out", "the digit cut out"))
        cells.append(_figure(found.image, "fitted, centred", "the digit in 28x28"))
    cells += [_digit_figure(found) for found in reading.digits[:MOST_SHOWN]]
    return f'{STEPS_TITLE}<div class="steps">{"".join(cells)}</div>'


def _number_in_words(reading: Reading) -> str:
    count = len(reading.digits)
    unsure = sum(not found.prediction.sure for found in reading.digits)
    if unsure == count:
        return f"{count} pieces of ink, not sure that they are digits"
    if unsure:
        return f"{count} digits, not sure of {unsure}"
    least = min(found.prediction.confidence for found in reading.digits)
    return f"{count} digits, the least sure one {100 * least:.1f} %"


def _answer(digit: str, words: str, beside: str, kind: str = "") -> str:
    return (
        f'<div class="answer {kind}"><div class="verdict" aria-live="polite">'
        f'<div class="digit">{digit}</div><p>{words}</p></div>{beside}</div>'
    )


def _bars(probabilities: tuple[float, ...]) -> str:
    highest = max(probabilities)
    items = "".join(
        f"<li{' class=top' if p and p == highest else ''}><b>{digit}</b>"
        f'<span class="bar"><i style="width:{100 * p:.1f}%"></i></span>'
        f"<span>{100 * p:.1f} %</span></li>"
        for digit, p in enumerate(probabilities)
    )
    return f'<ol class="bars" aria-label="probability of each digit">{items}</ol>'


def _digit_figure(found: FoundDigit) -> str:
    """Show a digit as the network sees it."""
    seen = visible(normalize(torch.from_numpy(found.image)[None]))
    prediction, sign = found.prediction, found.prediction.sign
    caption = f"<b>{sign}</b> {100 * prediction.confidence:.0f} %"
    if not prediction.sure:
        caption = f"<b>?</b> {prediction.digit} at best"
    return _figure(seen, caption, f"what the network sees, read as {sign}")


def _figure(image: NDArray[np.uint8], caption: str, text: str) -> str:
    url = _data_url(image, STEP_SIDE)
    return (
        f'<figure><img src="{url}" alt="{text}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _with_boxes(reading: Reading) -> NDArray[np.uint8]:
    """Draw a frame round each digit and its answer above it."""
    picture = reading.page.steps["open"].copy()
    thin = max(1, round(max(picture.shape) / 320))
    for found in reading.digits:
        left, top, right, bottom = reading.page.in_ink(found.box)
        margin = 2 * thin
        low, high = (left - margin, top - margin), (right + margin, bottom + margin)
        cv2.rectangle(picture, low, high, FRAME_COLOR, thin)
        at = (left - margin, top - 2 * margin)
        size = max(picture.shape) / 900
        sign, font = found.prediction.sign, cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(picture, sign, at, font, size, FRAME_COLOR, thin, cv2.LINE_AA)
    return picture


def _data_url(image: NDArray[np.uint8], side: int) -> str:
    picture = Image.fromarray(image)
    scale = side / max(picture.size)
    size = tuple(max(1, round(length * scale)) for length in picture.size)
    kind = Image.Resampling.BOX if scale < 1 else Image.Resampling.NEAREST
    file = io.BytesIO()
    picture.resize(size, kind).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
