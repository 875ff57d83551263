import math

import pytest
import torch
from torch.nn import functional

from lenet.evaluation.accuracy import EVALUATION_BATCH, evaluate
from lenet.imaging.preprocess import normalize


def test_every_digit_counts_the_short_last_batch_too(untrained, sample):
    some = sample[: EVALUATION_BATCH + 3]
    logits = untrained(normalize(some.images))
    judged = evaluate(untrained, some)
    assert judged.count == EVALUATION_BATCH + 3
    assert judged.errors == (logits.argmax(dim=1) != some.labels).sum().item()
    loss = functional.cross_entropy(logits, some.labels).item()
    assert judged.loss == pytest.approx(loss, rel=1e-5)


def test_an_untrained_network_is_right_by_chance(untrained, sample):
    judged = evaluate(untrained, sample)
    assert judged.loss == pytest.approx(math.log(10), abs=0.1)
    assert judged.accuracy < 0.3


def test_gradients_are_on_again_afterwards(untrained, few):
    evaluate(untrained, few)
    assert torch.is_grad_enabled()


def test_words_give_percent_and_errors(few, untrained):
    words = evaluate(untrained, few).summary()
    assert "% (" in words and words.endswith("of 32 wrong)")


def test_no_digits_are_refused(untrained, few):
    with pytest.raises(ValueError, match="at least one digit, got 0"):
        evaluate(untrained, few[:0])
