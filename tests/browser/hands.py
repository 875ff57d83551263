"""A mouse, a finger and a pen that write on the page's pad."""

from collections.abc import Iterable, Sequence

from playwright.sync_api import CDPSession, Locator, Page

from tests.handwriting import STROKES, Point

Stroke = Sequence[Point]


def points_on_page(page: Page, stroke: Stroke) -> list[Point]:
    """Turn points of a square of side 1 into the page's pixels."""
    frame = page.locator("#pad canvas").bounding_box()
    return [
        (frame["x"] + x * frame["width"], frame["y"] + y * frame["height"])
        for x, y in stroke
    ]


def placed(strokes: Iterable[Stroke], left: float, size: float) -> list[Stroke]:
    """Make strokes smaller and put them at the pad's middle height."""
    top = (1 - size) / 2
    return [[(left + x * size, top + y * size) for x, y in s] for s in strokes]


def thinned(stroke: Stroke) -> Stroke:
    """Give what a browser sees of a fast stroke: a third of its points."""
    return stroke if len(stroke) < 12 else [*stroke[:-1:3], stroke[-1]]


def draw(page: Page, strokes: Iterable[Stroke], steps: int = 1) -> None:
    """Write with the mouse, which the browser sees `steps` times between two points."""
    for stroke in strokes:
        first, *rest = points_on_page(page, stroke)
        page.mouse.move(*first)
        page.mouse.down()
        for point in rest:
            page.mouse.move(*point, steps=steps)
        page.mouse.up()


def draw_with_mouse(page: Page, digit: int) -> None:
    draw(page, map(thinned, STROKES[digit]))


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


def _touch(session: CDPSession, kind: str, points: Sequence[Point]) -> None:
    at = [{"x": x, "y": y} for x, y in points]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})


def type_in(box: Locator, text: str) -> None:
    """Type until it stays: as a fold opens, Gradio may put the old value back.

    It does so within 0.3 seconds, sooner than a person types.
    """
    for _ in range(10):
        box.fill(text)
        box.page.wait_for_timeout(300)
        if box.input_value() == text:
            return
    raise AssertionError(f"{text} does not stay")
