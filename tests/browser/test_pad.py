"""The drawing pad with a mouse, a finger and a pen."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import gradio
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from lenet.app.html_part import FOLDER
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.imaging.grayscale import to_grayscale
from tests.browser.conftest import FORGET_DRAWING, loaded, with_locale
from tests.browser.test_page import expect_answer, expect_message, upload
from tests.browser.user_input import (
    READINGS,
    draw,
    draw_number,
    draw_with_finger,
    draw_with_mouse,
    draw_with_pen,
    points_on_page,
    scale_strokes,
    subsample,
    wait_for_answer,
    wait_until,
)
from tests.handwriting import HANDWRITING_STYLES, STROKES, arc, draw_digit

IS_PHOTO = '"kind":"'  # in the body of a request that names a photo
COUNT_DARK_PIXELS_JS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let n = 0; n < data.length; n += 4) count += data[n] < 128;
  return count;
}"""

# Paints a smooth line on a paper of this color; gives both PNGs of the picture.
PNG_URLS_JS = """async (paper) => {
  %s
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = paper === "#ffffff" ? "#1c1c1e" : "#ffffff";
  context.lineWidth = 18;
  context.moveTo(50, 20);
  context.lineTo(90, 120);
  context.stroke();
  return [await grayPngUrl(context), canvas.toDataURL("image/png")];
}"""
SHORTEN_TIMEOUTS_JS = """() => {
  const { setTimeout } = window;
  window.setTimeout = (callback, delay) => setTimeout(callback, delay / 4);
}"""


def tool(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def readings(page: Page) -> list[str]:
    return [url for url in page.requested_urls if READINGS.search(url)]


def ink_on(page: Page) -> int:
    return page.locator("#pad canvas").evaluate(COUNT_DARK_PIXELS_JS)


def clear(page: Page) -> None:
    tool(page, "Clear").click()
    expect_answer(page, "")


def digits(*default: int) -> list:
    """Give all ten digits, of which only some are drawn by default."""
    exhaustive = pytest.mark.exhaustive
    return [
        digit if digit in default else pytest.param(digit, marks=exhaustive)
        for digit in range(10)
    ]


@pytest.fixture(scope="class")
def loaded_page(pages: Callable[[str], Page], address: str) -> Iterator[Page]:
    """A page on a desktop, loaded once for a whole class."""
    page = pages("desktop")
    with with_locale(page, "en-US"), loaded(page, address):
        yield page


class TestLoadedPage:
    """What does not depend on how the page was loaded or what was drawn before."""

    @pytest.fixture
    def page(self, loaded_page: Page) -> Iterator[Page]:
        yield loaded_page
        wait_for_answer(loaded_page)
        tool(loaded_page, "Medium pen").click()
        clear(loaded_page)

    @pytest.mark.parametrize("digit", digits(1, 2, 4, 8))
    def test_three_styles_of_handwriting_slow_and_fast_are_read(self, page, digit):
        for number, style in enumerate(HANDWRITING_STYLES.values()):
            slow = (digit + number) % 2
            strokes = style[digit] if slow else map(subsample, style[digit])
            draw(page, strokes, steps=2 if slow else 1)
            expect_answer(page, str(digit))
            clear(page)

    def test_quick_strokes_end_in_the_right_answer(self, page):
        tool(page, "Thin pen").click()
        for number, digit in enumerate((4, 7, 4, 7, 4)):
            draw(page, scale_strokes(STROKES[digit], number * 0.2 - 0.05, size=0.3))
        expect_answer(page, "47474")

    def test_an_answer_comes_while_the_stroke_is_drawn(self, page):
        (stroke,) = STROKES[2]
        first, *rest = points_on_page(page, stroke)
        page.mouse.move(*first)
        page.mouse.down()
        for point in rest:
            page.mouse.move(*point)
        expect_answer(page, "2")
        page.mouse.up()

    def test_a_long_stroke_is_sent_at_most_once_in_an_interval(self, page):
        page.requested_urls.clear()
        start = page.evaluate("performance.now()")
        draw(page, STROKES[0])
        elapsed = page.evaluate("performance.now()") - start
        requests = len(readings(page))
        interval = int(page.locator(".pad").get_attribute("data-send-interval"))
        assert 2 <= requests <= elapsed / interval + 2

    def test_undo_brings_the_earlier_answer_back_and_redo_the_later(self, page):
        draw_number(page, 3, 7)
        expect_answer(page, "37")
        tool(page, "Undo").click()
        expect_answer(page, "3")
        tool(page, "Redo").click()
        expect_answer(page, "37")

    def test_keys_undo_redo_and_clear(self, page):
        draw_with_mouse(page, 7)
        expect_answer(page, "7")
        for key, answer in (
            ("Control+z", ""),
            ("Control+Shift+z", "7"),
            ("Delete", ""),
            ("Control+z", "7"),
        ):
            page.keyboard.press(key)
            expect_answer(page, answer)

    def test_the_eraser_removes_ink(self, page):
        draw_number(page, 3, 7)
        expect_answer(page, "37")
        tool(page, "Eraser").click()
        draw(page, scale_strokes(STROKES[7], left=0.5, size=0.5))
        expect_answer(page, "3")

    def test_a_hasty_eraser_leaves_no_specks_that_make_the_other_digit_uncertain(
        self, page
    ):
        draw_number(page, 4, 2)
        expect_answer(page, "42")
        tool(page, "Eraser").click()
        heights = [0.25, 0.41, 0.57, 0.73]  # the eraser is 0.14 wide: slivers remain
        turns = [
            [(0.55, y), (0.95, y)][:: 1 - 2 * (n % 2)] for n, y in enumerate(heights)
        ]
        draw(page, [[point for turn in turns for point in turn]], steps=3)
        expect_answer(page, "4")
        tool(page, "Undo").click()
        expect_answer(page, "42")
        tool(page, "Redo").click()
        expect_answer(page, "4")

    @pytest.mark.parametrize("way", ["Clear", "Undo", "rubbing"])
    def test_without_ink_the_pen_draws_again_that_was_used_before_the_eraser(
        self, page, way
    ):
        tool(page, "Thick pen").click()
        draw_with_mouse(page, 1)
        tool(page, "Eraser").click()
        if way == "rubbing":
            draw(page, [STROKES[1][0] + STROKES[1][0][::-1]], steps=3)
        else:
            tool(page, way).click()
        expect_message(page, "Draw a digit")
        expect(tool(page, "Thick pen")).to_have_attribute("aria-pressed", "true")
        expect(tool(page, "Eraser")).to_have_attribute("aria-disabled", "true")
        tool(page, "Eraser").dispatch_event("click")
        draw_with_mouse(page, 7)
        expect_answer(page, "7")
        if way != "Undo":
            for _ in range(2):
                tool(page, "Undo").click()
            expect_answer(page, "1")

    def test_the_three_pens_differ_and_pressure_widens_them(self, page):
        line = [(0.3, 0.2), (0.3, 0.5), (0.3, 0.8)]
        inks = []
        for name in ("Thin pen", "Medium pen", "Thick pen"):
            tool(page, name).click()
            for pressure in (0.2, 0.9):
                draw_with_pen(page, line, pressure)
                wait_for_answer(page)  # with which the end of the stroke is painted
                inks.append(ink_on(page))
                tool(page, "Clear").click()
        assert inks[0] < inks[1] and inks[2] < inks[3] and inks[4] < inks[5]
        assert inks[0] < inks[2] < inks[4]

    def test_quick_strokes_are_round(self, page):
        """Four points of a circle give its arcs, and not the sides of a square."""
        corners = [(0.5, 0.2), (0.8, 0.5), (0.5, 0.8), (0.2, 0.5)]
        draw(page, [[*corners, *corners[:2]]])
        assert page.locator("#pad canvas").evaluate(
            """canvas => {
              const at = (x, y) => canvas.getContext("2d")
                .getImageData(x * canvas.width, y * canvas.height, 1, 1).data[0];
              return at(0.7, 0.7) < 128 && at(0.63, 0.63) > 128;
            }"""
        )

    def test_a_sharp_turn_leaves_no_spike(self, page):
        """The ink ends half a pen's width beyond the stroke, at 0.7 + 9 / 280."""
        draw(page, [[(0.3, 0.5), (0.7, 0.5), (0.3, 0.53), (0.68, 0.55)]], steps=4)
        assert page.locator("#pad canvas").evaluate(
            """canvas => {
              const left = Math.round(0.74 * canvas.width);
              const { data } = canvas.getContext("2d")
                .getImageData(left, 0, canvas.width - left, canvas.height);
              return data.every((value) => value > 128);
            }"""
        )

    def test_light_and_dark_paper_are_read_alike(self, page):
        draw_with_mouse(page, 7)
        expect_answer(page, "7")
        for paper in ("dark", "light"):
            wait_for_answer(page)
            picture = page.locator("#steps img").first
            before = picture.get_attribute("src")
            tool(page, "Dark or light paper").click()
            expect(page.locator(".pad")).to_have_attribute("data-paper", paper)
            expect(picture).not_to_have_attribute("src", before)
            expect_answer(page, "7")

    def test_the_drawing_survives_a_visit_to_another_tab(self, page):
        draw_with_mouse(page, 7)
        expect_answer(page, "7")
        ink = ink_on(page)
        page.get_by_role("tab", name="Train").click()
        expect(page.locator("#pad")).to_be_hidden()
        page.get_by_role("tab", name="Recognize").click()
        expect(page.locator("#pad")).to_be_visible()
        assert ink_on(page) == ink > 0
        tool(page, "Undo").click()
        expect_answer(page, "")

    def test_strokes_leave_no_file(self, page, uploads):
        before = set(uploads.rglob("*"))
        draw_with_mouse(page, 4)
        expect_answer(page, "4")
        assert set(uploads.rglob("*")) <= before  # older files may expire meanwhile


def test_the_first_stroke_counts_after_load_and_after_clear(desktop):
    draw_with_mouse(desktop, 1)
    expect_answer(desktop, "1")
    clear(desktop)
    draw_with_mouse(desktop, 7)
    expect_answer(desktop, "7")


def test_a_drawing_outlives_a_reload_and_can_still_be_undone(desktop):
    draw_with_mouse(desktop, 4)
    expect_answer(desktop, "4")
    tool(desktop, "Thin pen").click()
    ink = ink_on(desktop)
    desktop.reload()
    expect_answer(desktop, "4")
    assert ink_on(desktop) == ink
    assert tool(desktop, "Thin pen").get_attribute("aria-pressed") == "true"
    for _ in STROKES[4]:
        tool(desktop, "Undo").click()
    expect_answer(desktop, "")


@cache
def fold_script() -> str:
    """Give the name of Gradio's script for folds; its scripts are named by numbers."""
    assets = Path(gradio.__file__).parent / "templates/frontend/assets"
    texts = {path.name: path.read_text() for path in assets.glob("Index-*.js")}
    (name,) = (name for name, text in texts.items() if "gradio_expand" in text)
    return name


@contextmanager
def half_loaded(page: Page, address: str) -> Iterator[list[Route]]:
    """Load the page but for one of its scripts; give what was asked for it."""
    delayed = []
    page.route(f"**/assets/{fold_script()}", lambda route: delayed.append(route))
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".pad[data-ready]")
    wait_until(page, lambda: delayed)
    yield delayed
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate(FORGET_DRAWING)
    page.goto("about:blank")


def test_a_stroke_counts_while_other_parts_still_load(pages, address):
    """Gradio covers the page until the last of its scripts is loaded."""
    page = pages("desktop")
    with half_loaded(page, address):
        draw_with_mouse(page, 7)
        expect_answer(page, "7")
        expect(page.locator("#switches")).not_to_be_attached()


def test_the_pad_stays_under_the_finger_while_other_parts_still_load(pages, address):
    page = pages("phone")
    with half_loaded(page, address) as delayed:
        page.mouse.wheel(0, 60)
        page.wait_for_function("scrollY === 60")
        height = page.evaluate("document.body.scrollHeight")
        for route in delayed:
            route.continue_()
        page.wait_for_function(f"document.body.scrollHeight > {height + 100}")
        assert page.evaluate("scrollY") == 60


# Draws a line; gives how long that took, in milliseconds.
DRAW_QUICKLY_JS = """async () => {
  const canvas = document.querySelector("#pad canvas");
  const { x, y, width, height } = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {}; // fails for a pointer that is not real
  const start = performance.now();
  const send = (kind, top) => canvas.dispatchEvent(new PointerEvent(kind, {
    pointerId: 7, clientX: x + width / 2, clientY: y + top * height,
  }));
  send("pointerdown", 0.2);
  for (const top of [0.4, 0.6, 0.8]) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    send("pointermove", top);
  }
  send("pointerup", 0.8);
  return performance.now() - start;
}"""


def test_a_short_stroke_is_sent_once(desktop):
    for _ in range(20):  # a busy machine may draw slowly
        desktop.requested_urls.clear()
        elapsed = desktop.evaluate(DRAW_QUICKLY_JS)
        expect_answer(desktop, "1")
        wait_for_answer(desktop)
        if elapsed < 250:
            break
        clear(desktop)
    assert len(readings(desktop)) == 1


# Draws the strokes within one task of the browser. No person is as fast, but a busy browser
# handles a person's strokes like this. Gives the largest number of requests that were
# pending at once until the answer was `text`, and the answer.
DRAW_AT_ONCE_JS = """async ([strokes, text]) => {
  const canvas = document.querySelector("#pad canvas");
  const digit = document.querySelector("#answer .digit");
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const { fetch } = window;
  canvas.setPointerCapture = () => {}; // fails for a pointer that is not real
  let pending = 0, most = 0;
  window.fetch = async (address, options) => {
    const isDrawing = String(options?.body).includes("data:image/png");
    most = Math.max(most, pending += isDrawing);
    try { return await fetch(address, options); } finally { pending -= isDrawing; }
  };
  for (const stroke of strokes) {
    const send = (kind, [left, top]) => canvas.dispatchEvent(new PointerEvent(kind, {
      pointerId: 7, clientX: x + left * width, clientY: y + top * height,
    }));
    send("pointerdown", stroke[0]);
    stroke.forEach((point) => send("pointermove", point));
    send("pointerup", stroke.at(-1));
  }
  const end = performance.now() + 20000;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  while (pending || digit.textContent !== text && performance.now() < end) await pause();
  return [most, digit.textContent];
}"""


def test_strokes_drawn_at_once_are_sent_one_after_the_other(desktop):
    strokes = [list(stroke) for stroke in STROKES[4]]
    assert len(strokes) > 1
    assert desktop.evaluate(DRAW_AT_ONCE_JS, [strokes, "4"]) == [1, "4"]


def test_a_stroke_whose_request_failed_is_sent_again(desktop):
    sent = []

    def fail_once(route):
        if "component_server" not in route.request.url:
            return route.continue_()
        drawing = json.loads(route.request.post_data)["data"]["url"]
        sent.append(drawing)
        fails = sent == [drawing]
        route.fulfill(status=500, json={}) if fails else route.continue_()

    desktop.evaluate(SHORTEN_TIMEOUTS_JS)
    desktop.route(READINGS, fail_once)
    tool(desktop, "Thick pen").click()
    draw(desktop, [[(0.5, 0.2)]])
    expect_message(desktop, "No digit found")
    assert len(sent) == 2 and sent[0] == sent[1]


@pytest.mark.parametrize("name", ["Example 5", "Read this photo again"])
def test_a_photo_cancels_what_is_still_to_be_sent_of_a_stroke(desktop, name):
    desktop.get_by_role("button", name="Example 5").click()
    expect_answer(desktop, "9")
    held, sent_later = [], []
    desktop.route(READINGS, lambda route: held.append(route))
    draw_with_mouse(desktop, 4)
    with desktop.expect_request(READINGS):
        desktop.get_by_role("button", name=name).click()
    wait_until(desktop, lambda: len(held) == 2)
    desktop.route(READINGS, lambda route: sent_later.append(route))
    for route in held:
        with desktop.expect_response(READINGS):
            route.continue_()
    expect_answer(desktop, "9")
    wait_for_answer(desktop)
    assert not sent_later


def test_a_strokes_request_that_arrives_late_leaves_the_photos_answer(desktop):
    held = []

    def hold(route):
        is_photo = IS_PHOTO in (route.request.post_data or "")
        route.continue_() if is_photo else held.append(route)

    desktop.route(READINGS, hold)
    draw_with_mouse(desktop, 4)
    desktop.get_by_role("button", name="Example 5").click()
    expect_answer(desktop, "9")
    held[0].continue_()
    wait_for_answer(desktop)
    expect_answer(desktop, "9")


@pytest.mark.parametrize("paper", ["#ffffff", "#18181b"])
def test_the_picture_that_is_sent_has_the_gray_levels_of_the_canvas(desktop, paper):
    script = (FOLDER / "recognize/grayscale_png.js").read_text(encoding="utf-8")
    gray, color = (
        np.asarray(decode_drawing(url))
        for url in desktop.evaluate(PNG_URLS_JS % script, paper)
    )
    assert gray.ndim == 2 and len(np.unique(gray)) > 10
    assert np.array_equal(gray, to_grayscale(color[..., :3]))


def test_two_visitors_do_not_mix(desktop, another_visitor):
    for page, digit in ((desktop, 7), (another_visitor, 4)):
        draw_with_mouse(page, digit)
    expect_answer(desktop, "7")
    expect_answer(another_visitor, "4")
    clear(desktop)
    expect_answer(another_visitor, "4")


def test_a_finger_draws_and_the_page_does_not_scroll(phone):
    phone.mouse.wheel(0, 60)
    phone.wait_for_function("scrollY === 60")
    draw_with_finger(phone, STROKES[7])
    expect_answer(phone, "7")
    assert phone.evaluate("scrollY") == 60
    clear(phone)
    draw_with_finger(phone, [[(0.5, 0.5)]])
    assert ink_on(phone) > 100  # a tap leaves a dot


def test_the_pad_stays_under_the_finger_when_the_answer_gets_shorter(phone, tmp_path):
    row = np.hstack([draw_digit(7, side=90)] * 20)
    Image.fromarray(row).save(tmp_path / "row.png")
    upload(phone, tmp_path / "row.png")
    expect_answer(phone, 20 * "7")
    expect(phone.locator("#answer .boxes button")).to_have_count(20)
    canvas = phone.locator("#pad canvas")
    before = canvas.bounding_box()["y"]
    start, *points = points_on_page(phone, STROKES[7][0])
    phone.mouse.move(*start)
    phone.mouse.down()
    for point in points:
        phone.mouse.move(*point, steps=4)
    expect(phone.locator("#answer .source")).to_have_text("your drawing")
    assert canvas.bounding_box()["y"] == before
    phone.mouse.up()
    expect_answer(phone, "7")
    higher = "before => document.querySelector('#pad canvas').getBoundingClientRect().y < before"
    phone.wait_for_function(higher, arg=before)


def test_a_stroke_may_start_at_the_edge_and_leave_the_pad(phone):
    draw_with_finger(phone, [[(0.52, 0.005), (0.51, 0.5), (0.5, 1.1)]])
    expect_answer(phone, "1")


@pytest.mark.parametrize("center, radii", [(0.5, (0.6, 0.4)), (0.9, (0.3, 0.4))])
def test_a_zero_that_runs_off_the_pad_is_read_as_drawn(desktop, center, radii):
    draw(desktop, [subsample(arc(center, 0.5, *radii, -120, 240))])
    expect_answer(desktop, "0")


def test_two_digits_that_run_off_the_pad_are_read_as_drawn(desktop):
    for digit, left in ((8, -0.25), (0, 0.4)):
        strokes = map(subsample, STROKES[digit])
        draw(desktop, scale_strokes(strokes, left=left, size=1))
    expect_answer(desktop, "80")


def test_a_stroke_far_beyond_the_pad_is_sent_as_far_as_half_a_pad(desktop):
    draw(desktop, [[(0.5, 0.2), (0.5, 4)]])
    expect_answer(desktop, "1")


def test_every_control_has_a_name_and_is_large_enough_for_a_finger(phone):
    buttons = phone.locator("#pad button").all()
    assert len(buttons) == 8
    for button in buttons:
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert button.get_attribute("aria-label")
    expect(phone.locator("#pad canvas")).to_have_accessible_name(
        "Drawing pad: draw a digit or a number here"
    )
