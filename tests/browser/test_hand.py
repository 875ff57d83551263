"""The panel of what a visitor has taught."""

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import languages
from tests.browser.test_correction import correct, outcome, read
from tests.browser.test_layout import PAGE_FITS_JS, WIDTHS, expect_to_fit, resize
from tests.browser.test_page import expect_answer
from tests.browser.test_runs import MARK, button, come_back


def panel(page: Page):
    return page.locator("#hand-panel")


def examples(page: Page):
    return panel(page).get_by_role("listitem")


def open_panel(page: Page) -> None:
    page.locator("#hand .label-wrap").click()
    expect(panel(page)).to_be_visible()


def teach_two(page: Page) -> None:
    read(page, 5)
    correct(page, "It is 6")
    expect(outcome(page)).to_have_text("Learned. The network now reads 6.")
    button(page, "Clear").click()
    read(page, 3)
    correct(page, "It is 8")
    expect(outcome(page)).to_have_text("Learned. The network now reads 8.")


@pytest.fixture
def files(tmp_path, desktop):
    """The examples of two corrections as the page saves them, and the page."""
    teach_two(desktop)
    open_panel(desktop)
    expect(panel(desktop)).to_contain_text("Of 1,000 MNIST digits")
    link = panel(desktop).get_by_role("link", name="Save examples (ZIP)")
    content = link.get_attribute("href").split(",")[1]
    (tmp_path / "my-digits.zip").write_bytes(base64.b64decode(content))
    return tmp_path


def test_an_example_is_taken_back_and_the_others_stay(desktop):
    teach_two(desktop)
    open_panel(desktop)
    expect(panel(desktop)).to_contain_text("2 examples; correctly read now: 2.")
    button(desktop, "Remove example 2: 8").click()
    expect(examples(desktop)).to_have_count(1)
    expect_answer(desktop, "3")  # the picture is read again
    come_back(desktop)
    expect(desktop.get_by_text(MARK)).to_be_visible()
    open_panel(desktop)
    expect(examples(desktop)).to_have_count(1)
    button(desktop, "Remove all").click()
    expect(panel(desktop)).to_contain_text("Nothing yet.")
    expect(desktop.get_by_text(MARK)).to_be_hidden()


def test_saved_examples_teach_another_visitor_and_bad_files_do_not(
    files, another_visitor
):
    page = another_visitor
    open_panel(page)
    chosen = panel(page).locator("input")
    (files / "bad.zip").write_bytes(b"PK nothing")
    chosen.set_input_files(files / "bad.zip")
    expect(panel(page)).to_contain_text("This is not a ZIP file that can be read.")
    (files / "large.zip").write_bytes(bytes(2_000_000))
    chosen.set_input_files(files / "large.zip")
    expect(panel(page)).to_contain_text("This ZIP file is too large")
    chosen.set_input_files(files / "my-digits.zip")
    expect(examples(page)).to_have_count(2)
    expect(page.get_by_text(MARK)).to_be_visible()
    come_back(page)
    expect(page.get_by_text(MARK)).to_be_visible()


def test_the_examples_stay_after_the_way_back_and_can_be_used_again(desktop):
    read(desktop, 3)
    correct(desktop, "It is 8")
    expect_answer(desktop, "8")
    open_panel(desktop)
    button(desktop, "Back to the page's own network").click()
    expect_answer(desktop, "3")
    expect(panel(desktop)).to_contain_text("At the moment they are not in use.")
    button(desktop, "Use them").click()
    expect_answer(desktop, "8")
    expect(button(desktop, "Use them")).to_be_hidden()


@pytest.mark.parametrize("language", languages("de", "ja"))
def test_the_panel_fits_at_any_width(visit, language):
    page = visit("desktop", locale=language)
    read(page, 3)
    page.locator("#correction .confirm").click()
    page.locator("#hand .label-wrap").click()
    expect(panel(page).get_by_role("link")).to_have_count(2)
    for width in WIDTHS:
        resize(page, width)
        assert page.evaluate(PAGE_FITS_JS), width
        expect_to_fit(page, "#hand")
