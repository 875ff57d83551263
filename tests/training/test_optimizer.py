import pytest
import torch
from torch.nn import functional

from lenet.data.synthetic_pool import NEGATIVE_LABEL
from lenet.imaging.preprocess import normalize
from lenet.training.config import TrainingConfig
from lenet.training.optimizer import (
    FINAL_STRENGTH,
    make_optimizer,
    one_cycle,
    strength,
    training_step,
)


@pytest.fixture
def images(few):
    return normalize(few.images)


def steps(model, images, labels, optimizer, count):
    """Take so many steps on one batch; the loss before the last."""
    optimizer = make_optimizer(model, TrainingConfig(optimizer=optimizer))
    return [training_step(model, optimizer, images, labels) for _ in range(count)][
        -1
    ].item()


def test_the_loss_of_digits_is_the_cross_entropy(few, images, untrained):
    wanted = functional.cross_entropy(untrained(images), few.labels)
    assert steps(untrained, images, few.labels, "adam", 1) == pytest.approx(
        wanted.item(), abs=1e-6
    )


@pytest.mark.parametrize("optimizer", ["adam", "soap"])
def test_what_is_no_digit_is_learnt_to_be_anything(images, untrained, optimizer):
    labels = torch.full((len(images),), NEGATIVE_LABEL)
    assert steps(untrained, images, labels, optimizer, 200) < 1e-3
    chances = untrained.probabilities(images)
    assert torch.allclose(chances, torch.tensor(0.1), atol=0.02)


@pytest.mark.parametrize("optimizer", ["adam", "soap"])
def test_either_optimizer_learns_a_batch_by_heart(few, images, untrained, optimizer):
    assert steps(untrained, images, few.labels, optimizer, 200) < 0.05
    assert (untrained(images).argmax(dim=1) == few.labels).all()


def test_one_cycle_rises_to_one_and_falls_to_zero():
    rates = [one_cycle(step / 100) for step in range(101)]
    assert max(rates) == pytest.approx(1) and rates[-1] == pytest.approx(0)
    peak = rates.index(max(rates))
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)


def test_distortions_are_full_until_they_fade():
    assert strength(0, 0.5) == strength(0.5, 0.5) == 1
    assert strength(0.75, 0.5) == pytest.approx((1 + FINAL_STRENGTH) / 2)
    assert strength(1, 0.5) == pytest.approx(FINAL_STRENGTH)
    assert strength(1, 0) == 1  # without fading
