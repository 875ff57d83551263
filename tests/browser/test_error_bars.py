"""The error bars of the Test tab, with scores that the tests choose."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from lenet.app.html_part import Facts
from lenet.app.testing.results import score_facts
from lenet.app.testing.tab import _part
from lenet.evaluation.scores import Score
from tests.browser.single_part import show_part

PARTS = ("confusion-matrix", "scoreboard")
SCRIPTS = {"confusion-matrix": "confusion_matrix.js", "scoreboard": "scoreboard.js"}


@pytest.fixture
def page(pages: Callable[[str], Page]) -> Iterator[Page]:
    page = pages("desktop")
    page.events.clear()
    yield page
    page.goto("about:blank")


def facts_of(part: str, scores: list[Facts]) -> Facts:
    if part == "scoreboard":
        rows = [{"name": "thick", "scores": [score]} for score in scores]
        return {"rows": rows, "measured": len(rows), "source": "mnist", "count": 1000}
    counts = [[0] * 10 for _ in range(10)]
    digits = [{"digit": place} | score for place, score in enumerate(scores)]
    network = scores[0] | {"counts": counts, "digits": digits}
    return {"networks": [network], "source": "mnist", "count": 1000}


def show(page: Page, part: str, *correct: int, count: int = 1000) -> None:
    scores = [score_facts(Score("", one, count)) for one in correct]
    show_part(page, _part(part, SCRIPTS[part]), facts_of(part, scores))


def widths(marks: Locator) -> list[float]:
    return [mark.bounding_box()["width"] for mark in marks.all()]


@pytest.mark.parametrize("part", PARTS)
def test_twice_the_errors_are_a_bar_of_twice_the_length(page, part):
    show(page, part, 992, 996, 998)
    first, second, third = widths(page.locator(".bar i"))
    assert first == pytest.approx(2 * second, abs=1.5)
    assert second == pytest.approx(2 * third, abs=1.5)
    assert third > 5
    figures = page.locator(".share" if part == "confusion-matrix" else "td b")
    for place, percent in enumerate(("0.8", "0.4", "0.2")):
        expect(figures.nth(place)).to_contain_text(percent)


@pytest.mark.parametrize("part", PARTS)
def test_an_interval_lies_on_its_bar_and_around_its_end(page, part):
    show(page, part, 992, 998)
    for place in (0, 1):
        bar, line = (page.locator(f".bar {tag}").nth(place) for tag in ("i", "u"))
        bar_box, line_box = bar.bounding_box(), line.bounding_box()
        end = bar_box["x"] + bar_box["width"]
        assert line_box["x"] < end < line_box["x"] + line_box["width"]
    bars = page.locator(".bar")
    assert widths(page.locator(".bar u"))[0] < widths(bars)[0]


@pytest.mark.parametrize(
    ("part", "correct", "full"),
    [
        ("confusion-matrix", 992, "2"),
        ("scoreboard", 600, "50"),
        ("scoreboard", 0, "100"),
    ],
)
def test_the_page_tells_what_a_full_bar_means(page, part, correct, full):
    show(page, part, correct, 999)
    text = f"A full bar means {full}\u00a0% wrong."
    expect(page.locator(".note")).to_contain_text(text)


def test_no_errors_are_an_empty_bar_with_an_interval(page):
    show(page, "confusion-matrix", 1000, 990)
    assert widths(page.locator(".bar i"))[0] == 0
    assert widths(page.locator(".bar u"))[0] > 3
