from lenet.app.recognize.steps import MAX_SHOWN, STEPS, steps_facts
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


def names_of(reading) -> list[str]:
    return [step["step"] for step in steps_facts(reading)]


def test_one_digit_has_all_steps(shipped):
    names = names_of(read_digits(draw_digit(4), model=shipped))
    assert names == [*STEPS, "crop", "center", "confident"]


def test_an_uncertain_digit_is_marked(untrained):
    assert names_of(read_digits(draw_digit(4), model=untrained))[-1] == "uncertain"


def test_a_number_ends_with_all_its_digits(shipped):
    page = write_page([[255 - draw_digit(digit) for digit in (2, 0, 2, 6)]])
    steps = steps_facts(read_digits(page, model=shipped))
    assert [step.get("digit") for step in steps] == [None] * len(STEPS) + [2, 0, 2, 6]


def test_a_page_full_of_digits_shows_only_the_first(shipped):
    page = write_page([[255 - draw_digit(1)] * 10] * 7)
    assert len(names_of(read_digits(page, model=shipped))) == len(STEPS) + MAX_SHOWN
