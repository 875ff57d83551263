"""Which digit is taken for which: a network's answers to a set, counted by truth.

How many are right in all, with its interval, is evaluation.py's and scores.py's.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from lenet.data.mnist import Digits, batches
from lenet.evaluation.accuracy import EVALUATION_BATCH
from lenet.imaging.preprocess import normalize
from lenet.model import NUM_CLASSES, LeNet5


@dataclass(frozen=True)
class Confusion:
    """Truth and answer of every digit of a set.

    Attributes:
        truths, answers: `(N,)` int64 in 0 ... 9, in the set's order.
    """

    labels: Tensor
    answers: Tensor

    @property
    def counts(self) -> list[list[int]]:
        """The matrix: how often the row's digit was read as the column's."""
        cells = torch.bincount(
            self.labels * NUM_CLASSES + self.answers, minlength=NUM_CLASSES**2
        )
        return cells.reshape(NUM_CLASSES, NUM_CLASSES).tolist()

    @property
    def correct(self) -> int:
        return int((self.labels == self.answers).sum())

    def places(self, label: int, answer: int) -> list[int]:
        """Say where in the set the digits behind a cell of the matrix are."""
        behind = (self.labels == label) & (self.answers == answer)
        return behind.nonzero()[:, 0].tolist()


@torch.inference_mode()
def confuse(model: LeNet5, digits: Digits) -> Confusion:
    """Let `model` answer for all of `digits`."""
    answers = [
        model(normalize(batch.images)).argmax(dim=1)
        for batch in batches(digits, EVALUATION_BATCH)
    ]
    return Confusion(digits.labels, torch.cat(answers))
