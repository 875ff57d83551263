from dataclasses import replace

import pytest
import torch

from lenet.lessons import Lessons
from lenet.preprocess import normalize
from lenet.recipes import PRESETS, TrainingConfig
from lenet.supplement import NO_DIGIT

PLAIN = TrainingConfig(epochs=2, batch_size=10)
FULL = replace(PRESETS["best"], epochs=2, batch_size=10)


def test_an_epoch_shows_every_digit_once_and_in_a_new_order(few):
    lessons = Lessons(few, PLAIN)
    once, again = (list(lessons.epoch(step)) for step in (0, 4))
    assert [count for _, _, count in once] == [10, 10, 10, 2]
    seen = torch.cat([images for images, _, _ in once])
    assert sorted(seen.sum(dim=(1, 2, 3)).tolist()) == pytest.approx(
        sorted(normalize(few.images).sum(dim=(1, 2, 3)).tolist())
    )
    assert not torch.equal(once[0][0], again[0][0])


def test_made_pictures_stand_behind_the_digits(few):
    images, labels, count = next(Lessons(few, FULL).epoch(0))
    assert images.shape == (10 + 2 + 2, 1, 32, 32) and count == 10
    assert (labels[:12] < NO_DIGIT).all() and (labels[12:] == NO_DIGIT).all()


def test_made_pictures_come_without_distortions_too(few):
    config = replace(FULL, augmentation=False)
    images, _, _ = next(Lessons(few, config).epoch(0))
    assert len(images) == 10 + 2 + 2
    plain = {image.sum().item() for image in normalize(few.images)}
    assert {image.sum().item() for image in images[:10]} <= plain


def test_distortions_are_those_of_the_seed(few):
    once, again, other = (
        next(Lessons(few, replace(FULL, seed=seed)).epoch(0))[0] for seed in (1, 1, 2)
    )
    assert torch.equal(once, again) and not torch.equal(once, other)
