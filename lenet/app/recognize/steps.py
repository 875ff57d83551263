"""The steps from the picture to the network's input, one small picture for each."""

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from lenet.app.html_part import Facts, data_url, html_part
from lenet.app.recognize.answer import network_input
from lenet.reading.found import FoundDigit, Reading

STEPS = ("open", "gray", "flatten", "ink", "clean")
MAX_SHOWN = 60  # digits of a page
MARKUP = """
<h2 data-text="steps.title"></h2><p class="placeholder" data-text="steps.none"></p>
<div class="steps"></div>
"""


def steps_strip() -> gr.HTML:
    """Make the row of steps; its value holds what steps_facts gives.

    The first picture of a drawing is "", since the page has it.
    """
    scripts = ("ordering.js", "recognize/sent_drawing.js", "recognize/steps.js")
    return html_part({"steps": []}, "steps", *scripts, markup=MARKUP)


def steps_facts(reading: Reading) -> list[Facts]:
    """Give the steps that the picture went through, and each digit's network input.

    `picture` is "" where a step has changed nothing.
    """
    if not reading.digits:
        return []
    pictures = [(name, reading.steps[name]) for name in STEPS]
    if len(reading.digits) == 1:
        (found,) = reading.digits
        pictures += [("crop", found.crop), ("center", found.image)]
    before = [None, *(image for _, image in pictures)]
    steps = [
        {"step": name, "picture": "" if _equal(image, last) else data_url(image)}
        for (name, image), last in zip(pictures, before)
    ]
    return steps + [_digit_facts(found) for found in reading.digits[:MAX_SHOWN]]


def _equal(image: NDArray[np.uint8], other: NDArray[np.uint8] | None) -> bool:
    return other is not None and np.array_equal(image, other)


def _digit_facts(found: FoundDigit) -> Facts:
    prediction = found.prediction
    return {
        "step": "confident" if prediction.is_confident else "uncertain",
        "picture": data_url(network_input(found)),
        "digit": prediction.digit,
        "confidence": prediction.confidence,
    }
