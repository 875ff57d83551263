"""The panels that look inside: layers, reasons, and a digit to shake."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import draw, draw_with_mouse, placed, type_in
from tests.browser.test_page import AT_REST, expect_answer
from tests.handwriting import STROKES

MAPS = {"c1": 6, "s2": 6, "c3": 16, "s4": 16}
UNITS = {"c5": 120, "f6": 84}
# As many different colours as the canvas has; an unpainted one has a single colour.
COLORS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""
PAINTED = """selector => document.querySelector(selector).toDataURL()"""
TIME_PAINTED = """() => new Promise(resolve => {
  const canvas = document.querySelector("[data-layer=c5] canvas");
  const before = canvas.toDataURL();
  addEventListener("pointerup", () => {
    const released = performance.now();
    const look = () => {
      if (canvas.toDataURL() === before) return requestAnimationFrame(look);
      resolve(performance.now() - released);
    };
    look();
  }, { once: true });
})"""


def open_panel(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def open_shake(page: Page) -> None:
    """Wait for the first answer too."""
    open_panel(page, "Distort your digit")
    expect(page.locator("#perturbation-panel .digit")).to_have_text(re.compile("."))


def draw_digit(page: Page, digit: int) -> None:
    page.evaluate("scrollTo(0, 0)")  # to the pad, from an open panel
    draw_with_mouse(page, digit)


def draw_seven(page: Page) -> None:
    draw_digit(page, 7)
    expect_answer(page, "7")
    page.wait_for_function(AT_REST)


def turn(page: Page, degrees: int) -> None:
    number = page.get_by_label("number input for Rotate left (°)")
    type_in(number, str(degrees))
    number.press("Enter")


def test_every_map_and_unit_of_a_drawn_seven_is_shown(page):
    draw_seven(page)
    open_panel(page, "Inside the network")
    expect(page.locator("#layers-panel .content")).to_be_visible()
    for layer, count in MAPS.items():
        canvases = page.locator(f"[data-layer={layer}] canvas")
        expect(canvases).to_have_count(count)
        assert all(canvas.evaluate(COLORS) > 1 for canvas in canvases.all())
    for layer, count in UNITS.items():
        canvas = page.locator(f"[data-layer={layer}] canvas")
        assert canvas.evaluate("c => c.width * c.height") == count
        assert canvas.evaluate(COLORS) > 10
    rows = page.locator("[data-layer=output] li")
    expect(rows).to_have_count(10)
    expect(page.locator("[data-layer=output] .top b")).to_have_text("7")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_layers_say_their_size_and_parameters(desktop):
    draw_seven(desktop)
    open_panel(desktop, "Inside the network")
    said = {
        "c1": "6 maps of 28×28, 156 parameters",
        "s4": "16 maps of 5×5, 0 parameters",
        "c5": "120 units, 48,120 parameters",
        "output": "10 logits, 850 parameters",
    }
    for layer, text in said.items():
        size = desktop.locator(f"[data-layer={layer}] .size")
        expect(size).to_have_text(text)
    spoken = desktop.get_by_role(
        "img", name="c3, convolution: 16 maps of 10×10, values from −1"
    )
    expect(spoken).to_be_visible()


def test_open_maps_follow_another_digit(page):
    draw_seven(page)
    open_panel(page, "Inside the network")
    expect(page.locator("#layers-panel .content")).to_be_visible()
    before = page.evaluate(PAINTED, "[data-layer=c5] canvas")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.locator("#layers-panel .placeholder")).to_be_visible()
    draw_digit(page, 3)
    expect(page.locator("[data-layer=output] .top b")).to_have_text("3")
    assert page.evaluate(PAINTED, "[data-layer=c5] canvas") != before


def calls_of_a_tap(page: Page) -> int:
    """Put a dot on the pad, which sends one picture, and count the calls it makes."""
    page.evaluate("scrollTo(0, 0)")
    page.requested_urls.clear()
    draw(page, [[(0.8, 0.9)]])
    page.wait_for_function(AT_REST)
    calls = sum("gradio_api" in url for url in page.requested_urls)
    page.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_function(AT_REST)
    return calls


def test_a_stroke_makes_no_request_more_for_panels_closed_or_open(desktop):
    draw_seven(desktop)
    never_opened = calls_of_a_tap(desktop)
    open_panel(desktop, "Inside the network")
    expect(desktop.locator("#layers-panel .content")).to_be_visible()
    while_open = calls_of_a_tap(desktop)
    open_panel(desktop, "Inside the network")
    expect(desktop.locator("#layers-panel")).to_be_hidden()
    closed_again = calls_of_a_tap(desktop)
    assert 0 < never_opened == while_open == closed_again


def test_why_shows_what_the_answer_hangs_on_and_three_neighbours(page):
    draw_seven(page)
    open_panel(page, "Why this answer")
    figures = page.locator("#explanation-panel .neighbors figure")
    expect(figures.first).to_be_visible()
    expect(figures).to_have_count(3)
    for figure in figures.all():
        expect(figure.locator("figcaption")).to_contain_text("away")
        expect(figure.locator("img")).to_have_js_property("naturalWidth", 28)
    expect(page.locator("#explanation-panel .critical-patch")).to_contain_text(
        "The probability of 7 is"
    )
    assert page.locator("#explanation-panel canvas").evaluate(COLORS) > 20
    expect(page.locator("#explanation-panel .source")).to_contain_text(
        "5,000 digits of MNIST"
    )


def test_a_seven_turned_far_enough_is_another_digit(page):
    draw_seven(page)
    open_shake(page)
    answer = page.locator("#perturbation-panel .digit")
    expect(answer).to_have_text("7")
    failure_angles = page.locator("#perturbation-panel .failure-angles text")
    expect(failure_angles.last).to_contain_text("°")
    turn(page, 50)
    expect(answer).to_have_text("1")
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(answer).to_have_text("7")
    expect(page.get_by_label("number input for Rotate left (°)")).to_have_value("0")


def test_the_rotation_slider_moves_the_answer_by_the_keyboard(desktop):
    draw_seven(desktop)
    open_shake(desktop)
    expect(desktop.locator("#perturbation-panel .digit")).to_have_text("7")
    before = desktop.locator("#perturbation-panel circle").get_attribute("cx")
    slider = desktop.locator("#perturbation-angle input[type=range]")
    for _ in range(50):
        slider.press("ArrowRight")
    expect(desktop.locator("#perturbation-panel .digit")).to_have_text("1")
    expect(desktop.locator("#perturbation-panel circle")).not_to_have_attribute(
        "cx", before
    )


def test_a_shake_stays_on_for_the_next_drawing(desktop):
    draw_seven(desktop)
    open_shake(desktop)
    turn(desktop, 50)
    expect(desktop.locator("#perturbation-panel .digit")).to_have_text("1")
    before = desktop.locator("#perturbation-panel img").get_attribute("src")
    desktop.get_by_role("button", name="Clear", exact=True).click()
    draw_digit(desktop, 4)
    expect(desktop.locator("#perturbation-panel .original")).to_contain_text(
        "Undistorted: 4"
    )
    expect(desktop.locator("#perturbation-panel img")).not_to_have_attribute(
        "src", before
    )
    angle = desktop.locator("#perturbation-panel circle").get_attribute("cx")
    assert float(angle) > 500  # 50 degrees is near the right end


def test_dark_ink_needs_the_pages_steps(desktop):
    draw_seven(desktop)
    open_shake(desktop)
    desktop.get_by_label("dark on light").check()
    expect(desktop.locator("#perturbation-panel .path")).to_contain_text(
        "only ever seen light ink"
    )
    expect(desktop.locator("#perturbation-panel .digit")).not_to_have_text("7")
    desktop.get_by_label("Prepare it like a photo").check()
    expect(desktop.locator("#perturbation-panel .digit")).to_have_text("7")


def test_any_digit_of_a_number_can_be_looked_into(page):
    draw(page, placed(STROKES[3], left=0, size=0.5))
    draw(page, placed(STROKES[7], left=0.5, size=0.5))
    expect_answer(page, "37")
    expect(page.locator("#digit-picker")).to_be_hidden()
    open_panel(page, "Inside the network")
    best = page.locator("[data-layer=output] .top b")
    expect(best).to_have_text("3")
    second = page.get_by_role("button", name="digit 2 of 2, read as 7")
    second.click()
    expect(best).to_have_text("7")
    expect(second).to_have_attribute("aria-pressed", "true")
    open_panel(page, "Inside the network")
    expect(second).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_zero_has_the_panels_own_background_tone(visit, theme):
    page = visit("desktop", query=f"?__theme={theme}")
    draw_seven(page)
    open_panel(page, "Inside the network")
    zero = page.locator("#layers-panel").evaluate(
        "e => getComputedStyle(e).getPropertyValue('--zero').trim()"
    )
    bright = sum(bytes.fromhex(zero[1:])) > 3 * 128
    assert bright is (theme == "light")


@pytest.mark.parametrize(
    ("locale", "name", "size"),
    [("zh-CN", "网络内部", "6 张 28x28 的特征图"), ("zh-TW", "網路內部", "6 張 28x28")],
)
def test_the_panels_speak_the_browsers_language(visit, locale, name, size):
    page = visit("phone", locale=locale)
    draw_seven(page)
    open_panel(page, name)
    expect(page.locator("[data-layer=c1] .size")).to_contain_text(size)


def test_maps_follow_a_stroke_within_300_milliseconds(desktop):
    draw_with_mouse(desktop, 1)
    expect_answer(desktop, "1")
    open_panel(desktop, "Inside the network")
    expect(desktop.locator("#layers-panel .content")).to_be_visible()
    milliseconds = []
    for number in range(5):
        desktop.wait_for_function(AT_REST)
        desktop.evaluate(f"() => {{ window.painted = ({TIME_PAINTED})(); }}")
        desktop.evaluate("scrollTo(0, 0)")
        draw(desktop, [[(0.2 + 0.1 * number, 0.3), (0.25 + 0.1 * number, 0.5)]])
        milliseconds.append(desktop.evaluate("window.painted"))
    assert sorted(milliseconds)[2] < 300
