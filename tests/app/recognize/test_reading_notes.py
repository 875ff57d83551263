import cv2
import numpy as np
import pytest

from lenet.app.localization import LOCALES
from lenet.app.recognize.reading_notes import SAID_NOTES, reading_notes
from lenet.predict import read_digits
from lenet.reading.found import Reading
from lenet.reading.hypotheses import PATCH
from tests.handwriting import draw_digit
from tests.photos import write_number_sign, write_page


@pytest.mark.parametrize("paper", [0, 255])
def test_nothing_is_said_of_a_drawing_on_light_or_dark_paper(shipped, paper):
    reading = read_digits(draw_digit(4, ink=255 - paper, paper=paper), model=shipped)
    assert reading_notes(reading) == {"notes": [], "turned": 0}


def test_light_ink_on_a_dark_sign_is_said(shipped):
    reading = read_digits(
        write_number_sign([255 - draw_digit(d) for d in (4, 2, 7)]), model=shipped
    )
    assert reading.text == "427"
    assert reading_notes(reading)["notes"] == ["patch_light"]


def test_a_printed_frame_that_was_removed_is_said(shipped):
    page = write_page([[255 - draw_digit(digit) for digit in (4, 2, 7)]])
    height, width = page.shape[:2]
    cv2.rectangle(page, (20, 20), (width - 20, height - 20), (0, 0, 0), 3)
    reading = read_digits(page, model=shipped)
    assert reading.text == "427" and reading_notes(reading)["notes"] == ["lines"]


def test_a_page_that_lies_on_its_side_is_said_to_be_turned(shipped):
    page = write_page([[255 - draw_digit(digit) for digit in (2, 5, 3, 4, 7)]])
    reading = read_digits(np.rot90(page, -1), model=shipped)
    assert reading.text == "25347"
    assert reading_notes(reading) == {"notes": [], "turned": -90}


def test_a_digit_that_touches_the_border_is_not_worth_a_sentence():
    reading = Reading((), notes=("tight", "dark"), turned=343)
    assert reading_notes(reading) == {"notes": ["dark"], "turned": -17}


@pytest.mark.parametrize("note", SAID_NOTES)
def test_each_note_has_a_text(note):
    for also in ((), (PATCH,)):
        (name,) = reading_notes(Reading((), notes=(*also, note)))["notes"]
        assert f"reading_notes.{name}" in LOCALES["en"]
