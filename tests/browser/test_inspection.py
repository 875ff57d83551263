"""The panels below the answer: the layers, the explanation and the distorted digit."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import loaded, with_locale
from tests.browser.test_page import expect_answer
from tests.browser.user_input import (
    draw,
    draw_number,
    draw_with_mouse,
    type_in,
    wait_for_answer,
)

LAYERS, EXPLANATION = "Inside the network", "Why this answer"
PERTURBATION = "Distort your digit"
MAPS = {"c1": 6, "s2": 6, "c3": 16, "s4": 16}
UNITS = {"c5": 120, "f6": 84}
# An unpainted canvas has a single color.
COUNT_COLORS_JS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""
IS_REPAINTED_JS = """before =>
  document.querySelector("[data-layer=c5] canvas").toDataURL() !== before"""


def open_panel(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def open_perturbation(page: Page) -> None:
    """Open the panel, and wait for its first answer."""
    open_panel(page, PERTURBATION)
    expect(perturbed(page, ".digit")).to_have_text(re.compile("."))


def perturbed(page: Page, selector: str) -> Locator:
    return page.locator(f"#perturbation-panel {selector}")


def best_logit(page: Page) -> Locator:
    return page.locator("[data-layer=output] .top b")


def draw_below_open_panels(page: Page, digit: int) -> None:
    page.evaluate("scrollTo(0, 0)")  # to the pad
    draw_with_mouse(page, digit)
    expect_answer(page, str(digit))
    wait_for_answer(page)


def rotate(page: Page, degrees: int) -> None:
    number = page.get_by_label("number input for Rotate left (°)")
    type_in(number, str(degrees))
    number.press("Enter")


def reset(page: Page) -> None:
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(perturbed(page, ".digit")).to_have_text("7")


@pytest.fixture(scope="class", params=["desktop", "phone"])
def page_with_a_seven(
    request: pytest.FixtureRequest, pages: Callable[[str], Page], address: str
) -> Iterator[Page]:
    """A page with a drawn 7 and all panels open."""
    page = pages(request.param)
    with with_locale(page, "en-US"), loaded(page, address):
        draw_below_open_panels(page, 7)
        open_panel(page, LAYERS)
        open_panel(page, EXPLANATION)
        open_perturbation(page)
        yield page


class TestPanelsOfADrawnSeven:
    @pytest.fixture
    def page(self, page_with_a_seven: Page) -> Page:
        return page_with_a_seven

    def test_every_map_and_unit_is_painted(self, page):
        for layer, count in MAPS.items():
            canvases = page.locator(f"[data-layer={layer}] canvas")
            expect(canvases).to_have_count(count)
            assert all(one.evaluate(COUNT_COLORS_JS) > 1 for one in canvases.all())
        for layer, count in UNITS.items():
            canvas = page.locator(f"[data-layer={layer}] canvas")
            assert canvas.evaluate("c => c.width * c.height") == count
            assert canvas.evaluate(COUNT_COLORS_JS) > 10
        expect(page.locator("[data-layer=output] li")).to_have_count(10)
        expect(best_logit(page)).to_have_text("7")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_layers_show_their_sizes_and_parameters(self, page):
        sizes = {
            "c1": "6 maps of 28×28, 156 parameters",
            "s4": "16 maps of 5×5, 0 parameters",
            "c5": "120 units, 48,120 parameters",
            "output": "10 logits, 850 parameters",
        }
        for layer, text in sizes.items():
            expect(page.locator(f"[data-layer={layer}] .size")).to_have_text(text)
        name = "c3, convolution: 16 maps of 10×10, values from −1"
        expect(page.get_by_role("img", name=name)).to_be_visible()

    def test_zero_has_the_tone_of_the_background_in_each_theme(self, page):
        panel = page.locator("#layers-panel")
        script = "panel => getComputedStyle(panel).getPropertyValue('--zero').trim()"
        light = panel.evaluate(script)
        page.evaluate("document.body.classList.add('dark')")
        dark = panel.evaluate(script)
        page.evaluate("document.body.classList.remove('dark')")
        assert sum(bytes.fromhex(dark[1:])) < 3 * 128 < sum(bytes.fromhex(light[1:]))

    def test_the_explanation_shows_sensitivity_and_three_neighbors(self, page):
        panel = page.locator("#explanation-panel")
        figures = panel.locator(".neighbors figure")
        expect(figures.first).to_be_visible()
        expect(figures).to_have_count(3)
        for figure in figures.all():
            expect(figure.locator("figcaption")).to_contain_text("distance")
            expect(figure.locator("img")).to_have_js_property("naturalWidth", 28)
        probability = panel.locator(".critical-patch")
        expect(probability).to_contain_text("The probability of 7 is")
        assert panel.locator("canvas").evaluate(COUNT_COLORS_JS) > 20
        expect(panel.locator(".sample")).to_contain_text("5,000 digits of MNIST")

    def test_a_seven_rotated_far_enough_is_another_digit(self, page):
        expect(perturbed(page, ".failure-angles text").last).to_contain_text("°")
        rotate(page, 50)
        expect(perturbed(page, ".digit")).to_have_text("1")
        reset(page)
        angle = page.get_by_label("number input for Rotate left (°)")
        expect(angle).to_have_value("0")

    def test_the_keyboard_moves_the_rotation_slider(self, page):
        slider = page.locator("#perturbation-angle input[type=range]")
        before = perturbed(page, "circle").get_attribute("cx")
        slider.press("ArrowRight")
        expect(perturbed(page, "circle")).not_to_have_attribute("cx", before)
        slider.press("End")
        expect(perturbed(page, ".digit")).to_have_text("1")
        reset(page)

    def test_dark_ink_needs_to_be_prepared_like_a_photo(self, page):
        page.get_by_label("Dark on light").check()
        expect(perturbed(page, ".path")).to_contain_text("only ever seen light ink")
        expect(perturbed(page, ".digit")).not_to_have_text("7")
        page.get_by_label("Prepare it like a photo").check()
        expect(perturbed(page, ".digit")).to_have_text("7")
        reset(page)


def test_open_panels_follow_the_next_drawing(desktop):
    draw_below_open_panels(desktop, 7)
    open_panel(desktop, LAYERS)
    open_perturbation(desktop)
    rotate(desktop, 50)
    expect(perturbed(desktop, ".digit")).to_have_text("1")
    picture = perturbed(desktop, "img").get_attribute("src")
    maps = desktop.locator("[data-layer=c5] canvas").evaluate("c => c.toDataURL()")
    desktop.get_by_role("button", name="Clear", exact=True).click()
    expect(desktop.locator("#layers-panel .placeholder")).to_be_visible()
    draw_below_open_panels(desktop, 4)
    expect(best_logit(desktop)).to_have_text("4")
    desktop.wait_for_function(IS_REPAINTED_JS, arg=maps)
    expect(perturbed(desktop, ".original")).to_contain_text("Undistorted: 4")
    expect(perturbed(desktop, "img")).not_to_have_attribute("src", picture)
    angle = perturbed(desktop, "circle").get_attribute("cx")
    assert float(angle) > 500  # 50 degrees is near the right end


def requests_for_a_dot(page: Page) -> int:
    """Draw a dot, which sends one picture, and count the requests that it causes."""
    page.evaluate("scrollTo(0, 0)")
    page.requested_urls.clear()
    draw(page, [[(0.8, 0.9)]])
    wait_for_answer(page)
    requests = sum("gradio_api" in url for url in page.requested_urls)
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_for_answer(page)
    return requests


def test_a_stroke_makes_no_more_requests_for_panels_closed_or_open(desktop):
    draw_below_open_panels(desktop, 7)
    never_opened = requests_for_a_dot(desktop)
    open_panel(desktop, LAYERS)
    expect(desktop.locator("#layers-panel .content")).to_be_visible()
    while_open = requests_for_a_dot(desktop)
    open_panel(desktop, LAYERS)
    expect(desktop.locator("#layers-panel")).to_be_hidden()
    closed_again = requests_for_a_dot(desktop)
    assert 0 < never_opened == while_open == closed_again


def test_the_panels_can_show_each_digit_of_a_number(desktop):
    draw_number(desktop, 3, 7)
    expect_answer(desktop, "37")
    expect(desktop.locator("#digit-picker")).to_be_hidden()
    open_panel(desktop, LAYERS)
    expect(best_logit(desktop)).to_have_text("3")
    second = desktop.get_by_role("button", name="digit 2 of 2, read as 7")
    second.click()
    expect(best_logit(desktop)).to_have_text("7")
    expect(second).to_have_attribute("aria-pressed", "true")
    open_panel(desktop, LAYERS)
    expect(second).to_be_hidden()
