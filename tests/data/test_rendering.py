"""Strokes and printed characters become images in the form of MNIST."""

import numpy as np
import pytest

from lenet.data.handwritten_characters import LETTERS_AND_SIGNS
from lenet.data.handwritten_digits import HANDWRITTEN_DIGITS, SEVEN_SEGMENT_DIGITS
from lenet.data.rendering import (
    CANVAS_SIZE,
    FONTS,
    POSITION_JITTER,
    distort,
    draw_strokes,
    frame_as_mnist,
    parse_strokes,
    render_character,
)

ALL_VARIANTS = [
    variant
    for table in (HANDWRITTEN_DIGITS, SEVEN_SEGMENT_DIGITS, LETTERS_AND_SIGNS)
    for variants in table.values()
    for variant in variants
]


def test_points_are_hundredths_and_a_slash_separates_strokes():
    first, second = parse_strokes("10,20 30,40 / 50,60 70,80")
    assert first.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert second.tolist() == [[0.5, 0.6], [0.7, 0.8]]


def test_an_arc_runs_clockwise_from_the_right():
    (quarter,) = parse_strokes("50,50,20,10,0,90")
    assert quarter[0] == pytest.approx([0.7, 0.5])
    assert quarter[-1] == pytest.approx([0.5, 0.6])  # y points down


@pytest.mark.parametrize("variant", ALL_VARIANTS)
def test_every_character_stays_within_the_square(variant):
    for stroke in parse_strokes(variant):
        assert len(stroke) >= 2 and stroke.min() > 0.05 and stroke.max() < 0.95


def test_strokes_are_drawn_at_their_coordinates(rng):
    image = draw_strokes(parse_strokes("20,50 80,50"), rng)
    rows, columns = np.nonzero(image > 127)
    assert abs(rows.mean() / CANVAS_SIZE - 0.5) < 0.05
    assert np.ptp(columns) / CANVAS_SIZE == pytest.approx(0.6, abs=0.15)


def test_jitter_has_its_standard_deviation_and_no_bias(rng):
    text = "20,20 50,80 / 50,20 80,80"
    exact = np.vstack(parse_strokes(text))
    varied = [np.vstack(parse_strokes(text, rng)) for _ in range(200)]
    std = np.full((4, 2), POSITION_JITTER / 100)
    assert np.std(varied, axis=0) == pytest.approx(std, rel=0.2)
    assert np.mean(varied, axis=0) == pytest.approx(exact, abs=0.01)


def test_jitter_leaves_some_circles_closed_and_opens_others(rng):
    def gap(circle):
        return np.hypot(*(circle[0] - circle[-1]))

    gaps = [gap(parse_strokes("50,50,20,20,0,360", rng)[0]) for _ in range(100)]
    assert min(gaps) < 0.01 and max(gaps) > 0.05


@pytest.mark.parametrize("font", FONTS)
def test_each_font_prints_different_letters_differently(font):
    a, b = (render_character(c, font, np.random.default_rng(0)) for c in "AB")
    assert a.max() == 255 and (a != b).any()


def test_distortion_keeps_the_size_and_most_of_the_ink(rng):
    image = draw_strokes(parse_strokes("30,20 70,20 45,80"), rng)
    for _ in range(50):
        distorted = distort(image, rng)
        assert distorted.shape == image.shape
        assert 0.4 < distorted.sum() / image.sum() < 2.2


def test_a_framed_image_has_the_form_of_mnist(rng):
    strokes = parse_strokes(HANDWRITTEN_DIGITS[3][0])
    image = frame_as_mnist(draw_strokes(strokes, rng))
    rows, columns = np.nonzero(image)
    assert image.shape == (28, 28) and image.dtype == np.uint8
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


def test_an_empty_image_cannot_be_framed():
    assert frame_as_mnist(np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)) is None
