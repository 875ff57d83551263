import numpy as np
import pytest

from lenet.app.recognize.steps import MAX_SHOWN, STEPS, steps_facts
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_number_sign, write_page


def names_of(reading) -> list[str]:
    return [step["step"] for step in steps_facts(reading)]


def test_one_digit_has_all_steps(shipped):
    names = names_of(read_digits(draw_digit(4), model=shipped))
    assert names == [*STEPS, "crop", "center", "confident"]


def test_a_step_that_changes_nothing_has_no_picture_of_its_own(shipped):
    steps = steps_facts(read_digits(draw_digit(4), model=shipped))
    pictures = {step["step"]: step["picture"] for step in steps}
    unchanged = {name for name, picture in pictures.items() if not picture}
    assert unchanged == {"gray", "flatten", "clean"}  # gray ink on even paper


def test_an_uncertain_digit_is_marked(untrained):
    assert names_of(read_digits(draw_digit(4), model=untrained))[-1] == "uncertain"


def test_a_number_ends_with_all_its_digits(shipped):
    page = write_page([[255 - draw_digit(digit) for digit in (2, 0, 2, 6)]])
    steps = steps_facts(read_digits(page, model=shipped))
    assert [step.get("digit") for step in steps] == [None] * len(STEPS) + [2, 0, 2, 6]


def test_a_page_full_of_digits_shows_only_the_first(shipped):
    page = write_page([[255 - draw_digit(1)] * 10] * 7)
    assert len(names_of(read_digits(page, model=shipped))) == len(STEPS) + MAX_SHOWN


def test_the_steps_show_the_sign_that_the_digits_were_found_on(shipped):
    sign = write_number_sign([255 - draw_digit(digit) for digit in (4, 2, 7)])
    reading = read_digits(sign, model=shipped)
    assert reading.text == "427"
    ink = reading.steps["ink"].copy()
    height, width = ink.shape
    wall = 100 * height // sign.shape[0] - 2
    on_sign = slice(wall, height - wall), slice(wall, width - wall)
    assert ink[on_sign].max() > 100
    ink[on_sign] = 0
    assert ink.max() < 30


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_steps_of_a_turned_page_are_upright(shipped, quarters):
    page = write_page([[255 - draw_digit(digit) for digit in (2, 5, 3, 4, 7)]])
    steps = read_digits(np.rot90(page, quarters), model=shipped).steps
    upright = read_digits(page, model=shipped).steps
    for name in STEPS:
        assert steps[name].shape == upright[name].shape
        assert np.abs(steps[name] - upright[name].astype(float)).mean() < 3
