import numpy as np
import pytest
import torch

from lenet.data.mnist import Digits
from lenet.evaluation.corruptions import CORRUPTIONS, corrupt, warp


@pytest.fixture
def dot():
    """An image of one square, 8 pixels to the right of the center."""
    image = np.zeros((28, 28), np.uint8)
    image[13:15, 21:23] = 255
    return image


def center_of_mass(image):
    """Return x and y in pixels from the image center."""
    y, x = (np.indices(image.shape) * image).sum(axis=(1, 2)) / image.sum()
    return x - 13.5, y - 13.5


def corrupted_copies(image, count, name):
    labels = torch.zeros(count, dtype=torch.int64)
    digits = Digits(torch.from_numpy(image)[None].repeat(count, 1, 1), labels)
    return corrupt(digits, name).images.numpy()


def test_a_rotation_by_90_degrees_is_counterclockwise(dot):
    rotated = warp(dot, 90, 1, 0, 0)
    assert center_of_mass(rotated) == pytest.approx((0, -8), abs=0.1)


def test_a_shift_is_three_pixels_long_in_any_direction(dot):
    shifted = corrupted_copies(dot, 20, "shifted by 3 pixels")
    shifts = np.array([center_of_mass(image) for image in shifted])
    shifts -= center_of_mass(dot)
    assert np.hypot(*shifts.T) == pytest.approx(3, abs=0.15)
    assert np.ptp(np.arctan2(*shifts.T)) > 3


def test_scaling_is_about_the_center(dot):
    scaled = corrupted_copies(dot, 20, "scaled by 0.75 or 1.2")
    distances = {round(center_of_mass(image)[0], 1) for image in scaled}
    assert sorted(distances) == pytest.approx([6.0, 9.6], abs=0.15)


def test_random_rotations_stay_within_their_limit(dot):
    rotated = corrupted_copies(dot, 50, "turned by up to 30 degrees")
    x, y = np.array([center_of_mass(image) for image in rotated]).T
    angles = np.degrees(np.arctan2(-y, x))
    assert angles.min() < -20 and angles.max() > 20 and np.abs(angles).max() < 30.5


def test_strokes_become_thicker_and_thinner(few):
    original, thick, thin = (
        (digits.images > 127).sum().item()
        for digits in (few, corrupt(few, "thick strokes"), corrupt(few, "thin strokes"))
    )
    assert thin < 0.75 * original < 0.75 * 0.75 * thick


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_corruption_keeps_shape_and_labels_and_follows_its_seed(few, name):
    first, second = corrupt(few, name), corrupt(few, name)
    assert first.images.shape == few.images.shape
    assert first.images.dtype == torch.uint8
    assert torch.equal(first.images, second.images)
    assert torch.equal(first.labels, few.labels)
    assert not torch.equal(first.images, few.images)
