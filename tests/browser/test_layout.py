"""The page at all widths, from a small phone to a large screen: nothing is cut off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import languages
from tests.browser.test_axe import HAS_SETTLED
from tests.browser.test_page import expect_answer
from tests.browser.test_testing_tab import evaluate, open_tab
from tests.browser.user_input import draw_with_mouse

WIDTHS = (320, 390, 768, 844, 900, 1000, 1280, 1920, 2560)
# Elements of a part whose content is wider than they are or that reach beyond a part's
# edges, by more than a pixel. Elements that scroll or that only screen readers see are left
# out, and so are Gradio's sliders, whose inner parts are laid over each other.
OVERFLOWING_JS = """part => {
  const name = (one) => `${one.tagName} ${one.id || one.getAttribute("class")} ${one.textContent.slice(0, 40)}`;
  const { left, right } = part.getBoundingClientRect();
  const found = [];
  for (const one of [part, ...part.querySelectorAll("*")]) {
    const frame = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (frame.width < 2 || style.clipPath !== "none" || one.closest("svg")) continue;
    if (one.matches("input, option") || style.visibility === "hidden") continue;
    const isTooWide = style.display !== "inline" && one.scrollWidth > one.clientWidth + 1;
    const isScrollable = ["auto", "scroll"].includes(style.overflowX);
    const isOutside = frame.left < left - 1 || frame.right > right + 1;
    if (isTooWide && !isScrollable || isOutside) found.push(name(one));
  }
  return found;
}"""
PAGE_FITS_JS = "document.documentElement.scrollWidth <= innerWidth"


def resize(page: Page, width: int, height: int = 900) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => innerWidth === width", arg=width)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.wait_for_function(HAS_SETTLED)


def expect_to_fit(page: Page, selector: str) -> None:
    overflowing = page.locator(selector).evaluate(OVERFLOWING_JS)
    assert overflowing == [], f"{selector} at {page.viewport_size}"


@pytest.mark.parametrize("language", languages("de", "zh-CN"))
def test_no_fold_is_cut_off_at_any_width(visit, language):
    page = visit("desktop", locale=language)
    draw_with_mouse(page, 5)
    expect_answer(page, "5")
    for fold in ("switches", "layers", "explanation", "perturbation"):
        page.locator(f"#{fold} .label-wrap").click()
    expect(page.locator(".neighbors img").last).to_be_visible()
    expect(page.locator("#perturbation-panel .digit")).to_have_text("5")
    for width in WIDTHS:
        resize(page, width)
        assert page.evaluate(PAGE_FITS_JS), width
        for part in ("pad", "photo-column", "answer", "steps"):
            expect_to_fit(page, f"#{part}")
        for fold in ("switches", "layers", "explanation", "perturbation"):
            expect_to_fit(page, f"#{fold}")


@pytest.mark.parametrize("language", languages("de"))
def test_the_train_and_test_tabs_are_not_cut_off_at_any_width(visit, language):
    page = visit("desktop", locale=language)
    page.get_by_role("tab").nth(1).click()
    page.locator("#train .label-wrap").first.click()
    expect(page.locator("#chart svg").first).to_be_visible()
    for width in WIDTHS:
        resize(page, width)
        assert page.evaluate(PAGE_FITS_JS), width
        expect_to_fit(page, "#train")
    open_tab(page)
    evaluate(page)
    for width in WIDTHS:
        resize(page, width)
        assert page.evaluate(PAGE_FITS_JS), width
        for part in ("draw-controls", "random-digits", "confusion-matrix"):
            expect_to_fit(page, f"#{part}")


def test_a_phone_held_sideways_shows_pad_tools_and_answer_at_once(phone):
    resize(phone, 844, 390)
    draw_with_mouse(phone, 5)
    expect_answer(phone, "5")
    assert phone.evaluate("scrollY") == 0
    for selector in (".pad canvas", ".pad-tools", "#answer .digit", "#answer .bars"):
        expect(phone.locator(selector)).to_be_in_viewport(ratio=1)
    for button in phone.locator(".pad-tools button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_a_run_on_a_phone_has_stop_state_and_chart_in_view(phone):
    phone.get_by_role("tab").nth(1).click()
    phone.locator("#train input[type=radio]").first.check()
    phone.locator("#start").click()
    expect(phone.locator("#stop")).to_be_focused()
    for selector in ("#stop", "#status", "#chart"):
        expect(phone.locator(selector)).to_be_in_viewport(ratio=0.9)
    phone.locator("#stop").click()
    expect(phone.locator("#start")).to_be_visible()


def test_a_run_on_a_phone_held_sideways_has_stop_and_state_in_view(phone):
    resize(phone, 844, 390)
    phone.get_by_role("tab").nth(1).click()
    expect(phone.locator("#start")).to_be_in_viewport(ratio=1)
    phone.evaluate("scrollTo(0, 250)")
    phone.locator("#start").focus()
    phone.keyboard.press("Enter")
    for selector in ("#stop", "#status"):
        expect(phone.locator(selector)).to_be_in_viewport(ratio=1)
    phone.locator("#stop").click()
    expect(phone.locator("#start")).to_be_visible()


def test_an_example_is_shown_whole_enough_to_be_read_at_any_width(desktop):
    for width in WIDTHS:
        resize(desktop, width)
        for picture in desktop.locator(".examples img").all():
            box = picture.bounding_box()
            assert 1.3 <= box["width"] / box["height"] <= 1.6, width


def test_the_bars_fill_their_column_before_anything_is_drawn(page):
    column = page.locator("#answer .bars").bounding_box()
    bar = page.locator("#answer .bars .bar").first.bounding_box()
    right = column["x"] + column["width"]
    assert bar["x"] + bar["width"] == pytest.approx(right, abs=1)
    draw_with_mouse(page, 5)
    expect_answer(page, "5")
    bar = page.locator("#answer .bars .bar").first.bounding_box()
    assert bar["x"] + bar["width"] < right - 50


@pytest.mark.parametrize("width", [1920, 2560])
def test_a_large_screen_is_used(desktop, width):
    resize(desktop, width, 1080)
    draw_with_mouse(desktop, 5)
    expect_answer(desktop, "5")
    for selector in ("#recognize", "#layers", "#perturbation"):
        assert desktop.locator(selector).bounding_box()["width"] > 1600
    assert desktop.locator(".pad canvas").bounding_box()["width"] > 550


def test_what_is_tapped_is_not_below_the_answer_on_a_phone(phone):
    draw_with_mouse(phone, 5)
    expect_answer(phone, "5")
    for fold in ("perturbation", "explanation", "layers", "switches"):
        title = phone.locator(f"#{fold} .label-wrap")
        title.evaluate("one => one.scrollIntoView({ block: 'start' })")
        answer = phone.locator("#answer-column").bounding_box()
        assert title.bounding_box()["y"] >= answer["y"] + answer["height"]
        title.click()
        expect(title).to_have_class(re.compile("open"))
