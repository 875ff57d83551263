import numpy as np
import pytest
import torch

from lenet.data import augmentation as module
from lenet.data.augmentation import augment

GEOMETRY = ("ROTATION", "SHEAR", "STRETCH", "SCALE", "SHIFT", "WAVER")
LIMITS = (*GEOMETRY, "PEN", "BLUR", "FAINT", "NOISE")


@pytest.fixture
def images(few):
    return few.images[:, None] / 255


@pytest.fixture
def only(monkeypatch):
    """Take all distortions away but those named."""

    def leave(*names):
        for name in set(LIMITS) - set(names):
            monkeypatch.setattr(module, name, 0.0)

    return leave


def augmented(images, seed=0, size=32):
    return augment(images, size, torch.Generator().manual_seed(seed))


def dot(count=64):
    """A square of four pixels, 9 pixels above the middle of 32x32."""
    images = torch.zeros(count, 1, 32, 32)
    images[:, :, 6:8, 15:17] = 1
    return images


def centres(images):
    """Where the ink is: x and y from the middle, in pixels."""
    weights = images[:, 0].numpy()
    y, x = (np.indices((32, 32)) - 15.5).reshape(2, -1)
    weights = weights.reshape(len(weights), -1)
    return weights @ x / weights.sum(1), weights @ y / weights.sum(1)


def test_digits_come_out_in_the_size_asked_for(images):
    assert augmented(images).shape == (32, 1, 32, 32)
    assert augmented(images).dtype == images.dtype


def test_same_seed_gives_the_same_images(images):
    assert torch.equal(augmented(images), augmented(images))
    assert not torch.equal(augmented(images), augmented(images, seed=1))


def test_without_any_amount_digits_are_only_resized(images, only):
    only()
    resized = torch.nn.functional.interpolate(images, (32, 32), mode="bilinear")
    inner = (..., slice(1, -1), slice(1, -1))  # beyond the border is paper
    assert torch.allclose(augmented(images)[inner], resized[inner], atol=1e-5)


@pytest.mark.parametrize("name", LIMITS)
def test_each_distortion_alone_changes_every_copy_in_its_own_way(images, only, name):
    only(name)
    copies = augmented(images[:1].repeat(8, 1, 1, 1))
    assert len({image.numpy().tobytes() for image in copies}) == 8


def test_rotation_keeps_the_distance_and_its_limit(only):
    only("ROTATION")
    x, y = centres(augmented(dot()))
    assert np.hypot(x, y) == pytest.approx(9, abs=0.15)
    angles = np.abs(np.degrees(np.arctan2(x, -y)))
    limit = np.degrees(module.ROTATION)
    assert 0.75 * limit < angles.max() < limit + 0.5
    assert np.median(angles) < 0.4 * limit  # small angles are the likeliest


def test_waver_moves_all_points_alike(only):
    only("WAVER")
    x, y = centres(augmented(dot(2000)))
    # Uniform strengths up to WAVER of half a frame of 32: its root mean square.
    expected = module.WAVER * 16 / 3**0.5
    assert np.std(x) == pytest.approx(expected, rel=0.1)
    assert np.std(y + 9) == pytest.approx(expected, rel=0.1)


def test_a_pen_makes_strokes_thicker_or_thinner_and_leaves_them_in_place(images, only):
    only("PEN")
    plain, drawn = (
        images[:1].repeat(40, 1, 1, 1),
        augmented(images[:1].repeat(40, 1, 1, 1)),
    )
    ratios = drawn.sum(dim=(1, 2, 3)) / (plain.sum(dim=(1, 2, 3)) * (32 / 28) ** 2)
    assert ratios.min() < 0.9 and ratios.max() > 1.15


def test_faint_ink_loses_at_most_its_part(only):
    only("FAINT")
    tones = augmented(torch.ones(100, 1, 28, 28))[:, 0, 16, 16]
    assert 1 - module.FAINT <= tones.min() < 1 - 0.9 * module.FAINT
    assert 1 - 0.1 * module.FAINT < tones.max() <= 1


def test_noise_is_as_rough_as_said(only):
    only("NOISE")
    rough = augmented(torch.zeros(200, 1, 28, 28)).std(dim=(1, 2, 3))
    assert 0.9 * module.NOISE < rough.max() < 1.1 * module.NOISE
