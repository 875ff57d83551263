"""The answer: the digit or number that was read, and how certain it is.

answer.js changes the elements in place, so that nothing flickers and no bar jumps.
"""

import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray

from lenet.app.html_part import Facts, data_url, html_part
from lenet.app.recognize.digit_boxes import digit_boxes_facts
from lenet.app.recognize.reading_notes import reading_notes
from lenet.imaging.errors import BadPicture
from lenet.imaging.normalization import normalize, to_image
from lenet.reading.found import FoundDigit, Reading

BARS = "".join(
    f'<li><b>{digit}</b><span class="bar"><i></i></span>'
    '<span class="probability"></span></li>'
    for digit in range(10)
)
MARKUP = f"""
<div class="about">
  <div class="source"><img alt="">
    <div><span></span><p class="notes"></p></div></div>
  <div class="switched-off" hidden><span></span>
    <button type="button" data-text="switches.restore"></button></div>
</div>
<div class="answer">
  <div class="result"><div class="digit"></div><p class="message"></p></div>
  <img class="network-input" data-name="answer.network_input" alt="">
  <ol class="bars" data-name="answer.bars">{BARS}</ol>
  <ol class="boxes" data-name="answer.boxes"></ol>
  <p class="announcement" aria-live="polite"></p>
</div>
"""


def answer_panel() -> gr.HTML:
    """Make the answer; its value is what answer_facts gives."""
    names = ("source_name", "sent_drawing", "reading_notes", "answer_source")
    names += ("digit_boxes", "answer")
    scripts = ["ordering.js", *(f"recognize/{name}.js" for name in names)]
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
    facts |= {"network_input": "", "boxes": None, "source": None, "switched_off": []}
    facts |= {"notes": [], "turned": 0}
    if error:
        return facts | {"error": {"reason": error.reason, "values": error.values}}
    if reading is None:
        return facts | {"problem": "invitation"}
    if not reading.digits:
        return facts | {"problem": "blank"}
    facts |= reading_facts(reading) | reading_notes(reading)
    for shown, found in zip(facts["digits"], reading.digits):
        shown["confidence"] = found.prediction.confidence  # the page rounds it
    if len(reading.digits) > 1:
        return facts | {"boxes": digit_boxes_facts(reading)}
    (found,) = reading.digits
    return facts | {
        "probabilities": found.prediction.probabilities,
        "network_input": data_url(network_input(found)),
    }


def network_input(found: FoundDigit) -> NDArray[np.uint8]:
    """Give the picture of a digit that the network gets, `(32, 32)`."""
    return to_image(normalize(torch.from_numpy(found.image)[None]))
