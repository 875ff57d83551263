"""A card, a sign or a disc is found; a digit alone is no such patch."""

import cv2
import numpy as np
import pytest

from lenet.imaging.patches import find_patches
from tests.handwriting import draw_digit


@pytest.mark.parametrize("shape", ["card", "disc"])
@pytest.mark.parametrize("is_light", [True, False])
def test_what_is_outside_of_a_patch_is_made_plain(shape, is_light):
    picture = np.full((400, 400), 60, np.uint8)
    picture[::7] = 75  # the table's grain
    digit = draw_digit(3, side=120, ink=40, paper=230)
    if shape == "card":
        picture[100:300, 100:300] = 230
    else:
        cv2.circle(picture, (200, 200), 110, 230, -1)
    picture[140:260, 140:260] = digit
    if not is_light:
        picture = 255 - picture
    patches = list(find_patches(picture))
    assert any(
        np.ptp(patch[:60]) == 0
        and np.array_equal(patch[150:250, 150:250], picture[150:250, 150:250])
        for patch in patches
    )


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_on_plain_paper_is_no_patch(digit):
    assert list(find_patches(draw_digit(digit))) == []
