"""A visitor's mouse, finger, pen and keyboard."""

import re
from collections.abc import Callable, Iterable, Sequence

from playwright.sync_api import CDPSession, Locator, Page

from tests.handwriting import STROKES, Point

Stroke = Sequence[Point]
READINGS = re.compile("/(run/predict|component_server)")  # URLs of requests to read


def points_on_page(page: Page, stroke: Stroke) -> list[Point]:
    """Convert points of a square of side 1, the pad, to pixels of the page."""
    frame = page.locator("#pad canvas").bounding_box()
    return [
        (frame["x"] + x * frame["width"], frame["y"] + y * frame["height"])
        for x, y in stroke
    ]


def scale_strokes(strokes: Iterable[Stroke], left: float, size: float) -> list[Stroke]:
    """Make strokes smaller, and center them vertically on the pad."""
    top = (1 - size) / 2
    return [[(left + x * size, top + y * size) for x, y in s] for s in strokes]


def subsample(stroke: Stroke) -> Stroke:
    """Keep a third of a long stroke's points, as a browser does of a fast stroke."""
    return stroke if len(stroke) < 12 else [*stroke[:-1:3], stroke[-1]]


def draw(page: Page, strokes: Iterable[Stroke], steps: int = 1) -> None:
    """Draw with the mouse, which moves in `steps` steps from point to point."""
    for stroke in strokes:
        first, *rest = points_on_page(page, stroke)
        page.mouse.move(*first)
        page.mouse.down()
        for point in rest:
            page.mouse.move(*point, steps=steps)
        page.mouse.up()


def draw_with_mouse(page: Page, digit: int) -> None:
    draw(page, map(subsample, STROKES[digit]))


def draw_number(page: Page, left: int, right: int) -> None:
    """Draw two digits side by side."""
    for digit, start in ((left, 0), (right, 0.5)):
        strokes = map(subsample, STROKES[digit])
        draw(page, scale_strokes(strokes, left=start, size=0.5))


def draw_with_finger(page: Page, strokes: Iterable[Stroke]) -> None:
    session = page.context.new_cdp_session(page)
    for stroke in strokes:
        first, *rest = points_on_page(page, stroke)
        _touch(session, "touchStart", [first])
        for point in rest:
            _touch(session, "touchMove", [point])
        _touch(session, "touchEnd", [])


def draw_with_pen(page: Page, stroke: Stroke, pressure: float) -> None:
    session = page.context.new_cdp_session(page)
    first, *rest = points_on_page(page, stroke)
    kinds = [("mousePressed", first), *(("mouseMoved", point) for point in rest)]
    for kind, (x, y) in [*kinds, ("mouseReleased", rest[-1])]:
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1}
        event |= {"clickCount": 1, "pointerType": "pen", "force": pressure}
        session.send("Input.dispatchMouseEvent", event)


def wait_for_answer(page: Page) -> None:
    """Wait until the answer to all that was drawn is shown."""
    page.wait_for_selector(".pad:not([data-pending])")


def wait_until(page: Page, condition: Callable[[], object]) -> None:
    """Wait until something holds in the test, which the browser's messages change."""
    for _ in range(1000):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError("the condition never holds")


def _touch(session: CDPSession, kind: str, points: Sequence[Point]) -> None:
    touch_points = [{"x": x, "y": y} for x, y in points]
    event = {"type": kind, "touchPoints": touch_points}
    session.send("Input.dispatchTouchEvent", event)


def type_in(box: Locator, text: str) -> None:
    """Type until the text stays: Gradio may restore the old value as a fold opens.

    It does so within 0.3 seconds, sooner than a person types.
    """
    for _ in range(10):
        box.fill(text)
        box.page.wait_for_timeout(300)
        if box.input_value() == text:
            return
    raise AssertionError(f"{text} does not stay")
