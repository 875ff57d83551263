"""Shapes that are no digit are drawn on the canvas and differ each time."""

import cv2
import numpy as np
import pytest

from lenet.data import nondigit_shapes
from lenet.data.nondigit_shapes import looks_like_0_or_1
from lenet.data.rendering import CANVAS_SIZE

KINDS = ("bricks", "folds", "frame", "scribble", "shape", "texture")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_covers_some_of_the_canvas_in_its_own_way(kind):
    rng = np.random.default_rng(0)
    pictures = [getattr(nondigit_shapes, kind)(rng) for _ in range(20)]
    for picture in pictures:
        assert picture.shape == (CANVAS_SIZE, CANVAS_SIZE)
        assert picture.dtype == np.uint8 and picture.any()
    assert len({picture.tobytes() for picture in pictures}) > 15


def test_a_frame_has_only_upright_and_level_lines():
    picture = nondigit_shapes.frame(np.random.default_rng(0)) > 0
    lit_rows, lit_columns = picture.mean(axis=1) > 0.5, picture.mean(axis=0) > 0.5
    rest = picture[~lit_rows][:, ~lit_columns]
    assert lit_rows.any() and not rest.any()


def test_a_slim_upright_bar_looks_like_a_1_and_a_level_one_does_not():
    upright = np.zeros((28, 28), np.uint8)
    upright[4:24, 12:16] = 255
    assert looks_like_0_or_1(upright) and not looks_like_0_or_1(upright.T)


def test_a_ring_looks_like_a_0_and_a_disc_or_an_open_ring_does_not():
    disc = cv2.ellipse(
        np.zeros((28, 28), np.uint8), (14, 14), (7, 10), 0, 0, 360, 255, -1
    )
    ring = cv2.ellipse(disc.copy(), (14, 14), (4, 7), 0, 0, 360, 0, -1)
    open_ring = ring.copy()
    open_ring[12:17, 14:] = 0
    assert looks_like_0_or_1(ring)
    assert not looks_like_0_or_1(disc) and not looks_like_0_or_1(open_ring)
