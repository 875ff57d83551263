"""Glyphs are put into rows in reading order."""

from lenet.reading.glyphs import find_pieces
from lenet.reading.rows import group_into_rows
from tests.reading.filled_boxes import components_of


def row_boxes(*boxes) -> list[list[tuple[int, int, int, int]]]:
    rows = group_into_rows(find_pieces(components_of(*boxes))[0])
    return [[glyph.box for glyph in row] for row in rows]


def test_digits_are_in_reading_order():
    first, second = (50, 50, 80, 130), (120, 55, 170, 125)
    third, fourth = (40, 230, 90, 310), (130, 225, 160, 300)
    assert row_boxes(fourth, second, third, first) == [[first, second], [third, fourth]]


def test_rows_of_a_rotated_page_are_found():
    boxes = [
        (40 + 90 * k, 60 + 150 * row + 12 * k, 80 + 90 * k, 130 + 150 * row + 12 * k)
        for row in range(2)
        for k in range(6)
    ]
    assert row_boxes(*boxes) == [boxes[:6], boxes[6:]]
