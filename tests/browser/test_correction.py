"""A tap says what a digit is, and from then on the visitor's own network reads it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_layout import PAGE_FITS_JS, WIDTHS, expect_to_fit, resize
from tests.browser.test_page import expect_answer
from tests.browser.test_runs import MARK, button, come_back
from tests.browser.user_input import (
    READINGS,
    draw,
    draw_number,
    draw_with_mouse,
    wait_for_answer,
)
from tests.handwriting import STROKES


def line(page: Page):
    return page.locator("#correction .correction")


def outcome(page: Page):
    return page.locator("#correction .outcome")


def correct(page: Page, name: str) -> None:
    line(page).get_by_role("button", name=name, exact=True).click()


def read(page: Page, digit: int) -> None:
    draw_with_mouse(page, digit)
    expect_answer(page, str(digit))
    wait_for_answer(page)


def test_a_corrected_digit_is_read_as_the_visitor_says_after_a_reload_too(
    page, another_visitor
):
    read(page, 7)
    correct(page, "It is 1")
    expect(outcome(page)).to_have_text("Learned. The network now reads 1.")
    expect_answer(page, "1")
    expect(page.get_by_text(MARK)).to_be_visible()
    expect(page.locator("#own-model-mark")).to_contain_text("1 example of yours")
    come_back(page)
    expect_answer(page, "1")
    expect(page.get_by_text(MARK)).to_be_visible()
    read(another_visitor, 7)
    expect(another_visitor.get_by_text(MARK)).to_be_hidden()
    button(page, "Back to the page's own network").click()
    expect_answer(page, "7")
    come_back(page)
    expect_answer(page, "7")


def test_a_key_answers_too_but_not_in_a_text_field(desktop):
    read(desktop, 7)
    desktop.locator("#perturbation .label-wrap").click()
    angle = desktop.locator("#perturbation input[type=number]").first
    angle.click()
    desktop.keyboard.press("1")
    expect(outcome(desktop)).to_be_empty()
    desktop.locator("#pad canvas").focus()
    desktop.keyboard.press("1")
    expect(outcome(desktop)).to_have_text("Learned. The network now reads 1.")


def test_no_digit_is_taught_by_a_button_of_its_own(desktop):
    read(desktop, 7)
    correct(desktop, "No digit")
    expect(outcome(desktop)).to_have_text(
        "Learned. The network no longer takes this for a digit."
    )
    expect_answer(desktop, "?")


def test_a_confirmed_answer_is_an_example(desktop):
    read(desktop, 3)
    correct(desktop, "Yes, it is 3")
    expect(outcome(desktop)).to_have_text("Kept as an example of 3.")
    expect(desktop.locator("#own-model-mark")).to_contain_text("1 example of yours")
    correct(desktop, "It is 3")  # the same picture is one example
    expect(outcome(desktop)).to_have_text("Kept as an example of 3.")
    expect(desktop.locator("#own-model-mark")).to_contain_text("1 example of yours")


def test_of_several_digits_the_tapped_one_is_corrected(page):
    draw_number(page, 7, 3)
    expect_answer(page, "73")
    boxes = page.locator("#answer .boxes").get_by_role("button")
    for place in (1, 0):
        boxes.nth(place).click()
        question = line(page).locator(".question")
        expect(question).to_contain_text(f"Digit {place + 1} of 2")
        expect(boxes.nth(place)).to_have_attribute("aria-pressed", "true")
    correct(page, "It is 1")
    expect(outcome(page)).to_have_text("Learned. The network now reads 1.")
    expect_answer(page, "13")


def test_without_a_digit_nothing_is_asked(desktop):
    expect(line(desktop)).to_be_hidden()
    read(desktop, 4)
    expect(line(desktop)).to_be_visible()
    button(desktop, "Clear").click()
    expect(line(desktop)).to_be_hidden()
    desktop.keyboard.press("1")
    expect(outcome(desktop)).to_be_empty()


def test_the_outcome_goes_with_the_picture_it_is_about(desktop):
    read(desktop, 7)
    correct(desktop, "It is 1")
    expect(outcome(desktop)).to_have_text(re.compile("Learned"))
    button(desktop, "Clear").click()
    read(desktop, 3)
    expect(outcome(desktop)).to_be_empty()


def test_a_stroke_costs_no_further_request(desktop):
    read(desktop, 4)
    desktop.wait_for_timeout(500)
    desktop.requested_urls.clear()
    draw(desktop, STROKES[1])
    wait_for_answer(desktop)
    desktop.wait_for_timeout(500)
    reads = [url for url in desktop.requested_urls if READINGS.search(url)]
    assert reads and len(reads) == len(desktop.requested_urls)


def test_the_buttons_are_large_enough_and_stay_in_place(phone):
    read(phone, 7)
    for one in line(phone).get_by_role("button").all():
        assert one.bounding_box()["height"] >= 40
    seven = line(phone).get_by_role("button", name="It is 7", exact=True)
    seven.scroll_into_view_if_needed()
    before = seven.bounding_box()["y"]
    seven.tap()
    expect(phone.locator("#own-model")).to_be_visible()
    expect(outcome(phone)).to_have_text("Kept as an example of 7.")
    assert seven.bounding_box()["y"] == pytest.approx(before, abs=3)


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_the_line_fits_at_any_width(visit, language):
    page = visit("desktop", locale=language)
    draw_number(page, 7, 3)
    expect_answer(page, "73")
    for width in WIDTHS:
        resize(page, width)
        assert page.evaluate(PAGE_FITS_JS), width
        expect_to_fit(page, "#correction")
        expect_to_fit(page, "#answer")
