from dataclasses import replace

import pytest
import torch

from lenet.data.synthetic_pool import NEGATIVE_LABEL
from lenet.imaging.preprocess import normalize
from lenet.training.batches import TrainingBatches
from lenet.training.config import PRESETS, TrainingConfig

PLAIN = TrainingConfig(epochs=2, batch_size=10)
FULL = replace(PRESETS["best"], epochs=2, batch_size=10)


def test_an_epoch_shows_every_digit_once_and_in_a_new_order(few):
    training_batches = TrainingBatches(few, PLAIN)
    once, again = (list(training_batches.epoch(step)) for step in (0, 4))
    assert [count for _, _, count in once] == [10, 10, 10, 2]
    seen = torch.cat([images for images, _, _ in once])
    assert sorted(seen.sum(dim=(1, 2, 3)).tolist()) == pytest.approx(
        sorted(normalize(few.images).sum(dim=(1, 2, 3)).tolist())
    )
    assert not torch.equal(once[0][0], again[0][0])


def test_made_pictures_stand_behind_the_digits(few):
    images, labels, count = next(TrainingBatches(few, FULL).epoch(0))
    assert images.shape == (10 + 2 + 2, 1, 32, 32) and count == 10
    assert (labels[:12] < NEGATIVE_LABEL).all() and (
        labels[12:] == NEGATIVE_LABEL
    ).all()


def test_made_pictures_come_without_distortions_too(few):
    config = replace(FULL, augmentation=False)
    images, _, _ = next(TrainingBatches(few, config).epoch(0))
    assert len(images) == 10 + 2 + 2
    plain = {image.sum().item() for image in normalize(few.images)}
    assert {image.sum().item() for image in images[:10]} <= plain


def test_distortions_are_those_of_the_seed(few):
    once, again, other = (
        next(TrainingBatches(few, replace(FULL, seed=seed)).epoch(0))[0]
        for seed in (1, 1, 2)
    )
    assert torch.equal(once, again) and not torch.equal(once, other)
