"""The pad under a mouse, a finger and a pen."""

import json
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, new_page
from tests.browser.hands import (
    draw,
    draw_with_finger,
    draw_with_mouse,
    draw_with_pen,
    placed,
    points_on_page,
    thinned,
)
from tests.browser.test_page import expect_answer
from tests.handwriting import HANDWRITING_STYLES, STROKES

SLOW = 300  # milliseconds that questions and answers take on a slow line

INK = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let ink = 0;
  for (let n = 0; n < data.length; n += 4) ink += data[n] < 128;
  return ink;
}"""


def tool(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def ink_on(page: Page) -> int:
    return page.locator("#pad canvas").evaluate(INK)


@pytest.mark.parametrize("digit", range(10))
def test_three_hands_slow_and_fast_are_read(desktop, digit):
    for place, hand in enumerate(HANDWRITING_STYLES.values()):
        slow = (digit + place) % 2
        strokes = hand[digit] if slow else map(thinned, hand[digit])
        draw(desktop, strokes, steps=2 if slow else 1)
        expect_answer(desktop, str(digit))
        tool(desktop, "Clear").click()
        expect_answer(desktop, "–")


def test_the_first_stroke_counts_after_load_and_after_clear(page):
    draw_with_mouse(page, 1)
    expect_answer(page, "1")
    tool(page, "Clear").click()
    expect_answer(page, "–")
    draw_with_mouse(page, 0)
    expect_answer(page, "0")


def test_a_drawing_outlives_a_reload_and_can_still_be_undone(page):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    tool(page, "Thin pen").click()
    ink = ink_on(page)
    page.reload()
    expect_answer(page, "4")
    assert ink_on(page) == ink
    assert tool(page, "Thin pen").get_attribute("aria-pressed") == "true"
    for _ in STROKES[4]:
        tool(page, "Undo").click()
    expect_answer(page, "–")


def test_a_stroke_counts_while_other_parts_still_load(browser, address):
    """Gradio covers the page until the last of its scripts is there."""
    late = []
    page = new_page(browser, DESKTOP)
    page.route("**/assets/Image-*.js", lambda route: late.append(route))
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".pad[data-ready]")
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    expect(page.locator("#photo")).not_to_be_attached()
    assert late
    page.context.close()


def test_the_pad_stays_under_the_finger_while_other_parts_still_load(browser, address):
    late = []
    page = new_page(browser, PHONE)
    page.route("**/assets/Image-*.js", lambda route: late.append(route))
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".pad[data-ready]")
    page.mouse.wheel(0, 60)
    page.wait_for_function("scrollY === 60")
    height = page.evaluate("document.body.scrollHeight")
    for route in late:
        route.continue_()
    page.wait_for_function(f"document.body.scrollHeight > {height + 100}")
    assert page.evaluate("scrollY") == 60
    page.context.close()


def test_ten_quick_strokes_end_in_the_right_answer(desktop):
    tool(desktop, "Thin pen").click()
    for place, digit in enumerate((5, 4, 5, 4, 5)):
        draw(desktop, placed(STROKES[digit], left=place * 0.2 - 0.05, size=0.3))
    expect_answer(desktop, "54545")


# Draws the strokes within one task of the browser's: no hand is as quick, but a browser
# that was busy meanwhile gives what a hand did just so. Gives the most questions that
# were under way at once until the answer was `text`.
AT_ONCE = """async ([strokes, text]) => {
  const canvas = document.querySelector("#pad canvas");
  const digit = document.querySelector("#answer .digit");
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const { fetch } = window;
  canvas.setPointerCapture = () => {}; // takes a real pointer's only
  let asking = 0, most = 0;
  window.fetch = async (address, options) => {
    const asks = String(options?.body).includes("data:image/png");
    most = Math.max(most, asking += asks);
    try { return await fetch(address, options); } finally { asking -= asks; }
  };
  for (const stroke of strokes) {
    const point = (kind, [left, top]) => canvas.dispatchEvent(new PointerEvent(kind, {
      pointerId: 7, clientX: x + left * width, clientY: y + top * height,
    }));
    point("pointerdown", stroke[0]);
    stroke.forEach((place) => point("pointermove", place));
    point("pointerup", stroke.at(-1));
  }
  const end = performance.now() + 5000;
  const pause = () => new Promise((done) => setTimeout(done, 100));
  while (asking || digit.textContent !== text && performance.now() < end) await pause();
  return [most, digit.textContent];
}"""


def test_strokes_in_no_time_are_asked_about_one_after_the_other(desktop):
    strokes = [list(stroke) for stroke in STROKES[4]]
    assert len(strokes) > 1
    assert desktop.evaluate(AT_ONCE, [strokes, "4"]) == [1, "4"]


def test_a_stroke_whose_answer_failed_is_asked_about_again(desktop):
    asked = []

    def fail_once(route):
        question = json.loads(route.request.post_data or "{}")
        drawing = question.get("data", [""])[:1]
        if "data:image/png" in str(drawing):
            asked.append(drawing)
        fails = asked == [drawing]
        route.fulfill(status=500, json={}) if fails else route.continue_()

    desktop.route("**/run/predict", fail_once)
    tool(desktop, "Thick pen").click()
    draw(desktop, [[(0.5, 0.2)]])
    expect(desktop.locator("#answer .bars .top")).to_be_attached()
    assert len(asked) == 2 and asked[0] == asked[1]


def test_a_photo_overtakes_what_a_stroke_still_has_to_ask(desktop):
    held, asked_later = [], []
    desktop.route("**/run/predict", lambda route: held.append(route))
    draw_with_mouse(desktop, 4)
    desktop.get_by_role("button", name="Example 5").click()
    desktop.wait_for_timeout(SLOW)
    desktop.route("**/run/predict", lambda route: asked_later.append(route))
    for route in held:
        route.continue_()
        desktop.wait_for_timeout(SLOW)
    expect_answer(desktop, "9")
    assert len(held) == 2 and not asked_later


def test_a_strokes_question_that_arrives_late_leaves_the_photos_answer(desktop):
    held = []

    def hold(route):
        is_drawn = "data:image/png" in (route.request.post_data or "")
        held.append(route) if is_drawn else route.continue_()

    desktop.route("**/run/predict", hold)
    draw_with_mouse(desktop, 4)
    desktop.get_by_role("button", name="Example 5").click()
    expect_answer(desktop, "9")
    with desktop.expect_response("**/run/predict"):
        held[0].continue_()
    desktop.wait_for_timeout(SLOW)
    expect_answer(desktop, "9")


def test_an_answer_comes_while_the_stroke_is_drawn(desktop):
    (stroke,) = STROKES[2]
    first, *rest = points_on_page(desktop, stroke)
    desktop.mouse.move(*first)
    desktop.mouse.down()
    for point in rest:
        desktop.mouse.move(*point, steps=3)
    expect_answer(desktop, "2")
    desktop.mouse.up()


def test_a_long_stroke_asks_at_most_ten_times_a_second(desktop):
    draw_with_mouse(desktop, 1)
    expect_answer(desktop, "1")
    asked = len(asks(desktop))
    start = time.monotonic()
    draw(desktop, [STROKES[0][0] * 2], steps=2)
    assert 2 <= len(asks(desktop)) - asked <= 10 * (time.monotonic() - start) + 2


def asks(page: Page) -> list[str]:
    return [url for url in page.requested_urls if "/run/predict" in url]


def test_a_finger_draws_and_the_page_does_not_scroll(phone):
    phone.mouse.wheel(0, 60)
    phone.wait_for_function("scrollY === 60")
    draw_with_finger(phone, STROKES[7])
    expect_answer(phone, "7")
    assert phone.evaluate("scrollY") == 60


def test_a_stroke_may_start_at_the_edge_and_leave_the_pad(phone):
    draw_with_finger(phone, [[(0.52, 0.005), (0.51, 0.5), (0.5, 1.1)]])
    expect_answer(phone, "1")


def test_undo_brings_the_earlier_answer_back_and_redo_the_later(desktop):
    draw(desktop, placed(STROKES[3], left=0, size=0.5))
    expect_answer(desktop, "3")
    draw(desktop, placed(STROKES[7], left=0.5, size=0.5))
    expect_answer(desktop, "37")
    tool(desktop, "Undo").click()
    expect_answer(desktop, "3")
    tool(desktop, "Redo").click()
    expect_answer(desktop, "37")


def test_keys_undo_redo_and_clear(desktop):
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    for key, answer in (
        ("Control+z", "–"),
        ("Control+Shift+z", "3"),
        ("Delete", "–"),
        ("Control+z", "3"),
    ):
        desktop.keyboard.press(key)
        expect_answer(desktop, answer)


def test_the_eraser_takes_ink_away(desktop):
    draw(desktop, placed(STROKES[3], left=0, size=0.5))
    draw(desktop, placed(STROKES[7], left=0.5, size=0.5))
    expect_answer(desktop, "37")
    tool(desktop, "Eraser").click()
    draw(desktop, placed(STROKES[7], left=0.5, size=0.5))
    expect_answer(desktop, "3")


def test_the_three_pens_differ_and_pressure_tells(desktop):
    line = [(0.3, 0.2), (0.3, 0.5), (0.3, 0.8)]
    inks = []
    for name in ("Thin pen", "Medium pen", "Thick pen"):
        tool(desktop, name).click()
        for pressure in (0.2, 0.9):
            draw_with_pen(desktop, line, pressure)
            inks.append(ink_on(desktop))
            tool(desktop, "Clear").click()
    assert inks[0] < inks[1] and inks[2] < inks[3] and inks[4] < inks[5]
    assert inks[0] < inks[2] < inks[4]


def test_a_tap_leaves_a_dot(phone):
    draw_with_finger(phone, [[(0.5, 0.5)]])
    assert ink_on(phone) > 100


def test_quick_strokes_are_round(desktop):
    """Four points of a circle give its arcs, not a square's sides."""
    corners = [(0.5, 0.2), (0.8, 0.5), (0.5, 0.8), (0.2, 0.5)]
    draw(desktop, [[*corners, *corners[:2]]])
    expect(desktop.locator("#answer .digit")).not_to_have_text("–")
    assert desktop.locator("#pad canvas").evaluate(
        """canvas => {
          const at = (x, y) => canvas.getContext("2d")
            .getImageData(x * canvas.width, y * canvas.height, 1, 1).data[0];
          return at(0.7, 0.7) < 128 && at(0.63, 0.63) > 128;
        }"""
    )


def test_a_sharp_turn_leaves_no_spike(desktop):
    """The ink ends half a pen beyond the stroke's points, at 0.7 + 9 / 280."""
    draw(desktop, [[(0.3, 0.5), (0.7, 0.5), (0.3, 0.53), (0.68, 0.55)]], steps=4)
    assert desktop.locator("#pad canvas").evaluate(
        """canvas => {
          const left = Math.round(0.74 * canvas.width);
          const { data } = canvas.getContext("2d")
            .getImageData(left, 0, canvas.width - left, canvas.height);
          return data.every((value) => value > 128);
        }"""
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_light_and_dark_paper_are_read_alike(visit, theme):
    page = visit("desktop", query=f"?__theme={theme}")
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    seen = page.locator("#steps img").first
    before = seen.get_attribute("src")
    tool(page, "Dark or light paper").click()
    expect(seen).not_to_have_attribute("src", before)
    expect_answer(page, "3")


def test_the_drawing_survives_a_visit_to_another_tab(page):
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    ink = ink_on(page)
    page.get_by_role("tab", name="Train").click()
    expect(page.locator("#pad")).to_be_hidden()
    page.get_by_role("tab", name="Recognize").click()
    expect(page.locator("#pad")).to_be_visible()
    assert ink_on(page) == ink > 0
    tool(page, "Undo").click()
    expect_answer(page, "–")


def test_two_visitors_do_not_mix(desktop, another_visitor):
    for page, digit in ((desktop, 3), (another_visitor, 5)):
        draw_with_mouse(page, digit)
    expect_answer(desktop, "3")
    expect_answer(another_visitor, "5")
    tool(desktop, "Clear").click()
    expect_answer(desktop, "–")
    expect_answer(another_visitor, "5")


def test_strokes_leave_no_file(desktop, uploads):
    before = set(uploads.rglob("*"))
    for digit in (2, 3, 5):
        draw_with_mouse(desktop, digit)
    expect(desktop.locator("#answer .digit")).not_to_have_text("–")
    assert set(uploads.rglob("*")) <= before  # older files may expire meanwhile


def test_every_control_has_a_name_and_room_for_a_finger(phone):
    buttons = phone.locator("#pad button").all()
    assert len(buttons) == 8
    for button in buttons:
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert button.get_attribute("aria-label")
    expect(phone.locator("#pad canvas")).to_have_accessible_name(
        "Drawing pad: draw a digit or a number here"
    )
