"""Random input gives an answer, NoDigitFound or BadPicture, and no other error."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from lenet.imaging.connected_components import find_components
from lenet.imaging.errors import BadPicture, NoDigitFound
from lenet.imaging.preprocess import prepare
from lenet.reading.glyphs import find_pieces
from lenet.reading.rows import group_into_rows
from lenet.reading.touching_digits import propose_cuts

pytestmark = pytest.mark.exhaustive
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "F", "I;16", "YCbCr", "HSV")


def prepare_and_check(picture) -> None:
    try:
        prepared = prepare(picture)
    except (NoDigitFound, BadPicture):
        return
    assert prepared.tensor.shape == (1, 1, 32, 32)
    assert prepared.tensor.isfinite().all()
    assert -0.43 < prepared.tensor.min() and prepared.tensor.max() < 2.83
    left, top, right, bottom = prepared.box
    assert left < right and top < bottom


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=60))
)
def test_any_gray_array_is_read_blank_or_refused(picture):
    prepare_and_check(picture)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(MODES), st.integers(1, 90), st.integers(1, 90), st.integers(0, 99)
)
def test_any_mode_and_size_is_read_blank_or_refused(mode, width, height, seed):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    prepare_and_check(Image.fromarray(noise).convert("L").convert(mode))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_blank_or_refused(content):
    prepare_and_check(content)


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(
        st.sampled_from([np.float32, np.int32, np.uint16]),
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=40),
    )
)
def test_any_numbers_in_a_tiff_are_read_blank_or_refused(picture):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "TIFF")
    prepare_and_check(file.getvalue())


SHADES = arrays.arrays(
    np.uint8,
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=80),
    elements=st.sampled_from([0, 0, 0, 1, 127, 255]),
)


@settings(max_examples=100, deadline=None)
@given(SHADES)
def test_any_ink_is_grouped_into_digits_that_lie_within_it(ink):
    try:
        components = find_components(ink)
    except NoDigitFound:
        return
    height, width = ink.shape
    used = []
    for row in group_into_rows(find_pieces(components)[0]):
        assert row
        for glyph in row:
            left, top, right, bottom = glyph.box
            assert 0 <= left < right <= width and 0 <= top < bottom <= height
            used += glyph.labels
    assert len(used) == len(set(used)) and 0 not in used


@settings(max_examples=60, deadline=None)
@given(SHADES)
def test_any_glyph_is_cut_from_edge_to_edge(ink):
    columns = propose_cuts(ink)
    assert columns[0] == 0 and columns[-1] == ink.shape[1]
    assert columns == sorted(set(columns))
