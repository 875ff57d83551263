"""Strokes of one digit are joined to a glyph; specks and lines are left out."""

from lenet.reading.glyphs import find_glyphs
from tests.reading.filled_boxes import components_of


def glyph_boxes(*boxes, size=(400, 600)) -> list[tuple[int, int, int, int]]:
    return sorted(glyph.box for glyph in find_glyphs(components_of(*boxes, size=size)))


def test_strokes_one_above_the_other_are_one_digit():
    bar, belly = (100, 60, 160, 72), (95, 80, 150, 150)  # a 5 with a separate bar
    assert glyph_boxes(bar, belly, (250, 60, 300, 150)) == [
        *((95, 60, 160, 150), (250, 60, 300, 150))
    ]


def test_digits_of_two_close_rows_are_not_joined():
    upper, lower = (100, 60, 150, 130), (100, 150, 150, 220)
    assert glyph_boxes(upper, lower) == [upper, lower]


def test_specks_and_ruled_lines_are_left_out():
    digit, speck = (100, 60, 150, 150), (300, 100, 304, 104)
    line = (20, 250, 560, 256)
    assert glyph_boxes(digit, speck, line) == [digit]


def test_a_small_stroke_near_a_digit_belongs_to_it():
    assert glyph_boxes((100, 60, 150, 150), (154, 90, 168, 104)) == [
        (100, 60, 168, 150)
    ]


def test_a_digit_that_fills_its_picture_is_found():
    digit = (0, 6, 60, 194)
    assert glyph_boxes(digit, size=(200, 60)) == [digit]
