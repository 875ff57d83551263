"""Signs between digits are told by their shape and their place."""

import cv2
import numpy as np
import pytest

from lenet.reading.page import read_digits
from tests.handwriting import draw_digit
from tests.kinds import make_writer, turned


def write_with_sign(draw) -> np.ndarray:
    """Draw 3, a sign and 8; `draw` gets the picture between x = 260 and x = 340."""
    page = np.full((300, 600), 255, np.uint8)
    page[40:240, 60:260], page[40:240, 340:540] = (
        draw_digit(3, side=200),
        draw_digit(8, side=200),
    )
    draw(page)
    return page


SIGNS = {
    ".": lambda page: cv2.circle(page, (300, 200), 10, 0, -1),
    ":": lambda page: [cv2.circle(page, (300, y), 10, 0, -1) for y in (110, 185)],
    "-": lambda page: cv2.line(page, (275, 140), (325, 140), 0, 12),
    "/": lambda page: cv2.line(page, (275, 225), (325, 55), 0, 12),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_between_digits_is_part_of_the_text(sign):
    reading = read_digits(write_with_sign(SIGNS[sign]))
    assert reading.text == f"3{sign}8"
    assert [found.prediction.digit for found in reading.digits] == [3, 8]
    (found,) = reading.signs
    left, _, right, _ = found.box
    assert 255 < left < right < 345


def test_a_speck_far_below_the_digits_is_no_sign():
    page = write_with_sign(lambda page: cv2.circle(page, (300, 285), 10, 0, -1))
    assert read_digits(page).text == "38"


def test_a_comma_hangs_below_the_line_and_is_told_from_a_point():
    comma = write_with_sign(lambda page: cv2.line(page, (304, 205), (294, 240), 0, 12))
    assert read_digits(comma).text == "3,8"


def test_a_small_digit_between_digits_is_no_sign():
    page = write_with_sign(lambda page: None)
    page[160:230, 265:335] = draw_digit(0, side=70)
    assert read_digits(page).text == "308"


def test_a_slanted_1_that_is_not_straight_is_no_slash():
    curve = np.array([[280, 226], [282, 150], [300, 90], [322, 54]])
    page = write_with_sign(lambda page: cv2.polylines(page, [curve], False, 0, 12))
    assert "/" not in read_digits(page).text


def test_round_brackets_as_high_as_the_digits_are_no_digits():
    page = write_with_sign(lambda page: None)
    page = cv2.copyMakeBorder(page, 0, 0, 80, 80, cv2.BORDER_CONSTANT, value=255)
    for x, angle in ((125, 180), (635, 0)):
        cv2.ellipse(page, (x, 140), (45, 88), angle, -62, 62, 0, 12)
    assert read_digits(page).text == "38"


def test_a_turned_page_is_read_and_told_with_its_boxes():
    writer = make_writer(seed=4)
    picture, text = turned(writer)
    reading = read_digits(picture)
    height, width = picture.shape[:2]
    assert reading.text == text and reading.turned in (90, 180, 270)
    for found in reading.digits:
        left, top, right, bottom = found.box
        assert 0 <= left < right <= width and 0 <= top < bottom <= height
        assert picture[top:bottom, left:right].min() < 100
