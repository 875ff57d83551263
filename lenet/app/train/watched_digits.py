"""Watch it learn: the visitor's drawing and eight fixed digits, judged as it goes.

Their pictures are sent once; an update sends the answers alone, so nothing flickers.
"""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from PIL import Image
from torch import Tensor

from lenet.app.said import naming, said
from lenet.data.mnist import Digits
from lenet.imaging.preprocess import normalize
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify

LABELS = (2, 3, 4, 5, 6, 7, 8, 9)  # of the fixed digits, one of each
UNKNOWN = "·"
RIGHT, WRONG, OPEN = "right", "wrong", "open"  # classes of training.css


@dataclass(frozen=True)
class Watched:
    """Digits to judge again and again.

    Attributes:
        fixed: Digits with their labels, never trained on.
        drawing: `(28, 28)` uint8, the visitor's; None while there is none.
    """

    fixed: Digits
    drawing: Tensor | None = None

    def with_drawing(self, drawing: Tensor | None) -> "Watched":
        return replace(self, drawing=drawing)

    def judged_by(self, model: LeNet5) -> list[Prediction]:
        """Answer for the drawing, where there is one, and then for the fixed digits."""
        images = self.fixed.images
        if self.drawing is not None:
            images = torch.cat([self.drawing[None], images])
        device = next(model.parameters()).device
        return classify(model, normalize(images).to(device))


def choose_watched(validation: Digits) -> Watched:
    """Take the first digit of each label in LABELS that `validation` has."""
    places = [(validation.labels == label).nonzero()[:1, 0] for label in LABELS]
    return Watched(validation[torch.cat(places)])


def pictures_html(watched: Watched | None) -> str:
    """Show what is judged: the drawing first, or a hint where it would be."""
    drawing = said("run_hint", tag="div", more='class="hint" ')
    fixed = ['<div class="blank"></div>'] * len(LABELS)
    if watched:
        if watched.drawing is not None:
            drawing = _image(watched.drawing, naming("alt", "run_drawing"))
        truths = watched.fixed.labels.tolist()
        fixed = [
            _image(image, naming("alt", "run_truth", truth))
            for image, truth in zip(watched.fixed.images, truths)
        ]
    title = f"{said('run_watch', tag='b')} {said('run_watched')}"
    title = f'<p class="watch-title">{title}</p>'
    return f'{title}<div class="watch">{"".join([drawing, *fixed])}</div>'


def answers_html(watched: Watched | None, answers: Sequence[Prediction]) -> str:
    """Show the answer under each picture, with its probability as a bar."""
    truths = [None, *(watched.fixed.labels.tolist() if watched else LABELS)]
    shown = [None] * (len(truths) - len(answers)) + list(answers)
    if not answers:
        shown = [None] * len(truths)
    cells = [_answer(truth, answer) for truth, answer in zip(truths, shown)]
    return f'<div class="watch">{"".join(cells)}</div>'


def _answer(truth: int | None, answer: Prediction | None) -> str:
    if answer is None:
        return f'<div class="judged"><b>{UNKNOWN}</b><i></i></div>'
    kind = OPEN if truth is None else RIGHT if answer.digit == truth else WRONG
    percent = f"{100 * answer.confidence:.0f}"
    return (
        f'<div class="judged {kind}" {naming("title", f"run_{kind}", percent)}>'
        f'<b>{answer.digit}</b><i><u style="width:{percent}%"></u></i></div>'
    )


def _image(image: Tensor, name: str) -> str:
    file = io.BytesIO()
    Image.fromarray(image.numpy()).save(file, "PNG")
    url = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    return f'<img src="{url}" {name}>'
