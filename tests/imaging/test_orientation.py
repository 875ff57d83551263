"""A picture is turned the right way up, and boxes are told in the original picture."""

import numpy as np
import pytest

from lenet.imaging.orientation import row_slant, turn
from lenet.imaging.preprocess import open_gray, separate_ink


@pytest.fixture
def picture() -> np.ndarray:
    picture = np.full((200, 300), 255, np.uint8)
    picture[40:80, 60:180] = 0
    return picture


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_quarter_turn_is_clockwise_and_exact(picture, degrees):
    turned = turn(open_gray(picture), degrees)
    assert np.array_equal(turned.gray, np.rot90(picture, -degrees // 90))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 30, -40])
def test_a_box_on_a_turned_page_leads_back_to_the_original(picture, degrees):
    page = separate_ink(turn(open_gray(picture), degrees), dark_ink=True)
    left, top, right, bottom = page.to_picture_box(page.components.boxes[1].tolist())
    assert left <= 62 and top <= 42 and right >= 178 and bottom >= 78
    if degrees % 90 == 0:
        assert (left, top, right, bottom) == (60, 40, 180, 80)


@pytest.mark.parametrize("degrees", [-40, -15, 0, 10, 35])
@pytest.mark.parametrize("quarter", [0, 90])
def test_the_slant_of_rows_is_measured(degrees, quarter):
    angle = np.radians(degrees + quarter)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-np.sin(angle), np.cos(angle)])
    centers = [
        500 + 40 * k * along + 90 * n * across for n in range(2) for k in range(6)
    ]
    boxes = [(x - 10, y - 15, x + 10, y + 15) for x, y in centers]
    assert row_slant(boxes) == pytest.approx(degrees, abs=0.1)


def test_two_digits_have_no_slant():
    assert row_slant([(0, 0, 20, 30), (40, 30, 60, 60)]) == 0
