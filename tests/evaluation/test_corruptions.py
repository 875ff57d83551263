import numpy as np
import pytest
import torch

from lenet.data.mnist import Digits
from lenet.evaluation.corruptions import CORRUPTIONS, corrupt, warp


@pytest.fixture
def dot():
    """A digit of one square, 8 pixels to the right of the middle."""
    image = np.zeros((28, 28), np.uint8)
    image[13:15, 21:23] = 255
    return image


def centre(image):
    y, x = (np.indices(image.shape) * image).sum(axis=(1, 2)) / image.sum()
    return x - 13.5, y - 13.5


def digits(image, count=1):
    labels = torch.zeros(count, dtype=torch.int64)
    return Digits(torch.from_numpy(image)[None].repeat(count, 1, 1), labels)


def test_a_quarter_turn_counterclockwise_moves_right_to_top(dot):
    assert centre(warp(dot, 90, 1, 0, 0)) == pytest.approx((0, -8), abs=0.1)


def test_a_shift_is_three_pixels_long_in_any_direction(dot):
    moved = corrupt(digits(dot, 20), "shifted by 3 pixels").images.numpy()
    ways = np.array([centre(image) for image in moved]) - centre(dot)
    assert np.hypot(*ways.T) == pytest.approx(3, abs=0.15)
    assert np.ptp(np.arctan2(*ways.T)) > 3


def test_a_scale_is_about_the_middle(dot):
    scaled = corrupt(digits(dot, 20), "scaled by 0.75 or 1.2").images.numpy()
    distances = {round(centre(image)[0], 1) for image in scaled}
    assert sorted(distances) == pytest.approx([6.0, 9.6], abs=0.15)


def test_turns_stay_within_their_limit(dot):
    turned = corrupt(digits(dot, 50), "turned by up to 30 degrees").images.numpy()
    x, y = np.array([centre(image) for image in turned]).T
    angles = np.degrees(np.arctan2(-y, x))
    assert angles.min() < -20 and angles.max() > 20 and np.abs(angles).max() < 30.5


def test_pens_grow_and_shrink(few):
    whole, thick, thin = (
        (images.images > 127).sum().item()
        for images in (few, corrupt(few, "thick strokes"), corrupt(few, "thin strokes"))
    )
    assert thin < 0.75 * whole < 0.75 * 0.75 * thick


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_damage_keeps_form_and_labels_and_its_seed(few, name):
    once, again = corrupt(few, name), corrupt(few, name)
    assert once.images.shape == few.images.shape and once.images.dtype == torch.uint8
    assert torch.equal(once.images, again.images)
    assert torch.equal(once.labels, few.labels)
    assert not torch.equal(once.images, few.images)
