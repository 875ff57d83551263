import numpy as np
import pytest
import torch

from lenet.data import augmentation
from lenet.data.augmentation import augment

LIMITS = ("MAX_ROTATION", "MAX_SHEAR", "MAX_STRETCH", "MAX_SCALE", "MAX_SHIFT")
LIMITS += ("MAX_ELASTIC", "MAX_STROKE_CHANGE", "MAX_BLUR", "MAX_FADING", "MAX_NOISE")


@pytest.fixture
def images(few):
    return few.images[:, None] / 255


@pytest.fixture
def only(monkeypatch):
    """Switch all distortions off except those named."""

    def switch_off_the_others(*names):
        for name in set(LIMITS) - set(names):
            monkeypatch.setattr(augmentation, name, 0.0)

    return switch_off_the_others


def augmented(images, seed=0, size=32):
    return augment(images, size, torch.Generator().manual_seed(seed))


def dots(count=64):
    """Images of a square of four pixels, 9 pixels above the center of 32x32."""
    images = torch.zeros(count, 1, 32, 32)
    images[:, :, 6:8, 15:17] = 1
    return images


def centers_of_mass(images):
    """Return x and y of the centers of mass, in pixels from the image center."""
    weights = images[:, 0].numpy()
    y, x = (np.indices((32, 32)) - 15.5).reshape(2, -1)
    weights = weights.reshape(len(weights), -1)
    return weights @ x / weights.sum(1), weights @ y / weights.sum(1)


def test_images_have_the_requested_size_and_the_same_dtype(images):
    assert augmented(images).shape == (32, 1, 32, 32)
    assert augmented(images).dtype == images.dtype


def test_same_seed_gives_the_same_images(images):
    assert torch.equal(augmented(images), augmented(images))
    assert not torch.equal(augmented(images), augmented(images, seed=1))


def test_without_distortions_images_are_only_resized(images, only):
    only()
    resized = torch.nn.functional.interpolate(images, (32, 32), mode="bilinear")
    inner = (..., slice(1, -1), slice(1, -1))  # the border is interpolated with 0
    assert torch.allclose(augmented(images)[inner], resized[inner], atol=1e-5)


@pytest.mark.parametrize("name", LIMITS)
def test_each_distortion_alone_changes_every_copy_differently(images, only, name):
    only(name)
    copies = augmented(images[:1].repeat(8, 1, 1, 1))
    assert len({image.numpy().tobytes() for image in copies}) == 8


def test_rotation_keeps_the_distance_from_the_center_and_its_limit(only):
    only("MAX_ROTATION")
    x, y = centers_of_mass(augmented(dots()))
    assert np.hypot(x, y) == pytest.approx(9, abs=0.15)
    angles = np.abs(np.degrees(np.arctan2(x, -y)))
    limit = np.degrees(augmentation.MAX_ROTATION)
    assert 0.75 * limit < angles.max() < limit + 0.5
    assert np.median(angles) < 0.4 * limit  # smaller angles are more likely


def test_elastic_displacements_have_the_same_standard_deviation_everywhere(only):
    only("MAX_ELASTIC")
    x, y = centers_of_mass(augmented(dots(2000)))
    # The root mean square of uniform values up to MAX_ELASTIC of half the side.
    expected = augmentation.MAX_ELASTIC * 16 / 3**0.5
    assert np.std(x) == pytest.approx(expected, rel=0.1)
    assert np.std(y + 9) == pytest.approx(expected, rel=0.1)


def test_strokes_become_thicker_or_thinner(images, only):
    only("MAX_STROKE_CHANGE")
    before = images[:1].repeat(40, 1, 1, 1)
    after = augmented(before)
    ratios = after.sum(dim=(1, 2, 3)) / (before.sum(dim=(1, 2, 3)) * (32 / 28) ** 2)
    assert ratios.min() < 0.9 and ratios.max() > 1.15


def test_fading_takes_at_most_its_limit(only):
    only("MAX_FADING")
    pixels = augmented(torch.ones(100, 1, 28, 28))[:, 0, 16, 16]
    assert (
        1 - augmentation.MAX_FADING <= pixels.min() < 1 - 0.9 * augmentation.MAX_FADING
    )
    assert 1 - 0.1 * augmentation.MAX_FADING < pixels.max() <= 1


def test_noise_reaches_its_largest_standard_deviation(only):
    only("MAX_NOISE")
    stds = augmented(torch.zeros(200, 1, 28, 28)).std(dim=(1, 2, 3))
    assert 0.9 * augmentation.MAX_NOISE < stds.max() < 1.1 * augmentation.MAX_NOISE
