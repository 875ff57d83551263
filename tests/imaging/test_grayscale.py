"""Color pictures become grayscale pictures."""

import numpy as np
import torch

from lenet.imaging.decode import open_picture
from lenet.imaging.grayscale import to_grayscale
from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit


def test_a_grayscale_picture_is_read_as_the_same_picture_in_rgb():
    gray = draw_digit(6)
    assert open_picture(gray)[0].mode == "L"
    one, other = prepare(gray), prepare(np.dstack([gray] * 3))
    assert torch.equal(one.tensor, other.tensor) and one.box == other.box


def test_ink_and_paper_of_equal_lightness_differ_in_gray_level():
    color = draw_digit(3, ink=(200, 60, 60), paper=(60, 125, 60))
    gray = to_grayscale(color).astype(int)
    assert abs(gray.max() - gray.min()) > 60
