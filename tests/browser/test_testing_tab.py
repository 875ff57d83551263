"""The Test tab: random digits, the confusion matrix and the scoreboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SECONDS, loaded, with_locale
from tests.browser.test_pad import IS_PHOTO
from tests.browser.test_page import expect_answer
from tests.browser.test_training import start
from tests.browser.user_input import READINGS, draw_with_mouse

OVERFLOWS = "document.documentElement.scrollWidth > innerWidth"
NAMES = """() => [...document.querySelectorAll("#random-digits .digit-button")]
  .map((button) => button.ariaLabel).join("; ")"""
ROWS = 9  # of the scoreboard
RETRY_MS = 3000  # of the pad, see request_queue.js


@pytest.fixture
def tab_page(page: Page) -> Page:
    """A page on which the Test tab is open."""
    open_tab(page)
    return page


def open_tab(page: Page) -> None:
    page.get_by_role("tab").last.click()
    expect(digits(page)).to_have_count(50)


def digits(page: Page, part: str = "random-digits") -> Locator:
    return page.locator(f"#{part} .digit-button")


def summary(page: Page, part: str = "random-digits") -> Locator:
    return page.locator(f"#{part} p").first


def labels_and_answers(page: Page) -> str:
    return page.evaluate(NAMES)


def expect_other_digits(page: Page, before: str) -> None:
    page.wait_for_function(f"before => ({NAMES})() !== before", arg=before)


def evaluate(page: Page, networks: int = 1) -> None:
    page.locator("#evaluate").dblclick()  # the second click changes nothing
    expect(page.locator("#confusion-matrix table")).to_have_count(networks)


def measure(page: Page) -> None:
    page.locator("#measure").dblclick()
    expect(page.locator("#scoreboard td b")).to_have_count(ROWS, timeout=60 * SECONDS)


def draw_with_seed(page: Page, seed: int) -> str:
    before = labels_and_answers(page)
    page.get_by_label("Seed").fill(str(seed))
    expect_other_digits(page, before)
    return labels_and_answers(page)


def test_each_click_draws_other_digits_and_shows_its_seed(tab_page):
    expect(summary(tab_page)).to_contain_text("1,000 test digits: the part of")
    before, seed = labels_and_answers(tab_page), tab_page.get_by_label("Seed")
    expect(seed).to_have_value("0")
    tab_page.get_by_role("button", name="Pick other digits").click()
    expect(seed).not_to_have_value("0")
    expect_other_digits(tab_page, before)
    assert not tab_page.evaluate(OVERFLOWS)


def test_the_same_seed_draws_the_same_digits(tab_page):
    first = draw_with_seed(tab_page, 4)
    assert draw_with_seed(tab_page, 5) != first
    assert draw_with_seed(tab_page, 4) == first


def test_the_count_can_be_changed_within_its_range(tab_page):
    count = tab_page.get_by_label("How many")
    count.fill("7")
    expect(digits(tab_page)).to_have_count(7)
    count.fill("101")
    expect(tab_page.get_by_text("must be between 1 and 100")).to_be_visible()
    expect(digits(tab_page)).to_have_count(0)


def test_a_clicked_digit_is_read_on_recognize(tab_page):
    correct = tab_page.locator("#random-digits .digit-button:not(.wrong)").nth(3)
    digit = correct.locator("b").inner_text()
    correct.dblclick()  # the second click hits the pad, and draws nothing
    expect(tab_page.get_by_role("tab").first).to_have_attribute("aria-selected", "true")
    expect_answer(tab_page, digit)
    expect(tab_page.locator("#photo img")).to_be_visible()
    expect(tab_page.locator("#answer .digit")).to_be_in_viewport()
    expect(tab_page.get_by_role("button", name="Undo", disabled=True)).to_be_visible()


def test_after_a_click_on_a_digit_the_pad_does_not_ask_again(desktop):
    unanswered = []

    def hold(route):
        is_photo = IS_PHOTO in (route.request.post_data or "")
        route.continue_() if is_photo else unanswered.append(route)

    open_tab(desktop)
    desktop.get_by_role("tab").first.click()
    desktop.route(READINGS, hold)
    draw_with_mouse(desktop, 1)
    desktop.get_by_role("tab").last.click()
    digits(desktop).first.click()
    expect(desktop.locator("#answer .digit")).not_to_have_text("")
    count = len(unanswered)
    unanswered[0].fulfill(status=500, json={})
    desktop.wait_for_timeout(RETRY_MS + 500)
    assert len(unanswered) == count


@pytest.fixture(scope="class", params=["desktop", "phone"])
def evaluated_page(
    request: pytest.FixtureRequest, pages: Callable[[str], Page], address: str
) -> Iterator[Page]:
    """A page with the confusion matrix and the scoreboard."""
    page = pages(request.param)
    with with_locale(page, "en-US"), loaded(page, address):
        open_tab(page)
        evaluate(page)
        measure(page)
        yield page


class TestEvaluatedPage:
    @pytest.mark.parametrize("kind", ["correct", "wrong"])
    def test_a_cell_of_the_matrix_opens_as_many_digits_as_it_says(
        self, evaluated_page, kind
    ):
        button = evaluated_page.locator(f"#confusion-matrix button.{kind}").first
        button.click()
        sentence = button.get_attribute("title")
        expect(summary(evaluated_page, "cell-digits")).to_have_text(sentence)
        count = int(button.inner_text())
        expect(digits(evaluated_page, "cell-digits")).to_have_count(count)
        assert sentence.endswith(f"{count} in all")
        assert not evaluated_page.evaluate(OVERFLOWS)

    def test_the_matrix_counts_every_digit(self, evaluated_page):
        matrix = evaluated_page.locator("#confusion-matrix")
        counts, correct = (
            sum(map(int, matrix.locator(buttons).all_inner_texts()))
            for buttons in ("button", "button.correct")
        )
        assert counts == 1000
        expect(matrix).to_contain_text(f"{correct} of 1,000")
        expect(matrix.locator(".errors li")).to_have_count(10)

    def test_every_row_of_the_scoreboard_has_its_errors_with_an_interval(
        self, evaluated_page
    ):
        board = evaluated_page.locator("#scoreboard")
        expect(board).to_contain_text("every row uses all of them")
        scores = board.locator("td").all_inner_texts()
        assert all("–" in score and "%" in score for score in scores)
        assert not evaluated_page.evaluate(OVERFLOWS)

    def test_a_digit_of_a_cell_is_read_on_recognize(self, evaluated_page):
        evaluated_page.locator("#confusion-matrix button.wrong").first.click()
        digits(evaluated_page, "cell-digits").first.click()
        expect(evaluated_page.locator("#answer .digit")).not_to_have_text("")


def test_the_visitor_s_own_network_is_evaluated_beside_the_page_s_while_in_use(desktop):
    start(desktop, epochs=1)
    desktop.get_by_role("button", name="Use my network").click()
    open_tab(desktop)
    for name in ("The page's own network", "Your own network"):
        expect(summary(desktop)).to_contain_text(name)
    wrong = desktop.locator("#random-digits .wrong").first
    expect(wrong).to_contain_text("✗")
    expect(wrong).to_contain_text("is ")
    evaluate(desktop, networks=2)
    tables = desktop.locator("#confusion-matrix table")
    button = tables.nth(1).locator(".wrong").first
    button.click()
    count = int(button.inner_text())
    expect(digits(desktop, "cell-digits")).to_have_count(count)
    expect(summary(desktop, "cell-digits")).to_contain_text("Your own network")
    desktop.locator("#measure").click()
    scores = desktop.locator("#scoreboard td")
    expect(scores.locator("b").first).to_be_visible()
    desktop.get_by_role("tab").first.click()
    desktop.get_by_role("button", name="Back to the page's own network").click()
    desktop.get_by_role("tab").last.click()
    expect(tables).to_have_count(0)
    expect(summary(desktop)).not_to_contain_text("Your own network")
    desktop.wait_for_timeout(SECONDS)  # in which several rows would be measured
    expect(scores).to_have_count(0)


def test_measuring_right_after_a_change_of_network_is_not_lost(desktop):
    def hold(route):
        is_without_values = '"data":[]' in (route.request.post_data or "")
        held.append(route) if is_without_values else route.continue_()

    held = []
    open_tab(desktop)
    start(desktop, epochs=1)
    use = desktop.get_by_role("button", name="Use my network")
    expect(use).to_be_visible(timeout=60 * SECONDS)
    desktop.route("**/run/predict", hold)
    use.click()
    expect(desktop.get_by_role("button", name="In use")).to_be_visible()
    open_tab(desktop)
    desktop.locator("#measure").click()
    score = desktop.locator("#scoreboard td b").first
    expect(score).to_be_visible(timeout=60 * SECONDS)
    for route in held:  # a slow request of the earlier click
        route.continue_()
    desktop.wait_for_timeout(SECONDS)
    expect(score).to_be_visible()
