import numpy as np
import pytest
import torch

from lenet import augment as module
from lenet.augment import augment
from lenet.preprocess import normalize

LIMITS = ("MAX_ROTATION", "MAX_SHEAR", "MAX_STRETCH", "MAX_SHIFT")


@pytest.fixture
def images(few):
    return normalize(few.images)


def augmented(images, seed=0):
    return augment(images, torch.Generator().manual_seed(seed))


def test_shape_and_dtype_stay(images):
    assert augmented(images).shape == images.shape
    assert augmented(images).dtype == images.dtype


def test_same_seed_gives_the_same_images(images):
    assert torch.equal(augmented(images), augmented(images))
    assert not torch.equal(augmented(images), augmented(images, seed=1))


def test_without_any_amount_images_stay(images, monkeypatch):
    for name in LIMITS:
        monkeypatch.setattr(module, name, 0.0)
    assert torch.allclose(augmented(images), images, atol=1e-5)


def test_every_image_gets_its_own_amounts(images):
    copies = augmented(images[:1].repeat(8, 1, 1, 1))
    assert len({image.sum().item() for image in copies}) == 8


def test_rotation_keeps_the_distance_from_the_middle(monkeypatch):
    for name in LIMITS[1:]:
        monkeypatch.setattr(module, name, 0.0)
    dot = torch.zeros(16, 1, 32, 32)
    dot[:, :, 6:9, 15:17] = 1  # 8.5 pixels above the middle at (15.5, 15.5)
    for turned in augmented(dot)[:, 0].numpy():
        y, x = (np.indices((32, 32)) * turned).sum(axis=(1, 2)) / turned.sum()
        assert np.hypot(y - 15.5, x - 15.5) == pytest.approx(8.5, abs=0.1)
        assert abs(np.degrees(np.arctan2(x - 15.5, 15.5 - y))) < 15.5
