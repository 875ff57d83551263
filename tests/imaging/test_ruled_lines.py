"""Printed lines as dark as ink are removed and digits are not changed."""

import cv2
import numpy as np
import pytest

from lenet.imaging.ruled_lines import remove_ruled_lines
from tests import photos
from tests.handwriting import draw_digit


def add_lines(mask, *, squares=False, pitch=60, degrees=0.0):
    lines = np.zeros((*mask.shape, 3), np.uint8)
    lines[pitch // 3 :: pitch] = 1
    lines[pitch // 3 + 1 :: pitch] = 1
    if squares:
        lines |= lines.transpose(1, 0, 2)
    return mask | photos.rotate(lines, degrees)[..., 0]


@pytest.fixture(params=[1, 5, 8], ids=str)
def digit(request):
    return np.uint8(draw_digit(request.param, side=500) < 128)


@pytest.mark.parametrize("squares", [False, True])
@pytest.mark.parametrize("degrees", [0, 2, -3])
def test_lines_are_removed_and_the_digit_stays(digit, squares, degrees):
    clean = remove_ruled_lines(add_lines(digit, squares=squares, degrees=degrees))
    assert (clean & digit).sum() > 0.9 * digit.sum()
    outside = cv2.dilate(digit, np.ones((9, 9), np.uint8)) == 0
    lines = add_lines(digit * 0, squares=squares, degrees=degrees)
    assert clean[outside].sum() < 0.02 * lines.sum()


def test_a_page_without_lines_is_not_changed(digit):
    assert (remove_ruled_lines(digit) == digit).all()


@pytest.mark.parametrize("number", range(10))
def test_a_digit_from_border_to_border_is_not_a_line(number):
    page = draw_digit(number, side=500)
    rows, columns = np.nonzero(page < 128)
    tight = page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    mask = np.uint8(tight < 128)
    assert (remove_ruled_lines(mask) == mask).all()


def test_thick_bars_are_not_lines():
    bars = np.zeros((400, 400), np.uint8)
    for top in range(40, 400, 100):
        bars[top : top + 30] = 1
    assert (remove_ruled_lines(bars) == bars).all()
