"""Printed lines as dark as ink go, digits stay."""

import cv2
import numpy as np
import pytest

from lenet.imaging.ruled_lines import remove_ruled_lines
from tests import paper
from tests.handwriting import drawn


def lined(mask, *, squares=False, pitch=60, degrees=0.0):
    lines = np.zeros((*mask.shape, 3), np.uint8)
    lines[pitch // 3 :: pitch] = 1
    lines[pitch // 3 + 1 :: pitch] = 1
    if squares:
        lines |= lines.transpose(1, 0, 2)
    return mask | paper.tilted(lines, degrees)[..., 0]


@pytest.fixture(params=[1, 5, 8], ids=str)
def digit(request):
    return np.uint8(drawn(request.param, side=500) < 128)


@pytest.mark.parametrize("squares", [False, True])
@pytest.mark.parametrize("degrees", [0, 2, -3])
def test_rules_go_and_the_digit_stays(digit, squares, degrees):
    clean = remove_ruled_lines(lined(digit, squares=squares, degrees=degrees))
    assert (clean & digit).sum() > 0.9 * digit.sum()
    away = cv2.dilate(digit, np.ones((9, 9), np.uint8)) == 0
    rules = lined(digit * 0, squares=squares, degrees=degrees)
    assert clean[away].sum() < 0.02 * rules.sum()


def test_a_page_without_rules_is_left_alone(digit):
    assert (remove_ruled_lines(digit) == digit).all()


@pytest.mark.parametrize("number", range(10))
def test_a_digit_from_border_to_border_is_no_rule(number):
    rows, columns = np.nonzero(drawn(number, side=500) < 128)
    tight = drawn(number, side=500)[
        rows.min() : rows.max() + 1, columns.min() : columns.max() + 1
    ]
    mask = np.uint8(tight < 128)
    assert (remove_ruled_lines(mask) == mask).all()


def test_thick_bars_are_no_rules():
    bars = np.zeros((400, 400), np.uint8)
    for top in range(40, 400, 100):
        bars[top : top + 30] = 1
    assert (remove_ruled_lines(bars) == bars).all()
