import math

import pytest
import torch
from torch.nn import functional

from lenet.evaluation.accuracy import EVALUATION_BATCH_SIZE, evaluate
from lenet.imaging.normalization import normalize


def test_every_digit_counts_in_the_smaller_last_batch_too(untrained, sample):
    digits = sample[: EVALUATION_BATCH_SIZE + 3]
    logits = untrained(normalize(digits.images))
    evaluation = evaluate(untrained, digits)
    assert evaluation.count == EVALUATION_BATCH_SIZE + 3
    assert evaluation.errors == (logits.argmax(dim=1) != digits.labels).sum().item()
    loss = functional.cross_entropy(logits, digits.labels).item()
    assert evaluation.loss == pytest.approx(loss, rel=1e-5)


def test_an_untrained_network_is_correct_by_chance_only(untrained, sample):
    evaluation = evaluate(untrained, sample)
    assert evaluation.loss == pytest.approx(math.log(10), abs=0.1)
    assert evaluation.accuracy < 0.3


def test_gradients_are_enabled_afterwards(untrained, few):
    evaluate(untrained, few)
    assert torch.is_grad_enabled()


def test_an_evaluation_without_digits_raises_an_error(untrained, few):
    with pytest.raises(ValueError, match="at least one digit, got 0"):
        evaluate(untrained, few[:0])
