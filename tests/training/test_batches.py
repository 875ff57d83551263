from dataclasses import replace

import pytest
import torch

from lenet.imaging.normalization import normalize
from lenet.model import NO_DIGIT
from lenet.training.batches import TrainingBatches
from lenet.training.config import TrainingConfig
from lenet.training.presets import PRESETS

PLAIN = TrainingConfig(epochs=2, batch_size=10)
BEST = replace(PRESETS["best"], epochs=2, batch_size=10)


def test_each_epoch_has_every_digit_once_and_in_a_new_order(few):
    training_batches = TrainingBatches(few, PLAIN)
    first, second = (list(training_batches.epoch(step)) for step in (0, 4))
    assert [count for _, _, count in first] == [10, 10, 10, 2]
    images = torch.cat([images for images, _, _ in first])
    expected = normalize(few.images).sum(dim=(1, 2, 3)).tolist()
    assert sorted(images.sum(dim=(1, 2, 3)).tolist()) == pytest.approx(sorted(expected))
    assert not torch.equal(first[0][0], second[0][0])


def test_synthetic_images_follow_the_digits(few):
    images, labels, count = next(TrainingBatches(few, BEST).epoch(0))
    assert images.shape == (10 + 5 + 6, 1, 32, 32) and count == 10
    assert (labels[:15] < NO_DIGIT).all()
    assert (labels[15:] == NO_DIGIT).all()


def test_synthetic_images_are_added_without_augmentation_too(few):
    config = replace(BEST, augmentation=False)
    images, _, _ = next(TrainingBatches(few, config).epoch(0))
    assert len(images) == 10 + 5 + 6
    expected = {image.sum().item() for image in normalize(few.images)}
    assert {image.sum().item() for image in images[:10]} <= expected


def test_same_seed_gives_the_same_distortions(few):
    first, second, other = (
        next(TrainingBatches(few, replace(BEST, seed=seed)).epoch(0))[0]
        for seed in (1, 1, 2)
    )
    assert torch.equal(first, second) and not torch.equal(first, other)
