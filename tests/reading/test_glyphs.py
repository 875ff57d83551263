"""The pieces of ink that may be digits or strokes are found; specks and lines are not."""

from lenet.reading.glyphs import find_pieces
from tests.reading.filled_boxes import components_of


def piece_boxes(*boxes, size=(400, 600)) -> list[tuple[int, int, int, int]]:
    pieces, _ = find_pieces(components_of(*boxes, size=size))
    return sorted(piece.box for piece in pieces)


def test_specks_and_ruled_lines_are_left_out():
    digit, speck = (100, 60, 150, 150), (300, 100, 304, 104)
    line = (20, 250, 560, 256)
    assert piece_boxes(digit, speck, line) == [digit]


def test_a_digit_that_fills_its_picture_is_found():
    digit = (0, 6, 60, 194)
    assert piece_boxes(digit, size=(200, 60)) == [digit]


def test_specks_have_no_influence_on_the_height_of_digits():
    specks = [(20 * k, 300, 20 * k + 8, 308) for k in range(20)]
    _, height = find_pieces(components_of((100, 60, 150, 150), *specks))
    assert height == 90
