"""A digit of any size and stroke width is brought to the form of MNIST."""

import numpy as np
import pytest
import torch

from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit
from tests.imaging.comparison import SAME_DIGIT, difference, framed


def test_the_position_on_the_paper_does_not_matter():
    corner = np.full((600, 600), 255, np.uint8)
    corner[300:580, 20:300] = draw_digit(5)
    assert difference(corner, draw_digit(5)) < 2


@pytest.mark.parametrize("side", [70, 140, 560, 1200])
def test_scale_does_not_matter(side):
    assert difference(draw_digit(8, side=side), draw_digit(8)) < SAME_DIGIT


@pytest.mark.parametrize("pen", [0.002, 0.004, 0.01, 0.03])
def test_a_thin_stroke_becomes_as_thick_as_mnists(pen, sample):
    thin = (framed(draw_digit(2, side=1000, pen=pen)) > 127).sum()
    twos = (sample.images[sample.labels == 2] > 127).sum(dim=(1, 2)).float()
    low, high = twos.quantile(torch.tensor([0.05, 0.95])).tolist()
    assert low < thin < high


@pytest.mark.parametrize("digit", range(10))
def test_longer_side_is_20_pixels_and_center_of_mass_is_in_the_middle(digit):
    image = framed(draw_digit(digit))
    rows, columns = np.nonzero(image)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    for axis, mass in enumerate((image.sum(axis=1), image.sum(axis=0))):
        center = (np.arange(28) * mass).sum() / mass.sum()
        assert abs(center - 13.5) <= 0.6, f"axis {axis}"


def test_without_cropping_the_digit_keeps_its_size_in_the_picture():
    corner = np.full((600, 600), 255, np.uint8)
    corner[300:580, 20:300] = draw_digit(5)
    full, cropped = (prepare(corner, crop=c).steps["center"] for c in (False, True))
    assert 0 < (full > 60).sum() < 0.4 * (cropped > 60).sum()


def test_without_centering_the_digit_is_stretched_to_the_frame():
    image = prepare(draw_digit(1), center=False).steps["center"]
    assert image.shape == (28, 28)
    assert image[:, 0].max() > 0 and image[-1].max() > 0
