"""A hand changes strokes in the ways that its description names."""

import numpy as np
import pytest

from lenet.data import penmanship
from lenet.data.handwritten_digits import HANDWRITTEN_DIGITS
from lenet.data.penmanship import vary_strokes
from lenet.data.rendering import parse_strokes

ZIGZAG = "20,20 80,20 20,80 80,80"
TWO_STROKES = "30,20 30,60 / 50,60 50,20"


@pytest.fixture
def certain(monkeypatch):
    """Make some changes certain and all others impossible."""

    def set_probabilities(**chosen):
        for name in ("JOIN", "LOOP", "END"):
            probability = chosen.get(name.lower(), 0.0)
            monkeypatch.setattr(penmanship, f"{name}_PROBABILITY", probability)

    return set_probabilities


def test_a_pen_that_is_not_lifted_joins_two_near_strokes(rng, certain):
    certain(join=1)
    assert len(vary_strokes(parse_strokes(TWO_STROKES), rng)) == 1
    assert len(vary_strokes(parse_strokes("20,20 20,80 / 80,20 80,80"), rng)) == 2


def test_sharp_turns_get_a_loop_outside_of_the_turn(rng, certain):
    certain(loop=1)
    (plain,), (looped,) = (
        parse_strokes(ZIGZAG),
        vary_strokes(parse_strokes(ZIGZAG), rng),
    )
    assert len(looped) > len(plain) + 10
    assert looped[:, 0].min() < 0.19 and looped[:, 0].max() > 0.81
    straight = parse_strokes("20,20 50,50 80,80")
    assert len(vary_strokes(straight, rng)[0]) == 3


def test_ends_are_hooked_or_curled_only_where_that_is_allowed(rng, certain):
    certain(end=0.5)
    line = parse_strokes("50,20 50,80")
    assert len(vary_strokes(line, rng, ends=False)[0]) == 2
    longer = [len(vary_strokes(line, rng)[0]) for _ in range(20)]
    assert min(longer) == 4 and max(longer) > 10  # two hooks; two curls


def test_proportions_and_lengths_change_a_little(rng, certain):
    certain()
    lines = [vary_strokes(parse_strokes("50,20 50,80"), rng)[0] for _ in range(100)]
    heights = [np.ptp(line[:, 1]) for line in lines]
    assert np.mean(heights) == pytest.approx(0.6, abs=0.05) and np.std(heights) > 0.01


@pytest.mark.parametrize("digit", HANDWRITTEN_DIGITS)
def test_every_shape_stays_finite_and_near_the_square(digit, rng):
    for text in HANDWRITTEN_DIGITS[digit]:
        for _ in range(10):
            points = np.vstack(vary_strokes(parse_strokes(text, rng), rng))
            assert np.isfinite(points).all()
            assert points.min() > -0.3 and points.max() < 1.3
