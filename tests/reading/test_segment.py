import cv2
import numpy as np
import pytest

from lenet.imaging.components import find_components
from lenet.reading.segment import cuts, group_digits


def page_of(*boxes: tuple[int, int, int, int], size=(400, 600)):
    """Ink as filled boxes of left, top, right, bottom."""
    ink = np.zeros(size, np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 255
    return find_components(ink)


def boxes_of(pieces) -> list[list[tuple[int, int, int, int]]]:
    return [[glyph.box for glyph in row] for row in group_digits(pieces)]


def test_digits_come_in_reading_order():
    first, second = (50, 50, 80, 130), (120, 55, 170, 125)
    third, fourth = (40, 230, 90, 310), (130, 225, 160, 300)
    page = page_of(fourth, second, third, first)
    assert boxes_of(page) == [[first, second], [third, fourth]]


def test_rows_of_a_turned_page_hold_together():
    rows = [
        [(40 + 90 * k, 60 + 150 * r + 12 * k, 80 + 90 * k, 130 + 150 * r + 12 * k)]
        for r in range(2)
        for k in range(6)
    ]
    found = boxes_of(page_of(*[box for row in rows for box in row]))
    assert [len(row) for row in found] == [6, 6]


def test_strokes_above_one_another_are_one_digit():
    bar, belly = (100, 60, 160, 72), (95, 80, 150, 150)  # a 5 whose bar came off
    assert boxes_of(page_of(bar, belly, (250, 60, 300, 150))) == [
        [(95, 60, 160, 150), (250, 60, 300, 150)]
    ]


def test_digits_of_two_close_rows_are_not_joined():
    upper, lower = (100, 60, 150, 130), (100, 150, 150, 220)
    assert boxes_of(page_of(upper, lower)) == [[upper], [lower]]


def test_specks_and_rules_are_left_out():
    digit, speck = (100, 60, 150, 150), (300, 100, 304, 104)
    rule = (20, 250, 560, 256)
    assert boxes_of(page_of(digit, speck, rule)) == [[digit]]


def test_a_speck_at_a_digit_belongs_to_it():
    assert boxes_of(page_of((100, 60, 150, 150), (154, 90, 168, 104))) == [
        [(100, 60, 168, 150)]
    ]


def test_a_digit_that_fills_its_picture_is_found():
    page = page_of((0, 6, 60, 194), size=(200, 60))
    assert boxes_of(page) == [[(0, 6, 60, 194)]]


@pytest.mark.parametrize("gap", [0, 6])
def test_touching_rings_may_part_between_them(gap):
    mask = np.zeros((120, 240), np.uint8)
    for x in (62, 178 - gap):
        cv2.ellipse(mask, (x, 60), (54, 50), 0, 0, 360, 255, 10)
    mask = mask[:, : 240 - gap]
    columns = cuts(mask)
    assert columns[0] == 0 and columns[-1] == mask.shape[1] and len(columns) <= 6
    assert min(abs(column - (120 - gap / 2)) for column in columns) <= 4
