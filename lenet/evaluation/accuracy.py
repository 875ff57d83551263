"""How well a model does on a set of labelled digits."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from lenet.data.mnist import Digits, batches
from lenet.imaging.preprocess import normalize

EVALUATION_BATCH = 250  # fits the cache; larger ones take twice as long


@dataclass(frozen=True)
class Evaluation:
    """How a model did on a set of digits."""

    loss: float  # mean cross-entropy in nats
    errors: int
    count: int

    @property
    def accuracy(self) -> float:  # fraction in [0, 1]
        return 1 - self.errors / self.count

    def summary(self) -> str:
        return f"{100 * self.accuracy:.2f} % ({self.errors:,} of {self.count:,} wrong)"


@torch.no_grad()
def evaluate(model: nn.Module, digits: Digits) -> Evaluation:
    """Judge `model` on all of `digits`, the last short batch too.

    Raises:
        ValueError: There are no digits.
    """
    if len(digits) == 0:
        raise ValueError("evaluate needs at least one digit, got 0")
    device = next(model.parameters()).device
    loss, errors = 0.0, 0
    for batch in batches(digits.to(device), EVALUATION_BATCH):
        logits = model(normalize(batch.images))
        loss += functional.cross_entropy(logits, batch.labels, reduction="sum").item()
        errors += int((logits.argmax(dim=1) != batch.labels).sum())
    return Evaluation(loss / len(digits), errors, len(digits))
