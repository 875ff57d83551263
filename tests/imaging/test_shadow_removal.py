"""Shadows and uneven light are removed and the ink is not changed."""

import cv2
import numpy as np
import pytest

from lenet.imaging.errors import NoDigitFound
from lenet.imaging.preprocess import prepare
from lenet.imaging.shadow_removal import flatten_illumination, ink_reaches_border
from tests import photos
from tests.handwriting import draw_digit
from tests.imaging.comparison import SAME_DIGIT, difference


def test_uneven_light_is_removed():
    light = np.linspace(0.35, 1, 280)[None]
    picture = (draw_digit(6) * light).astype(np.uint8)
    assert difference(picture, draw_digit(6)) < SAME_DIGIT


def test_dark_ink_is_as_strong_in_a_shadow_as_outside(few):
    gray = photos.write_page([[few.images[0].numpy()]])[..., 1]
    shaded = (gray * 0.4).astype(np.uint8)
    flat = flatten_illumination(gray, True).astype(int)
    assert np.abs(flat - flatten_illumination(shaded, True)).max() < 6


def test_paper_with_a_soft_shadow_has_no_digit():
    shadow = np.linspace(90, 230, 280)[None].repeat(280, axis=0)
    with pytest.raises(NoDigitFound):
        prepare(shadow.astype(np.uint8))


@pytest.mark.parametrize("strength", [0, 0.3, 0.6])
def test_noisy_paper_with_a_shadow_has_no_digit(strength):
    page = photos.write_page([[np.eye(28) * 255]])
    page = photos.add_noise(photos.add_shadow(page, "gradient", strength), 3)
    blank = page[:90, :90]
    with pytest.raises(NoDigitFound):
        prepare(blank)


def test_the_edge_of_a_shadow_is_no_ink_that_touches_the_border():
    y, x = np.mgrid[:300, :400]
    in_shadow = x + y / 2 > 250  # from the top border to the bottom one
    page = np.where(in_shadow, 120, 230).astype(np.uint8)
    page[120:180, 100:110] = 30
    assert not ink_reaches_border(page)


@pytest.mark.parametrize("digit", [0, 1, 7])
def test_a_digit_that_is_cut_to_its_ink_touches_the_border(digit):
    picture = draw_digit(digit, side=200)
    left, top, width, height = cv2.boundingRect(np.uint8(picture < 100))
    assert ink_reaches_border(picture[top : top + height, left : left + width])
    assert not ink_reaches_border(picture)
