import numpy as np
import pytest

from lenet.checkpoint import load_model
from lenet.evaluation.perturbation import (
    LIMITS,
    SWEEP_ANGLES,
    Perturbation,
    RotationSweep,
    ask,
    perturb,
    sweep,
)
from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit


@pytest.fixture(scope="module")
def shipped():
    return load_model()


@pytest.fixture(scope="module")
def seven():
    return prepare(draw_digit(7)).steps["center"]


def test_a_shake_of_nothing_is_the_same_digit(seven):
    assert np.array_equal(perturb(seven, Perturbation()), seven)


def test_a_turn_of_90_degrees_would_be_too_far():
    with pytest.raises(ValueError, match="angle must be from -60 to 60, got 90"):
        Perturbation(angle=90)


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -1000])
def test_amounts_beyond_their_limits_are_refused(name, amount):
    with pytest.raises(ValueError, match=f"{name} must be from"):
        Perturbation(**{name: amount})


def test_right_and_down_are_where_the_page_has_them():
    dot = np.zeros((28, 28), np.uint8)
    dot[10, 10] = 255
    moved = perturb(dot, Perturbation(x=3, y=2))
    assert moved[12, 13] == 255 and moved.sum() == 255


def test_a_positive_angle_turns_to_the_left():
    right_of_the_middle = np.zeros((28, 28), np.uint8)
    right_of_the_middle[13:15, 21:23] = 255
    turned = perturb(right_of_the_middle, Perturbation(angle=45))
    assert turned[:13].sum() > 0 == turned[15:].sum()


@pytest.mark.parametrize(("pen", "width"), [(1, 5), (2, 6), (-1, 3), (-2, 2)])
def test_a_stroke_grows_by_the_pixels_that_the_pen_does(pen, width):
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 12:16] = 255  # 4 wide
    row = perturb(bar, Perturbation(pen=pen))[14]
    assert row.sum() / 255 == pytest.approx(width, abs=0.26)


def test_noise_has_its_spread_and_is_the_same_each_time():
    gray = np.full((28, 28), 128, np.uint8)
    noisy = perturb(gray, Perturbation(noise=20))
    assert noisy.std() == pytest.approx(20, rel=0.1)
    assert np.array_equal(noisy, perturb(gray, Perturbation(noise=20)))


def test_dark_ink_is_the_negative(seven):
    assert np.array_equal(perturb(seven, Perturbation(dark=True)), 255 - seven)


def test_the_pages_steps_turn_dark_ink_and_the_network_alone_cannot(shipped):
    right_alone = []
    for digit in range(10):
        image = prepare(draw_digit(digit)).steps["center"]
        alone, with_steps = ask(
            shipped,
            image,
            [Perturbation(dark=True), Perturbation(dark=True, prepared=True)],
        )
        right_alone.append(alone.digit == digit)
        assert not (alone.digit == digit and alone.is_confident)
        assert with_steps.digit == digit and with_steps.is_confident
    assert sum(right_alone) <= 3  # one in ten is chance


def test_the_pages_steps_bring_a_moved_digit_back(shipped, seven):
    moved = {"scale": 0.5, "x": 6, "y": -6}
    alone, with_steps = ask(
        shipped, seven, [Perturbation(**moved), Perturbation(**moved, prepared=True)]
    )
    assert with_steps.probabilities[7] > 0.9 > alone.probabilities[7]


def test_a_sweep_has_the_answer_to_each_turn(shipped, seven):
    turns = sweep(shipped, seven, Perturbation(angle=15))
    assert turns.digit == 7 and len(turns.confidences) == len(SWEEP_ANGLES)
    at = {angle: place for place, angle in enumerate(SWEEP_ANGLES)}
    for angle in (-60, 0, 30):
        (answer,) = ask(shipped, seven, [Perturbation(angle=angle)])
        assert turns.answers[at[angle]] == answer.digit
        confidence = turns.confidences[at[angle]]
        assert confidence == pytest.approx(answer.probabilities[7], abs=1e-5)


@pytest.mark.parametrize(
    ("wrong", "failure_angles"),
    [
        ([], ()),
        ([-60, -58, -40], (-40,)),
        ([28, 30, 60], (28,)),
        ([-60, -20, 34, 36], (-20, 34)),
        ([-60, 0, 40], (0,)),
        (list(SWEEP_ANGLES), (0,)),
    ],
)
def test_it_breaks_at_the_least_angle_either_way(wrong, failure_angles):
    answers = tuple(1 if angle in wrong else 7 for angle in SWEEP_ANGLES)
    assert RotationSweep(7, (), answers).failure_angles == failure_angles
