"""What the page says and shows of a picture that was read in an unusual way."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from lenet.app.localization import LOCALES
from tests.app.recognize.test_digit_boxes import number_with_point
from tests.browser.conftest import languages
from tests.browser.test_page import expect_answer
from tests.browser.test_photo import (
    button,
    png,
    shown_photo,
    upload_bytes,
    wait_for_photo,
)
from tests.browser.user_input import draw_with_mouse
from tests.handwriting import draw_digit
from tests.photos import write_number_sign, write_page

PAGE = write_page([[255 - draw_digit(digit) for digit in (2, 5, 3, 4, 7)]])
SIGN = png(write_number_sign([255 - draw_digit(digit) for digit in (4, 2, 7)]))
ON_DARKER = "Read as light ink on a darker patch."


def notes(page: Page):
    return page.locator("#answer .notes")


def difference(page: Page, expected: np.ndarray) -> float:
    """Give the mean difference of the shown photo from a picture of its size."""
    shown = shown_photo(page).astype(float)
    if shown.shape != expected.shape[:2]:
        return 255
    return np.abs(shown - expected.mean(axis=2)).mean()


def test_the_usual_way_is_not_worth_a_word(page):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    expect(notes(page)).to_be_hidden()


def test_a_sign_is_told_beside_the_answer_and_to_a_screen_reader(page):
    upload_bytes(page, SIGN)
    expect_answer(page, "427")
    expect(notes(page)).to_have_text(ON_DARKER)
    announcement = page.locator("#answer [aria-live=polite]")
    expect(announcement).to_contain_text(f"427 {ON_DARKER} 3 digits;")
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    expect(notes(page)).to_be_hidden()


def test_the_answer_does_not_move_when_it_is_told(page):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    before = page.locator("#answer .answer").evaluate("one => one.offsetTop")
    upload_bytes(page, SIGN)
    expect(notes(page)).to_have_text(ON_DARKER)
    assert page.locator("#answer .answer").evaluate("one => one.offsetTop") == before


@pytest.mark.parametrize("language", languages("de", "zh-CN"))
def test_it_is_told_in_the_visitors_language_and_fits(visit, language):
    page = visit("phone", locale=language)
    upload_bytes(page, SIGN)
    expect(notes(page)).to_have_text(LOCALES[language]["reading_notes.patch_light"])
    lines = notes(page).evaluate(
        "one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)"
    )
    assert lines < 1.5


def test_what_is_told_follows_the_switches(desktop):
    upload_bytes(desktop, SIGN)
    expect(notes(desktop)).to_have_text(ON_DARKER)
    desktop.locator("#switches .label-wrap").click()
    crop = desktop.get_by_label("Cut the digit out")
    crop.uncheck()
    expect(notes(desktop)).to_be_hidden()
    crop.check()
    expect(notes(desktop)).to_have_text(ON_DARKER)


def test_a_photo_that_lies_on_its_side_is_shown_upright_until_it_is_turned(page):
    upload_bytes(page, png(np.rot90(PAGE)))
    wait_for_photo(page)
    expect_answer(page, "25347")
    expect(notes(page)).to_have_text("Turned to the right by 90°.")
    assert difference(page, PAGE) < 3
    turn = button(page, "Turn by 90 degrees")
    for quarters, told in (
        (1, "Turned to the left by 90°."),
        (2, "Turned to the right by 180°."),
        (3, "Turned to the right by 90°."),
        (4, ""),
        (5, "Turned to the left by 90°."),
    ):
        turn.click()
        expect(notes(page)).to_have_text(told)
        expect_answer(page, "25347")
        assert difference(page, np.rot90(PAGE, -quarters)) < 3


def test_a_number_with_a_point_is_shown_with_its_boxes(page):
    upload_bytes(page, png(number_with_point()))
    expect_answer(page, "25.347")
    labels = page.locator("#answer .boxes b")
    expect(labels).to_have_text(list("25.347"))
    expect(page.locator("#answer .boxes .sign")).to_have_count(1)
    expect(page.locator("#answer .message")).to_contain_text("5 digits;")
    copied = "() => { getSelection().selectAllChildren(document.querySelector("
    copied += "'#answer .digit')); return getSelection().toString(); }"
    assert page.evaluate(copied) == "25.347"


def test_the_digit_after_a_point_is_picked_for_the_panels(desktop):
    upload_bytes(desktop, png(number_with_point()))
    expect_answer(desktop, "25.347")
    desktop.locator("#perturbation .label-wrap").click()
    picker = desktop.locator("#digit-picker button")
    expect(picker).to_have_text(list("25347"))
    picker.nth(2).click()
    expect(desktop.locator("#perturbation-panel .digit")).to_have_text("3")
    expect(picker.nth(2)).to_have_attribute("aria-pressed", "true")


def test_a_minus_is_told_to_a_screen_reader_as_a_minus(desktop):
    picture = np.full((300, 400), 255, np.uint8)
    picture[40:240, 150:350] = draw_digit(5, side=200)
    picture[134:147, 90:150] = 0
    upload_bytes(desktop, png(picture))
    expect_answer(desktop, "-5")
    announcement = desktop.locator("#answer [aria-live=polite]")
    expect(announcement).to_have_text(re.compile("^−5 "))
