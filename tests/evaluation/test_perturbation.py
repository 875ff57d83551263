import numpy as np
import pytest

from lenet.evaluation.perturbation import (
    RANGES,
    SWEEP_ANGLES,
    Perturbation,
    RotationSweep,
    classify_perturbed,
    perturb,
    sweep_rotation,
)
from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit


@pytest.fixture(scope="module")
def seven():
    return prepare(draw_digit(7)).steps["center"]


def test_the_default_perturbation_changes_nothing(seven):
    assert np.array_equal(perturb(seven, Perturbation()), seven)


def test_an_angle_out_of_range_raises_an_error_that_names_it():
    with pytest.raises(ValueError, match="angle must be from -60 to 60, got 90"):
        Perturbation(angle=90)


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -1000])
def test_every_amount_out_of_range_raises_an_error(name, amount):
    with pytest.raises(ValueError, match=f"{name} must be from"):
        Perturbation(**{name: amount})


def test_x_shifts_to_the_right_and_y_down():
    dot = np.zeros((28, 28), np.uint8)
    dot[10, 10] = 255
    shifted = perturb(dot, Perturbation(x=3, y=2))
    assert shifted[12, 13] == 255 and shifted.sum() == 255


def test_a_positive_angle_rotates_counterclockwise():
    right_of_center = np.zeros((28, 28), np.uint8)
    right_of_center[13:15, 21:23] = 255
    rotated = perturb(right_of_center, Perturbation(angle=45))
    assert rotated[:13].sum() > 0 == rotated[15:].sum()


@pytest.mark.parametrize(("change", "width"), [(1, 5), (2, 6), (-1, 3), (-2, 2)])
def test_a_stroke_gets_wider_by_the_given_pixels(change, width):
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 12:16] = 255  # 4 wide
    row = perturb(bar, Perturbation(stroke_width=change))[14]
    assert row.sum() / 255 == pytest.approx(width, abs=0.26)


def test_noise_has_its_standard_deviation_and_is_the_same_each_time():
    gray = np.full((28, 28), 128, np.uint8)
    noisy = perturb(gray, Perturbation(noise=20))
    assert noisy.std() == pytest.approx(20, rel=0.1)
    assert np.array_equal(noisy, perturb(gray, Perturbation(noise=20)))


def test_an_inverted_digit_is_the_negative(seven):
    assert np.array_equal(perturb(seven, Perturbation(inverted=True)), 255 - seven)


def test_inverted_digits_are_read_only_if_they_are_prepared(shipped):
    correct_unprepared = confident_unprepared = 0
    for digit in range(10):
        image = prepare(draw_digit(digit)).steps["center"]
        inverted = Perturbation(inverted=True)
        inverted_and_prepared = Perturbation(inverted=True, prepared=True)
        unprepared, prepared = classify_perturbed(
            shipped, image, [inverted, inverted_and_prepared]
        )
        correct_unprepared += unprepared.digit == digit
        is_correct = unprepared.digit == digit
        confident_unprepared += is_correct and unprepared.is_confident
        assert prepared.digit == digit and prepared.is_confident
    assert correct_unprepared <= 3 and confident_unprepared <= 1  # 1 by chance


def test_preparing_brings_a_shifted_and_scaled_digit_back(shipped, seven):
    amounts = {"scale": 0.5, "x": 6, "y": -6}
    unprepared, prepared = classify_perturbed(
        shipped,
        seven,
        [Perturbation(**amounts), Perturbation(**amounts, prepared=True)],
    )
    assert prepared.probabilities[7] > 0.9 > unprepared.probabilities[7]


def test_a_sweep_has_the_answer_at_each_angle(shipped, seven):
    sweep = sweep_rotation(shipped, seven, Perturbation(angle=15))
    assert sweep.digit == 7 and len(sweep.confidences) == len(SWEEP_ANGLES)
    for angle in (-60, 0, 30):
        index = SWEEP_ANGLES.index(angle)
        (answer,) = classify_perturbed(shipped, seven, [Perturbation(angle=angle)])
        assert sweep.predictions[index] == answer.digit
        confidence = answer.probabilities[7]
        assert sweep.confidences[index] == pytest.approx(confidence, abs=1e-5)


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
def test_failure_angles_are_the_smallest_wrong_ones(wrong, failure_angles):
    predictions = tuple(1 if angle in wrong else 7 for angle in SWEEP_ANGLES)
    assert RotationSweep(7, (), predictions).failure_angles == failure_angles
