"""The answer says what it is about: the drawing, the photo, an example, a test digit."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_page import expect_answer
from tests.browser.test_photo import EIGHT, button, upload_bytes, wait_for_photo
from tests.browser.test_testing_tab import digits, open_tab
from tests.browser.user_input import READINGS, draw_with_mouse

DIMMED = re.compile(r"0\.\d+")


def expect_source(page: Page, text: str) -> None:
    """Expect the words and a picture beside them."""
    source = page.locator("#answer .source")
    expect(source).to_have_text(text)
    expect(source.locator("img")).to_be_visible()


def expect_only_dimmed(page: Page, dimmed: str, other: str) -> None:
    expect(page.locator(dimmed)).to_have_css("opacity", DIMMED)
    expect(page.locator(other)).to_have_css("opacity", "1")


PAD, PHOTO = "#pad canvas", "#photo img"


def test_what_the_answer_is_not_about_is_dimmed(page):
    draw_with_mouse(page, 3)
    expect_source(page, "your drawing")
    upload_bytes(page, EIGHT)
    expect_source(page, "your photo")
    expect_only_dimmed(page, PAD, PHOTO)
    page.locator("#pad").scroll_into_view_if_needed()
    page.get_by_role("button", name="Clear", exact=True).click()
    draw_with_mouse(page, 4)
    expect_source(page, "your drawing")
    expect_only_dimmed(page, PHOTO, PAD)
    button(page, "Read this photo again").click()
    expect_answer(page, "8")
    expect_only_dimmed(page, PAD, PHOTO)


def test_when_the_photo_is_removed_the_drawing_is_read_again(desktop):
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    desktop.get_by_role("button", name="Example 2").click()
    expect_answer(desktop, "75")
    expect_source(desktop, "example 2")
    button(desktop, "Remove the photo").click()
    expect_answer(desktop, "3")
    expect_source(desktop, "your drawing")


def test_when_the_pad_is_cleared_the_photo_is_read_again(desktop):
    upload_bytes(desktop, EIGHT)
    wait_for_photo(desktop)
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    desktop.get_by_role("button", name="Clear", exact=True).click()
    expect_answer(desktop, "8")
    expect_source(desktop, "your photo")
    button(desktop, "Remove the photo").click()
    expect_answer(desktop, "")
    expect(desktop.locator("#answer .source")).to_have_text("")


def test_a_test_digit_is_named_beside_the_answer_and_the_photo(phone):
    draw_with_mouse(phone, 3)
    expect_answer(phone, "3")
    open_tab(phone)
    digit = digits(phone).nth(2)
    label = digit.get_attribute("aria-label")[0]
    digit.click()
    name = re.compile(rf"test digit [\d,]+ \(correct answer: {label}\)")
    expect(phone.locator("#answer .source")).to_have_text(name)
    expect(phone.locator("#photo .photo-caption")).to_have_text(name)
    expect_only_dimmed(phone, PAD, PHOTO)


def test_strokes_drawn_quickly_before_a_photo_all_count_after_its_removal(desktop):
    held = []
    desktop.route(READINGS, lambda route: held.append(route))
    draw_with_mouse(desktop, 4)
    desktop.unroute(READINGS)
    desktop.get_by_role("button", name="Example 5").click()
    expect_answer(desktop, "9")
    button(desktop, "Remove the photo").click()
    expect_answer(desktop, "4")


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Fit it into 20×20 pixels", "Centering is off."),
        ("Cut the digit out", "Cutting out is off."),
        ("Light", "All ink is treated as light."),
    ],
)
def test_a_step_that_is_off_is_named_beside_the_answer_and_switched_on_again(
    page, label, sentence
):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    fold = page.locator("#switches .label-wrap")
    fold.click()
    switch = page.locator("#switches").get_by_label(label)
    before = switch.is_checked()
    switch.click()
    notice = page.locator("#answer .switched-off")
    expect(notice).to_contain_text(sentence)
    fold.click()
    notice.get_by_role("button", name="Switch on again").click()
    expect(notice).to_be_hidden()
    expect_answer(page, "4")
    fold.click()
    expect(switch).to_be_checked(checked=before)
