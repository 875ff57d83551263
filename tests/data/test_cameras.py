"""Each kind of camera leaves its trace and keeps the digit."""

import numpy as np
import pytest

from lenet.data import cameras
from lenet.data.rendering import draw_strokes, parse_strokes

FRACTIONS = ("BINARY", "BLURRED", "DRY", "BLOTTED")


@pytest.fixture
def take(monkeypatch, rng):
    def take(kind, image):
        for name in FRACTIONS:
            monkeypatch.setattr(cameras, f"{name}_FRACTION", float(name == kind))
        return cameras.take_picture(image, rng)

    return take


@pytest.fixture
def ring(rng):
    return draw_strokes(parse_strokes("50,50,20,30,0,360"), rng)


@pytest.mark.parametrize("kind", FRACTIONS)
def test_the_size_and_most_of_the_ink_stay(kind, take, ring):
    picture = take(kind, ring)
    assert picture.shape == ring.shape and picture.dtype == np.uint8
    assert 0.3 < picture.sum() / ring.sum() < 3


def test_a_binary_scan_of_few_pixels_has_blocks(take, ring, monkeypatch):
    monkeypatch.setattr(cameras, "MAX_BINARY_SIDE", 24)
    monkeypatch.setattr(cameras, "MIN_BINARY_SIDE", 24)
    pictures = [take("BINARY", ring) for _ in range(20)]
    blocks = ring.shape[0] // 24
    assert any(
        (p == np.kron(p[::blocks, ::blocks], np.ones((blocks, blocks)))).all()
        and set(np.unique(p)) == {0, 255}
        for p in pictures
    )


def test_a_blurred_picture_has_softer_edges_and_is_as_bright(take, ring):
    picture = take("BLURRED", ring)
    assert picture.max() == 255
    assert (
        np.abs(np.diff(picture.astype(int))).max()
        < np.abs(np.diff(ring.astype(int))).max()
    )


def test_a_dry_marker_is_paler_in_parts(take, ring):
    full = np.where(ring > 127, np.uint8(255), np.uint8(0))
    ink = take("DRY", full)[full > 0]
    assert ink.min() < 180 < ink.max()


def test_ink_that_runs_is_nowhere_paler(take, ring):
    assert (take("BLOTTED", ring) >= ring).all()
