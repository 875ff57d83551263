"""Classify normalized images of digits with the network."""

from dataclasses import dataclass, field, replace
from functools import cache

import torch
from torch import Tensor

from lenet.checkpoint import load_model
from lenet.imaging.preprocess import Prepared
from lenet.model import LeNet5, digit_probabilities
from lenet.paths import SHIPPED_WEIGHTS


@dataclass(frozen=True)
class Prediction:
    """The network's answer for one image.

    Attributes:
        digit: The most probable digit.
        probabilities: Of the digits 0 to 9; they sum to 1. Where the image shows no
            digit, they are equal.
        is_confident: Whether the highest probability reaches the model's threshold; if
            not, the image may show no digit at all.
        prepared: The steps of preprocessing, where single_predict kept them.
    """

    digit: int
    probabilities: tuple[float, ...]
    is_confident: bool
    prepared: Prepared | None = field(default=None, repr=False, compare=False)

    @property
    def confidence(self) -> float:
        """The highest probability, in [0.1, 1]."""
        return self.probabilities[self.digit]

    def as_unsure(self) -> "Prediction":
        """Return the same answer, which other evidence speaks against."""
        return replace(self, is_confident=False)

    @property
    def symbol(self) -> str:
        """The digit as text, or ? if the network is not confident."""
        return str(self.digit) if self.is_confident else "?"


@torch.inference_mode()
def classify(model: LeNet5, images: Tensor) -> list[Prediction]:
    """Classify `images`, `(N, 1, 32, 32)` float32 as normalize returns."""
    predictions = []
    for probabilities in digit_probabilities(model(images)).tolist():
        highest = max(probabilities)
        digit = probabilities.index(highest)
        is_confident = highest >= model.confidence_threshold
        predictions.append(Prediction(digit, tuple(probabilities), is_confident))
    return predictions


@cache
def shipped_model() -> LeNet5:
    """Load the shipped weights once; the returned model must not be trained."""
    return load_model(SHIPPED_WEIGHTS)
