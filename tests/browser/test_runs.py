"""A run and its page: the first click, leaving and coming back, earlier runs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SECONDS, loaded, with_locale
from tests.browser.cuttable_connection import cuttable_connection
from tests.browser.test_page import expect_answer
from tests.browser.test_training import choose_settings, curve, start, status, stop
from tests.browser.user_input import draw_with_mouse, type_in

MARK = "Your own network answers."


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def run_to_the_end(page: Page, epochs: int = 2) -> None:
    choose_settings(page, epochs, batch_size=256)
    button(page, "Start").click()
    expect(button(page, "Use my network")).to_be_visible(timeout=60 * SECONDS)


def come_back(page: Page) -> None:
    """Load the page again in the same tab of the browser."""
    page.reload()
    page.wait_for_selector(".pad[data-ready]", state="attached")


class TestFirstClick:
    @pytest.fixture
    def page(self, page):
        page.get_by_role("tab", name="Train").click()
        return page

    def test_start_begins_the_quick_recipe_which_says_what_it_is_and_takes(self, page):
        recipe = page.locator("#recipe")
        expect(page.get_by_label("quick")).to_be_checked()
        expect(recipe).to_contain_text("optimizer that learns fast")
        expect(recipe).to_contain_text(re.compile(r"\d+ (second|minute)s"))
        button(page, "Start").click()
        expect(status(page)).to_contain_text("Quick · 6 epochs · batch size 128")
        expect(status(page)).to_be_in_viewport()
        expect(page.locator("#chart")).to_be_in_viewport(ratio=0.9)
        expect(button(page, "Stop")).to_be_visible()
        expect(button(page, "Start")).to_be_hidden()

    def test_a_recipe_and_its_time_follow_the_choice(self, page):
        recipe = page.locator("#recipe")
        before = recipe.locator(".time").text_content()
        page.get_by_label("best").check()
        expect(recipe).to_contain_text("this page's own network")
        expect(recipe.locator(".time")).not_to_have_text(before)
        longest = recipe.locator(".time").text_content()
        type_in(page.get_by_label("number input for Epochs"), "1")
        expect(recipe.locator(".time")).not_to_have_text(longest)

    def test_a_button_and_a_second_click_bring_the_recipe_s_numbers_back(self, page):
        epochs = page.get_by_label("number input for Epochs")
        page.get_by_label("classic").check()
        expect(epochs).to_have_value("30")
        for reset in (button(page, "Back to the recipe"), page.get_by_label("classic")):
            type_in(epochs, "7")
            reset.click()
            expect(epochs).to_have_value("30")


def test_a_reload_finds_the_run_and_its_settings(desktop, another_visitor):
    start(desktop, epochs=149)
    come_back(desktop)
    expect(desktop.get_by_role("tab", name="Train")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(curve(desktop)).not_to_have_attribute("points", "")
    expect(status(desktop)).to_contain_text("of 149 · ")
    epochs = desktop.get_by_label("number input for Epochs")
    expect(epochs).to_have_value("149")
    another_visitor.get_by_role("tab", name="Train").click()
    expect(status(another_visitor)).to_contain_text("Click Start and watch")
    stop(desktop)
    come_back(desktop)
    expect(status(desktop)).to_contain_text("Stopped.")
    expect(button(desktop, "Use my network")).to_be_visible()


def test_leaving_is_asked_about_while_a_run_is_on_and_only_then(desktop):
    questions = []

    def answer(dialog):
        questions.append(dialog.type)
        dialog.accept()

    desktop.on("dialog", answer)
    start(desktop)
    come_back(desktop)
    assert questions == ["beforeunload"]
    expect(curve(desktop)).not_to_have_attribute("points", "")
    stop(desktop)
    come_back(desktop)
    assert questions == ["beforeunload"]
    desktop.remove_listener("dialog", answer)


def test_a_lost_connection_loses_no_run(pages, server):
    page = pages("desktop")
    with (
        cuttable_connection(server.client.base_url.port) as connection,
        with_locale(page, "en-US"),
        loaded(page, connection.address),
    ):
        questions = []
        page.on("dialog", lambda dialog: (questions.append(dialog), dialog.accept()))
        start(page)
        page.evaluate("window.isOldPage = true")
        connection.cut()
        expect(page.get_by_text("Connection to the server was lost")).to_be_visible()
        connection.mend()
        page.wait_for_function("!window.isOldPage")  # Gradio has loaded it again
        expect(curve(page)).not_to_have_attribute("points", "")
        expect(status(page)).to_contain_text("images per second")
        assert not questions
        stop(page)


def test_the_network_in_use_answers_after_a_reload_too(desktop):
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    expect(desktop.locator("#answer .announcement")).to_contain_text("3 ")  # comes last
    answer = desktop.locator("#answer .result")
    shipped = answer.inner_text()
    run_to_the_end(desktop)
    button(desktop, "Use my network").click()
    button(desktop, "In use: draw on Recognize").click()
    expect(desktop.get_by_text(MARK)).to_be_visible()
    expect(answer).not_to_have_text(shipped, use_inner_text=True)
    own = answer.inner_text()
    come_back(desktop)
    expect(desktop.get_by_text(MARK)).to_be_visible()
    expect(answer).to_have_text(own, use_inner_text=True)
    button(desktop, "Back to the page's own network").click()
    expect(answer).to_have_text(shipped, use_inner_text=True)
    come_back(desktop)
    expect(answer).to_have_text(shipped, use_inner_text=True)
    expect(desktop.get_by_text(MARK)).to_be_hidden()


@pytest.mark.parametrize(
    "page",
    ["desktop", pytest.param("phone", marks=pytest.mark.exhaustive)],
    indirect=True,
)
def test_an_earlier_run_can_be_chosen_used_and_downloaded(page):
    rows = page.locator(".run-choice label")
    run_to_the_end(page, epochs=1)
    expect(rows.first).to_be_hidden()  # one run is no choice
    type_in(page.get_by_label("number input for Epochs"), "3")
    button(page, "Start").click()
    expect(rows.get_by_role("radio", disabled=True)).to_have_count(1)
    expect(page.get_by_text("The pale curves are your earlier runs.")).to_be_visible()
    expect(status(page)).to_contain_text("of 3 is kept.", timeout=60 * SECONDS)
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Run 1: Quick, 1 epoch,")
    expect(rows.first).to_contain_text("batch size 256 · learning rate 0.006")
    second = page.get_by_role("link", name="Weights").get_attribute("href")
    epochs = page.locator("#chart .epoch").last
    expect(epochs).to_have_text("3")
    rows.first.click()
    expect(status(page)).to_contain_text("Epoch 1 of 1 is kept.")
    expect(epochs).to_have_text("1")
    expect(page.locator("#chart [data-run]").first).to_have_attribute("data-run", "2")
    weights = page.get_by_role("link", name="Weights")
    expect(weights).not_to_have_attribute("href", second)
    button(page, "Use my network").click()
    expect(page.locator("#own-model-mark")).to_contain_text("Quick”, epoch 1:")
    rows.nth(1).click()
    expect(button(page, "Use my network")).to_be_visible()  # run 1 is in use, not run 2
    come_back(page)
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_role("radio")).to_be_checked()


def test_the_arrow_keys_go_from_run_to_run(desktop):
    run_to_the_end(desktop, epochs=1)
    button(desktop, "Start").click()
    radios = desktop.locator(".run-choice").get_by_role("radio")
    expect(radios.nth(1)).to_be_checked(timeout=60 * SECONDS)
    radios.nth(1).focus()
    for chosen, pale in ((0, "2"), (1, "1")):
        desktop.keyboard.press("ArrowUp" if chosen == 0 else "ArrowDown")
        curves = desktop.locator("#chart [data-run]").first
        expect(curves).to_have_attribute("data-run", pale)
        expect(radios.nth(chosen)).to_be_checked()
        expect(radios.nth(chosen)).to_be_focused()
        assert radios.first.locator("..").bounding_box()["height"] >= 44
