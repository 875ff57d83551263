import base64
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from lenet.app.recognize.digit_boxes import digit_boxes_facts
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


def ink_of(facts) -> np.ndarray:
    """Give where the picture of the boxes has ink."""
    file = base64.b64decode(facts["picture"].partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(file)).convert("L")) < 140


def number_with_point() -> np.ndarray:
    """Write 25.347, dark on white."""
    row = np.hstack(
        [draw_digit(digit, side=200)[:, 25:175] for digit in (2, 5, 3, 4, 7)]
    )
    row = np.insert(row, [300] * 50, 255, axis=1)
    cv2.circle(row, (325, 155), 10, 0, -1)
    return np.pad(row, 80, constant_values=255)


def test_each_box_holds_the_ink_of_its_digit_and_the_picture_is_cut_to_them(shipped):
    rows = [[255 - draw_digit(d) for d in row] for row in ((2, 0, 2, 6), (7, 5))]
    page = np.pad(write_page(rows), ((300, 0), (200, 0), (0, 0)), mode="edge")
    facts = digit_boxes_facts(read_digits(page, model=shipped))
    ink = ink_of(facts).copy()
    symbols = ["".join(found["symbol"] for found in row) for row in facts["rows"]]
    assert symbols == ["2026", "75"]
    for left, top, right, bottom in (d["box"] for row in facts["rows"] for d in row):
        assert ink[top : bottom + 1, left : right + 1].any()
        ink[top : bottom + 1, left : right + 1] = False
    assert not ink.any()
    assert max(ink.shape) < 640 * 0.8  # of the pixels that find_ink keeps of the page


@pytest.mark.parametrize("degrees", [0, 90, 17, -30])
def test_boxes_hold_digits_and_signs_closely_on_a_turned_or_slanted_page(
    shipped, degrees
):
    page = Image.fromarray(number_with_point())
    page = page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    facts = digit_boxes_facts(read_digits(page, model=shipped))
    (row,), ink = facts["rows"], ink_of(facts)
    assert "".join(found["symbol"] for found in row) == "25.347"
    assert [found["is_sign"] for found in row] == [False, False, True] + [False] * 3
    outside = ink.copy()
    for left, top, right, bottom in (found["box"] for found in row):
        columns = np.flatnonzero(ink[top:bottom, left:right].any(axis=0))
        rows = np.flatnonzero(ink[top:bottom, left:right].any(axis=1))
        assert right - left - np.ptp(columns) <= 6 and bottom - top - np.ptp(rows) <= 6
        outside[top - 2 : bottom + 3, left - 2 : right + 3] = False
    assert not outside.any()
