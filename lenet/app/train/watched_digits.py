"""Watch it learn: the visitor's drawing and eight fixed digits, read at every update.

watched_digits.js shows them. A picture is sent again only when it has changed.
"""

from collections.abc import Sequence
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from lenet.app.html_part import data_url, html_part
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.data.mnist import Digits
from lenet.imaging.errors import BadPicture, NoDigitFound
from lenet.imaging.preprocess import normalize, prepare
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
  <b data-text="watched_digits.title"></b><span data-text="watched_digits.note"></span>
</p>
<div class="watched">
  {DIGIT.format(hint=HINT)}{DIGIT.format(hint="") * len(LABELS)}
</div>
"""


def choose_watched_digits(validation: Digits) -> Digits:
    """Take the first digit of each label in LABELS that `validation` has."""
    places = [(validation.labels == label).nonzero()[:1, 0] for label in LABELS]
    return validation[torch.cat(places)]


def drawing_to_image(url: str) -> Tensor | None:
    """Bring the pad's drawing to `(28, 28)` uint8; None where there is no digit."""
    try:
        return torch.from_numpy(prepare(decode_drawing(url)).steps["center"])
    except (BadPicture, NoDigitFound):
        return None


def classify_watched(
    model: LeNet5, drawing: Tensor | None, fixed: Digits
) -> list[Prediction]:
    """Classify the drawing, where there is one, and then the fixed digits."""
    images = fixed.images
    if drawing is not None:
        images = torch.cat([drawing[None], images])
    device = next(model.parameters()).device
    return classify(model, normalize(images).to(device))


def watched_digits_part() -> gr.HTML:
    """Make the part that shows watched_facts."""
    facts, script = watched_facts(None, None, []), "train/watched_digits.js"
    return html_part(facts, "watched-digits", script, markup=MARKUP)


def watched_facts(
    drawing: Tensor | None, fixed: Digits | None, answers: Sequence[Prediction]
) -> dict[str, Any]:
    """Give the drawing and the fixed digits, once these are known.

    Returns:
        digits: The drawing and then the fixed ones, each with its picture (a data URL,
            "" while there is none), label (None for the drawing), answer and confidence
            (None before the first update).
    """
    unknown = [None] * (1 + len(LABELS))
    pictures = [drawing, *fixed.images] if fixed else unknown
    labels = [None, *fixed.labels.tolist()] if fixed else unknown
    latest = [None] * (len(labels) - len(answers)) + list(answers)
    return {
        "digits": [
            {
                "picture": "" if picture is None else data_url(picture.numpy()),
                "label": label,
                "answer": answer and answer.digit,
                "confidence": answer and round(answer.confidence, 3),
            }
            for picture, label, answer in zip(pictures, labels, latest)
        ]
    }
