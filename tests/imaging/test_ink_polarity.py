"""Dark and light ink are told apart."""

from typing import get_args

import numpy as np
import pytest

from lenet.imaging.ink_polarity import Polarity
from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit
from tests.imaging.comparison import SAME_DIGIT, difference


@pytest.mark.parametrize("digit", range(10))
def test_dark_and_light_ink_give_the_same_digit(digit):
    picture = draw_digit(digit)
    assert difference(picture, 255 - picture) == 0


@pytest.mark.parametrize("digit", range(10))
def test_polarity_is_found_in_the_tightest_crop(digit):
    page = draw_digit(digit)
    rows, columns = np.nonzero(page < 128)
    tight = page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert difference(tight, page) < SAME_DIGIT
    assert difference(255 - tight, page) < SAME_DIGIT


def test_polarity_can_be_given():
    ink = {
        polarity: prepare(draw_digit(5), polarity=polarity).steps["ink"]
        for polarity in get_args(Polarity)
    }
    assert (ink["auto"] == ink["dark"]).all()
    assert (ink["auto"] != ink["light"]).any()
    with pytest.raises(ValueError, match="polarity must be"):
        prepare(draw_digit(5), polarity="green")
