"""The chart of the Train tab, alone, with curves that the tests choose."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from lenet.app.html_part import Facts
from lenet.app.train.chart import chart_facts, chart_part
from tests.app.train.runs import past_runs
from tests.browser.single_part import show_facts, show_part

AXES = """areas => {
  const ticks = [...document.querySelectorAll("#chart .tick")]
    .filter((tick) => tick.getAttribute("x") === "-6")
    .map((tick) => ({ text: tick.textContent, y: tick.getAttribute("y") - 4 }));
  return areas.map(([top, bottom]) =>
    ticks.filter(({ y }) => top <= y && y <= bottom).map(({ text, y }) => [Number(text), y]));
}"""
LOSS_AREA, ACCURACY_AREA = (20, 218), (246, 352)  # of chart.js, in pixels


@pytest.fixture
def page(pages: Callable[[str], Page]) -> Iterator[Page]:
    page = pages("desktop")
    page.events.clear()
    yield page
    page.goto("about:blank")


def facts_of(
    losses: list[float] = (), validations: list[tuple[float, float]] = (), past=()
) -> Facts:
    """Make a run with some training losses an epoch and (loss, accuracy) of epochs."""
    epochs = max(1, len(validations))
    rows = [[e, *values] for e, values in enumerate(validations, start=1)]
    steps = len(losses)
    training = [
        [(n + 0.5) * epochs / steps, loss, loss] for n, loss in enumerate(losses)
    ]
    return chart_facts([], 1, past) | {
        "axis_epochs": epochs,
        "training": training,
        "validation": rows,
        "kept": rows[-1] if rows else None,
        "train_loss": losses[-1] if losses else None,
    }


def show(page: Page, **facts) -> None:
    show_part(page, chart_part(), facts_of(**facts))


def ticks(page: Page) -> tuple[dict[float, float], dict[float, float]]:
    """Give the labels of the loss axis and the accuracy axis, with their places."""
    loss, accuracy = page.evaluate(AXES, [LOSS_AREA, ACCURACY_AREA])
    return dict(loss), dict(accuracy)


def height(page: Page, kind: str, place: int = 0) -> float:
    return float(page.locator(f"#chart circle.{kind}").nth(place).get_attribute("cy"))


def expect_between_its_ticks(value: float, y: float, axis: dict[float, float]) -> None:
    """The nearest labels below and above `value` are below and above its place."""
    below = max(tick for tick in axis if tick <= value)
    above = min(tick for tick in axis if tick >= value)
    assert axis[above] - 0.1 <= y <= axis[below] + 0.1
    assert min(axis.values()) <= y <= max(axis.values())


@pytest.mark.parametrize(
    ("loss", "accuracy"),
    [(2.3, 0.26), (8, 0.098), (40, 0), (0.02, 0.9934), (0.0013, 0.9999)],
)
def test_a_value_is_drawn_where_it_is_however_high_or_low(page, loss, accuracy):
    show(page, losses=[loss, loss], validations=[(loss, accuracy)])
    loss_axis, accuracy_axis = ticks(page)
    expect_between_its_ticks(loss, height(page, "validation"), loss_axis)
    expect_between_its_ticks(100 * accuracy, height(page, "accuracy"), accuracy_axis)


def test_a_loss_far_below_one_is_on_an_axis_with_powers_of_ten(page):
    show(page, losses=[1, 1e-5], validations=[(1.2e-5, 1)])
    assert LOSS_AREA[0] < height(page, "validation") < LOSS_AREA[1]
    expect(page.locator("#chart .tick", has_text="−5").first).to_have_text("10−5")


def test_no_error_at_all_is_drawn_at_100_percent(page):
    show(page, losses=[1, 0.1], validations=[(0.1, 0.99), (0.05, 1)])
    _, accuracy_axis = ticks(page)
    assert height(page, "accuracy", 1) == accuracy_axis[100] == ACCURACY_AREA[0]
    assert accuracy_axis[99] == pytest.approx(height(page, "accuracy", 0), abs=0.1)


def test_the_axes_change_seldom_while_the_losses_fall(page):
    show(page)
    axes = []
    for count in range(2, 100):
        losses = [2.3 * 0.96**step for step in range(count)]
        show_facts(page, facts_of(losses))
        axes.append(str(ticks(page)))
    changes = sum(before != after for before, after in pairwise(axes))
    assert changes <= 2


def test_one_epoch_has_a_curve_over_fractions_of_the_epoch(page):
    show(page, losses=[2, 1, 0.6, 0.5], validations=[(0.4, 0.9)])
    points = page.locator("#chart polyline.training").last.get_attribute("points")
    places = [float(point.split(",")[0]) for point in points.split()]
    assert places == [125, 375, 625, 875]
    labels = page.locator("#chart .epoch").all_text_contents()
    assert labels == ["0", "0.2", "0.4", "0.6", "0.8", "1"]


def values(page: Page) -> Locator:
    return page.locator("#chart .chart-values")


def point_at(page: Page, share: float) -> None:
    box = page.locator("#chart svg.chart").bounding_box()
    page.mouse.move(box["x"] + share * box["width"], box["y"] + 100)


RUN = {
    "losses": [2, 1, 0.5, 0.25],
    "validations": [(0.8, 0.8), (0.3, 0.9123)],
}  # points at epochs 0.25, 0.75, 1.25 and 1.75


def test_pointing_at_the_chart_tells_the_values_there(page):
    show(page, **RUN)
    expect(values(page)).to_contain_text("Point at the chart")
    point_at(page, 0.12)
    told = "Epoch 0.25: training loss 2.00. After epoch 1: "
    expect(values(page)).to_contain_text(told + "validation loss 0.800")
    point_at(page, 0.99)
    told = "After epoch 2: validation loss 0.300, accuracy 91.23 %."
    expect(values(page)).to_contain_text(told.replace(" %", "\u00a0%"))
    marks = page.locator("#chart .cursor circle")
    expect(marks).to_have_count(3)
    page.mouse.move(5, 700)
    expect(marks).to_have_count(0)


def test_the_arrow_keys_move_along_the_curves_and_a_screen_reader_gets_the_values(page):
    show(page, **RUN)
    page.keyboard.press("Tab")
    slider = page.get_by_role("slider", name="Values at a point of the chart")
    expect(slider).to_be_focused()
    for key, told in (
        ("Home", "Epoch 0.25: training loss 2.00."),
        ("ArrowRight", "Epoch 0.75: training loss 1.00."),
        ("End", "Epoch 1.75: training loss 0.250. After epoch 2: validation loss"),
        ("ArrowLeft", "Epoch 1.75"),
    ):
        page.keyboard.press(key)
        assert told in slider.get_attribute("aria-valuetext")
        assert slider.get_attribute("aria-valuetext") == values(page).text_content()
    expect(page.locator("#chart .cursor circle")).to_have_count(3)


def test_a_finger_reads_values_that_stay_when_it_is_lifted(pages):
    page = pages("phone")
    show(page, **RUN)
    box = page.locator("#chart svg.chart").bounding_box()
    page.touchscreen.tap(box["x"] + 0.12 * box["width"], box["y"] + 100)
    expect(values(page)).to_contain_text("Epoch 0.25")
    page.goto("about:blank")


def test_the_values_follow_a_run_that_goes_on(page):
    show(page, **RUN)
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    show_facts(page, facts_of([3, 1, 0.5, 0.25, 0.2], [(0.8, 0.8), (0.3, 0.9)]))
    expect(values(page)).to_contain_text("Epoch 0.2: training loss 3.00.")


def test_without_a_run_there_is_nothing_to_read(page):
    show(page)
    expect(page.get_by_role("img", name="No run yet.")).to_be_visible()
    expect(page.locator(".chart-slider")).to_be_disabled()
    expect(values(page)).to_be_empty()


def test_past_runs_are_pale_and_leave_the_axis_to_the_run_that_is_shown(page):
    past = past_runs(2)
    show(page, **RUN, past=past)
    groups = page.locator("#chart [data-run]")
    expect(groups.locator("polyline.training")).to_have_count(2)
    opacity = "groups => groups.map((group) => getComputedStyle(group).opacity)"
    assert all(float(value) < 0.5 for value in groups.evaluate_all(opacity))
    expect(page.locator("#chart .epoch").last).to_have_text("2")
    show_facts(page, facts_of(past=past))
    expect(page.locator("#chart .epoch").last).to_have_text("200")
