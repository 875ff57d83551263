"""Whoever sees little, or has the page read out, can use all of it: axe judges."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import SECONDS
from tests.browser.hands import draw_with_mouse
from tests.browser.test_inside import open_panel, open_shake
from tests.browser.test_page import expect_answer
from tests.browser.test_testing_tab import ROWS, evaluate, open_tab
from tests.browser.test_training import start

# Until then a button that has just been enabled is half as pale as before.
SETTLED = """() =>
  document.getAnimations().every((one) => !(one instanceof CSSTransition))"""


def judged(page: Page) -> str:
    """Give what axe finds amiss on the page as it stands, in its words."""
    page.wait_for_function(SETTLED)
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize(("device", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_amiss_on_any_tab(visit, device, theme):
    page = visit(device, query=f"?__theme={theme}")
    amiss = [judged(page)]
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    open_panel(page, "Inside the network")
    open_panel(page, "Why this answer")
    open_shake(page)
    amiss.append(judged(page))
    start(page, epochs=1)
    expect(page.locator("#train .downloads a[href]")).to_have_count(2)
    amiss.append(judged(page))
    open_tab(page)
    evaluate(page)
    page.locator("#measure").click()
    rows = page.locator("#board tbody tr")
    expect(rows).to_have_count(ROWS, timeout=60 * SECONDS)
    amiss.append(judged(page))
    assert not any(amiss), "\n".join(amiss)
