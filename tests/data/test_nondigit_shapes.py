"""Shapes that are no digit are drawn on the canvas and differ each time."""

import numpy as np
import pytest

from lenet.data import nondigit_shapes
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
