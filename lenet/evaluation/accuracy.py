"""Loss and accuracy of a model on labeled digits."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from lenet.data.mnist import Digits, batches
from lenet.imaging.normalization import normalize

EVALUATION_BATCH_SIZE = 250  # fits in the CPU's cache; larger ones take twice as long


@dataclass(frozen=True)
class Evaluation:
    """The result of a model on a set of digits."""

    loss: float  # mean cross-entropy in nats
    errors: int
    count: int

    @property
    def accuracy(self) -> float:  # fraction in [0, 1]
        return 1 - self.errors / self.count


@torch.no_grad()
def evaluate(model: nn.Module, digits: Digits) -> Evaluation:
    """Evaluate `model` on all of `digits`, the smaller last batch included.

    Raises:
        ValueError: There are no digits.
    """
    if len(digits) == 0:
        raise ValueError("evaluate needs at least one digit, got 0")
    device = next(model.parameters()).device
    loss, errors = 0.0, 0
    for batch in batches(digits.to(device), EVALUATION_BATCH_SIZE):
        logits = model(normalize(batch.images))
        loss += functional.cross_entropy(logits, batch.labels, reduction="sum").item()
        errors += int((logits.argmax(dim=1) != batch.labels).sum())
    return Evaluation(loss / len(digits), errors, len(digits))
