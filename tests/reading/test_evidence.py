"""Ink that is not read speaks against a reading."""

import numpy as np
import pytest

from lenet.reading.page import read_digits
from tests import photos
from tests.handwriting import draw_digit


@pytest.mark.parametrize("level", [138, 142, 146])
def test_a_digit_as_pale_as_the_threshold_is_read_among_dark_ones(level):
    def write(digits: str, ink: int) -> np.ndarray:
        images = [255 - draw_digit(int(digit), side=28) for digit in digits]
        return photos.write_page([images], ink=(ink,) * 3, paper=(240,) * 3, margin=0.5)

    page = np.hstack([write("3824", 10), write("7", level)])
    assert read_digits(photos.add_noise(page, 3)).text == "38247"
