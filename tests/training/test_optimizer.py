import pytest
from torch.nn import functional

from lenet.imaging.normalization import normalize
from lenet.model import NO_DIGIT, digit_probabilities
from lenet.training.config import TrainingConfig
from lenet.training.optimizer import make_optimizer, training_step


@pytest.fixture
def images(few):
    return normalize(few.images)


def loss_after(step_count, model, images, labels, optimizer_name, **options):
    """Take steps on one batch and return the loss before the last of them."""
    optimizer = make_optimizer(model, TrainingConfig(optimizer=optimizer_name))
    for _ in range(step_count):
        loss = training_step(model, optimizer, images, labels, **options)
    return loss.item()


def test_the_loss_of_digits_is_the_cross_entropy(few, images, untrained):
    expected = functional.cross_entropy(untrained(images), few.labels).item()
    loss = loss_after(1, untrained, images, few.labels, "adam")
    assert loss == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("optimizer", ["adam", "soap"])
def test_digits_and_negatives_are_learned_together(few, images, untrained, optimizer):
    labels = few.labels.clone()
    labels[::2] = NO_DIGIT
    loss = loss_after(600, untrained, images, labels, optimizer, has_negatives=True)
    assert loss < 0.2
    highest = digit_probabilities(untrained(images)).amax(dim=1)
    assert (highest[::2] < 0.2).all() and (highest[1::2] > 0.8).all()


@pytest.mark.parametrize("optimizer", ["adam", "soap"])
def test_both_optimizers_memorize_a_batch(few, images, untrained, optimizer):
    assert loss_after(200, untrained, images, few.labels, optimizer) < 0.05
    assert (untrained(images).argmax(dim=1) == few.labels).all()
