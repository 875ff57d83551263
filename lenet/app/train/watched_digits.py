"""Watch it learn: the visitor's drawing and eight fixed digits, read at every update.

Before a run the network in use reads the drawing. watched_digits.js shows the digits. A
picture is sent again only when it has changed.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Literal

import gradio as gr
import numpy as np
import torch
from torch import Tensor

from lenet.app.html_part import Facts, data_url, html_part
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.app.serving.workers import read_in_worker
from lenet.data.mnist import Digits
from lenet.imaging.errors import BadPicture
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify

LABELS = (2, 3, 4, 5, 6, 7, 8, 9)  # of the fixed digits, one of each
DIGIT = """
<div class="watched-digit">
  <div class="picture">{hint}<img alt=""></div>
  <b></b><i><u></u></i>
</div>
"""
HINT = '<span class="hint" data-text="watched_digits.hint"></span>'
MARKUP = f"""
<p class="watched-title">
  <b data-text="watched_digits.title"></b><span></span>
</p>
<div class="watched">
  {DIGIT.format(hint=HINT)}{DIGIT.format(hint="") * len(LABELS)}
</div>
"""
EMPTY_PLACE: Facts = {"picture": "", "label": None, "answer": None, "confidence": None}
Reader = Literal["run", "own", "shipped"]  # which network has answered


def choose_watched_digits(validation: Digits) -> Digits:
    """Take the first digit of each label in LABELS that `validation` has."""
    places = [(validation.labels == label).nonzero()[:1, 0] for label in LABELS]
    return validation[torch.cat(places)]


def drawing_to_images(url: str, model: LeNet5) -> Tensor | None:
    """Cut the digits out of the pad's drawing: `(N, 28, 28)` uint8, in reading order.

    Args:
        model: Decides which strokes are a digit, as on the Recognize tab.
    Returns:
        None where there is no digit.
    """
    try:
        digits = read_in_worker(decode_drawing(url), model=model).digits
    except BadPicture:
        return None
    if not digits:
        return None
    return torch.from_numpy(np.stack([found.image for found in digits]))


def classify_watched(
    model: LeNet5, drawing: Tensor | None, fixed: Digits | None
) -> list[Prediction]:
    """Classify the drawing's digits and the fixed digits, as far as there are any."""
    known = [drawing, fixed and fixed.images]
    images = [some for some in known if some is not None]
    if not images:
        return []
    device = next(model.parameters()).device
    return classify(model, normalize(torch.cat(images)).to(device))


def watched_digits_part() -> gr.HTML:
    """Make the part that shows watched_facts."""
    facts = watched_facts(None, None, [], "shipped")
    script = "train/watched_digits.js"
    return html_part(facts, "watched-digits", script, markup=MARKUP)


def watched_facts(
    drawing: Tensor | None,
    fixed: Digits | None,
    answers: Sequence[Prediction],
    reader: Reader = "run",
) -> Facts:
    """Give the drawing's digits and the fixed ones, once these are known.

    Args:
        answers: To both; answers to as many digits as an earlier drawing had are left
            out.
    Returns:
        digits: The drawing's, or an empty place for it, and then the fixed ones, each
            with its picture (a data URL, "" while there is none), label (None for the
            drawing), answer and confidence (None before the first update).
        reader: The network that has given the answers.
    """
    drawn_count = 0 if drawing is None else len(drawing)
    fixed_count = len(fixed) if fixed else 0
    is_current = len(answers) == drawn_count + fixed_count
    to_drawing = answers[:drawn_count] if is_current else []
    digits = [EMPTY_PLACE]
    if drawn_count:
        digits = _places(drawing, [None] * drawn_count, to_drawing)
    if fixed:
        to_fixed = answers[len(answers) - fixed_count :] if answers else []
        digits += _places(fixed.images, fixed.labels.tolist(), to_fixed)
    else:
        digits += [EMPTY_PLACE] * len(LABELS)
    return {"digits": digits, "reader": reader}


def _places(
    images: Tensor, labels: Sequence[int | None], answers: Sequence[Prediction]
) -> list[Facts]:
    return [
        {
            "picture": data_url(image.numpy()),
            "label": label,
            "answer": answer and answer.digit,
            "confidence": answer and round(answer.confidence, 3),
        }
        for image, label, answer in zip_longest(images, labels, answers)
    ]
