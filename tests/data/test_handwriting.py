"""Strokes and letters become pictures in the form of MNIST."""

import numpy as np
import pytest

from lenet.data.handwriting import (
    FONTS,
    POINT_JITTER,
    SIDE,
    bend,
    frame,
    render_character,
    strokes,
    write,
)
from lenet.data.skeletons import BOXY_DIGITS, HANDWRITTEN_DIGITS, LETTERS

SHAPES = [
    shape
    for table in (HANDWRITTEN_DIGITS, BOXY_DIGITS, LETTERS)
    for row in table.values()
    for shape in row
]


@pytest.fixture
def random():
    return np.random.default_rng(0)


def test_points_are_hundredths_and_a_slash_lifts_the_pen():
    first, second = strokes("10,20 30,40 / 50,60 70,80")
    assert first.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert second.tolist() == [[0.5, 0.6], [0.7, 0.8]]


def test_an_arc_runs_clockwise_from_the_right():
    (quarter,) = strokes("50,50,20,10,0,90")
    assert quarter[0] == pytest.approx([0.7, 0.5])
    assert quarter[-1] == pytest.approx([0.5, 0.6])  # y points down


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_stays_on_its_paper(shape):
    for stroke in strokes(shape):
        assert len(stroke) >= 2 and stroke.min() > 0.05 and stroke.max() < 0.95


def test_written_strokes_lie_where_they_were_told(random):
    picture = write(strokes("20,50 80,50"), random)
    rows, columns = np.nonzero(picture > 127)
    assert abs(rows.mean() / SIDE - 0.5) < 0.05
    assert np.ptp(columns) / SIDE == pytest.approx(0.6, abs=0.15)


def test_nobody_writes_a_shape_twice_alike(random):
    neat = np.vstack(strokes("20,20 50,80 / 50,20 80,80"))
    hands = [
        np.vstack(strokes("20,20 50,80 / 50,20 80,80", random)) for _ in range(200)
    ]
    assert np.std(hands, axis=0) == pytest.approx(
        np.full((4, 2), POINT_JITTER / 100), rel=0.2
    )
    assert np.mean(hands, axis=0) == pytest.approx(neat, abs=0.01)


def test_a_bow_opens_and_closes(random):
    def gap(circle):
        return np.hypot(*(circle[0] - circle[-1]))

    gaps = [gap(strokes("50,50,20,20,0,360", random)[0]) for _ in range(100)]
    assert min(gaps) < 0.01 and max(gaps) > 0.05


@pytest.mark.parametrize("face", FONTS)
def test_each_face_prints_and_tells_letters_apart(face, random):
    a, b = (render_character(c, face, np.random.default_rng(0)) for c in "AB")
    assert a.max() == 255 and (a != b).any()


def test_bending_keeps_the_picture_and_most_of_its_ink(random):
    straight = write(strokes("30,20 70,20 45,80"), random)
    for _ in range(50):
        bent = bend(straight, random)
        assert bent.shape == straight.shape
        assert 0.4 < bent.sum() / straight.sum() < 2.2


def test_a_framed_picture_has_the_form_of_mnist_and_an_empty_one_none(random):
    image = frame(write(strokes(HANDWRITTEN_DIGITS[3][0]), random))
    rows, columns = np.nonzero(image)
    assert image.shape == (28, 28) and image.dtype == np.uint8
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    assert frame(np.zeros((SIDE, SIDE), np.uint8)) is None
