"""The confusion matrix: how often each digit is read as each other digit."""

from dataclasses import dataclass

import torch
from torch import Tensor

from lenet.data.mnist import Digits, batches
from lenet.evaluation.accuracy import EVALUATION_BATCH_SIZE
from lenet.imaging.normalization import normalize
from lenet.model import NUM_CLASSES, LeNet5


@dataclass(frozen=True)
class ConfusionMatrix:
    """The label and the predicted digit of each image of a set.

    Attributes:
        labels, predictions: `(N,)` int64 from 0 to 9, in the order of the set.
    """

    labels: Tensor
    predictions: Tensor

    @property
    def counts(self) -> list[list[int]]:
        """The matrix: rows are labels and columns are predictions."""
        pairs = self.labels * NUM_CLASSES + self.predictions
        cells = torch.bincount(pairs, minlength=NUM_CLASSES**2)
        return cells.reshape(NUM_CLASSES, NUM_CLASSES).tolist()

    @property
    def correct(self) -> int:
        return int((self.labels == self.predictions).sum())

    def indices(self, label: int, prediction: int) -> list[int]:
        """Return the positions in the set of the digits of one cell."""
        in_cell = (self.labels == label) & (self.predictions == prediction)
        return in_cell.nonzero()[:, 0].tolist()


@torch.inference_mode()
def confusion_matrix(model: LeNet5, digits: Digits) -> ConfusionMatrix:
    """Classify all of `digits` and compare the predictions with their labels."""
    predictions = [
        model(normalize(batch.images)).argmax(dim=1)
        for batch in batches(digits, EVALUATION_BATCH_SIZE)
    ]
    return ConfusionMatrix(digits.labels, torch.cat(predictions))
