"""axe finds no barrier for people who see little or have the page read out."""

import re

import pytest
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from playwright.sync_api import Page, expect

from lenet.app.localization import LOCALES
from tests.browser.conftest import SECONDS
from tests.browser.test_page import expect_answer
from tests.browser.test_testing_tab import evaluate, measure, open_tab
from tests.browser.user_input import draw_with_mouse, type_in

# Before that, a button that has just been enabled is paler than it will be.
HAS_SETTLED = """() =>
  document.getAnimations().every((one) => !(one instanceof CSSTransition))"""
SET_THEME = "isDark => document.body.classList.toggle('dark', isDark)"
# The theme changes colors alone; what other rules find is the same in dark.
THEME_RULES = ["color-contrast", "link-in-text-block"]
DEFAULT_CASE = ("phone", "en")
OTHER_CASES = [
    pytest.param(device, language, marks=pytest.mark.exhaustive)
    for device in ("phone", "desktop")
    for language in LOCALES
    if (device, language) != DEFAULT_CASE
]


def violations(page: Page) -> str:
    """Report what axe finds on the page as it is, in light and in dark."""
    reports = []
    in_dark = {**DEFAULT_OPTIONS, "runOnly": THEME_RULES}
    for is_dark, options in ((False, DEFAULT_OPTIONS), (True, in_dark)):
        page.evaluate(SET_THEME, is_dark)
        page.wait_for_function(HAS_SETTLED)
        found = Axe().run(page, options=options)
        reports += [found.generate_report()] if found.violations_count else []
    return "\n".join(reports)


def run_one_epoch(page: Page) -> None:
    page.locator("#train .label-wrap").first.click()
    type_in(page.locator("#train input[type=number]").first, "1")
    page.locator("#train input[type=radio]").last.check()  # the sample
    page.locator("#start").click()
    downloads = page.locator("#train .downloads a[href]")
    expect(downloads).to_have_count(2, timeout=60 * SECONDS)


@pytest.mark.parametrize(("device", "language"), [DEFAULT_CASE, *OTHER_CASES])
def test_axe_finds_nothing_on_any_tab(visit, device, language):
    page = visit(device, locale=language)
    found = [violations(page)]
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    for fold in ("layers", "explanation", "perturbation"):
        page.locator(f"#{fold} .label-wrap").click()
        expect(page.locator(f"#{fold}-panel")).to_be_visible()
    expect(page.locator("#perturbation-panel .digit")).to_have_text(re.compile("."))
    found.append(violations(page))
    page.get_by_role("tab").nth(1).click()
    run_one_epoch(page)
    found.append(violations(page))
    open_tab(page)
    evaluate(page)
    measure(page)
    found.append(violations(page))
    assert not any(found), "\n".join(found)
