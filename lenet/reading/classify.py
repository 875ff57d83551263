"""The network's answer for inputs that are ready: digit and probabilities."""

from dataclasses import dataclass, field
from functools import cache

import torch
from torch import Tensor

from lenet.checkpoint import load_model
from lenet.imaging.preprocess import Prepared
from lenet.model import LeNet5
from lenet.paths import SHIPPED_WEIGHTS


@dataclass(frozen=True)
class Prediction:
    """What the network makes of one digit."""

    digit: int
    probabilities: tuple[float, ...]  # of 0 ... 9, they sum to 1
    is_confident: bool  # False: it may well be no digit
    prepared: Prepared | None = field(default=None, repr=False, compare=False)

    @property
    def confidence(self) -> float:  # in [0.1, 1]
        return self.probabilities[self.digit]

    @property
    def symbol(self) -> str:
        """The digit as a text has it: ? where the network is not sure."""
        return str(self.digit) if self.is_confident else "?"


@torch.inference_mode()
def classify(model: LeNet5, images: Tensor) -> list[Prediction]:
    """Answer for each of `images`, `(N, 1, 32, 32)` float32 as normalize makes them."""
    rows = model.probabilities(images).tolist()
    return [
        Prediction(
            row.index(max(row)), tuple(row), max(row) >= model.confidence_threshold
        )
        for row in rows
    ]


@cache
def shipped_model() -> LeNet5:
    """Load the shipped weights once; never train what this returns."""
    return load_model(SHIPPED_WEIGHTS)
