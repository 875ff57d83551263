"""Color pictures become grayscale pictures."""

import numpy as np
import torch

from lenet.imaging.decode import open_picture
from lenet.imaging.grayscale import chroma_difference, to_grayscale
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


def test_a_tiny_digit_on_a_large_page_stays():
    page = np.full((640, 640, 3), 255, np.uint8)
    page[602:610, 601:604] = 0
    assert to_grayscale(page).min() == 0


def test_colored_ink_is_found_where_its_lightness_is_that_of_the_paper():
    color = np.repeat(np.linspace(0, 235, 300, dtype=np.uint8)[None], 100, axis=0)
    color = np.dstack([color] * 3)
    color[40:60, 20:280] = 205, 25, 30
    difference = chroma_difference(color, 40)
    assert difference[50, 20:280].min() > 40 and difference[20].max() < 5
    assert chroma_difference(np.full((50, 50, 3), 128, np.uint8), 40) is None
