import pytest
import torch
from torch.nn import functional

from lenet.data.synthetic_pool import NEGATIVE_LABEL
from lenet.imaging.preprocess import normalize
from lenet.training.config import TrainingConfig
from lenet.training.optimizer import make_optimizer, training_step


@pytest.fixture
def images(few):
    return normalize(few.images)


def loss_after(step_count, model, images, labels, optimizer_name):
    """Take steps on one batch and return the loss before the last of them."""
    optimizer = make_optimizer(model, TrainingConfig(optimizer=optimizer_name))
    for _ in range(step_count):
        loss = training_step(model, optimizer, images, labels)
    return loss.item()


def test_the_loss_of_digits_is_the_cross_entropy(few, images, untrained):
    expected = functional.cross_entropy(untrained(images), few.labels).item()
    loss = loss_after(1, untrained, images, few.labels, "adam")
    assert loss == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("optimizer", ["adam", "soap"])
def test_negatives_are_trained_to_equal_probabilities(images, untrained, optimizer):
    labels = torch.full((len(images),), NEGATIVE_LABEL)
    assert loss_after(200, untrained, images, labels, optimizer) < 1e-3
    probabilities = untrained.probabilities(images)
    assert torch.allclose(probabilities, torch.tensor(0.1), atol=0.02)


@pytest.mark.parametrize("optimizer", ["adam", "soap"])
def test_both_optimizers_memorize_a_batch(few, images, untrained, optimizer):
    assert loss_after(200, untrained, images, few.labels, optimizer) < 0.05
    assert (untrained(images).argmax(dim=1) == few.labels).all()
