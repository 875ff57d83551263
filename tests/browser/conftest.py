"""A served page and a real Chromium, one of each for all browser tests of a worker.

A visit loads the page into a browser page that is open already; that takes 0.3 seconds,
where a new browser context takes 5 seconds of CPU time.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

from lenet.app.localization import LOCALES
from tests.server import Server

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (  # the browser itself makes no requests
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DEVICES = {"desktop": DESKTOP, "another desktop": DESKTOP, "phone": PHONE}
HAS_STYLE = """() => {
  const canvas = document.querySelector("#pad canvas");
  return canvas?.offsetHeight > 200 && canvas.width > 300;
}"""
LOADER = ".loading"  # Gradio's, over a pad that works already
FORGET_DRAWING = "sessionStorage.clear(); Storage.prototype.setItem = () => {};"
STOP_RUN = "document.querySelector('#stop')?.click()"
REPORTED_EVENTS = 60  # the last ones on a page, in the report of a failed test
SECONDS = 1000  # in milliseconds, which Playwright takes
expect.set_options(timeout=20 * SECONDS)  # machines of tests are slow and busy


def chromium(browser_type: BrowserType) -> Path | str | None:
    """Give the path of the machine's Chromium, or of Playwright's."""
    own = Path(browser_type.executable_path)  # of `playwright install`
    found = filter(None, map(shutil.which, EXECUTABLES))
    return next(found, own if own.exists() else None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; without one the tests are skipped, or fail where CI is set."""
    with sync_playwright() as playwright:
        path = chromium(playwright.chromium)
        if not path:
            reason = "no Chromium found: install Debian's chromium or Google Chrome"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(server: Server) -> str:
    return server.address


@pytest.fixture(scope="session")
def uploads(server: Server) -> Path:
    """The folder that the page under test stores uploads in."""
    return server.folder


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    return request.getfixturevalue(request.param)


@pytest.fixture
def desktop(visit: Callable[..., Page]) -> Page:
    return visit("desktop")


@pytest.fixture
def another_visitor(visit: Callable[..., Page]) -> Page:
    return visit("another desktop")


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    return visit("phone")


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, pages: Callable[[str], Page], address: str
) -> Iterator[Callable[..., Page]]:
    """Give a function that loads the page: on which device, and in what language."""
    request.node.visited = []
    with ExitStack() as stack:

        def load(device: str, *, query: str = "", locale: str = "en-US") -> Page:
            page = pages(device)
            request.node.visited.append(page)
            page.set_viewport_size(DEVICES[device]["viewport"])  # a test may change it
            stack.enter_context(with_locale(page, locale))
            return stack.enter_context(loaded(page, address + query))

        yield load


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Callable[[str], Page]:
    """Give a function from a device to its browser page, always the same one."""
    open_pages: dict[str, Page] = {}

    def page_of(device: str) -> Page:
        if device not in open_pages:
            open_pages[device] = new_page(browser, DEVICES[device])
        return open_pages[device]

    return page_of


def languages(*default: str) -> list:
    """Give all languages, of which only some are tested by default."""
    exhaustive = pytest.mark.exhaustive
    return [
        one if one in default else pytest.param(one, marks=exhaustive)
        for one in LOCALES
    ]


@contextmanager
def with_locale(page: Page, locale: str) -> Iterator[None]:
    """Have the browser ask for a language and format numbers, as its settings would."""
    session = page.context.new_cdp_session(page)
    agent = page.evaluate("navigator.userAgent")
    headers = {"userAgent": agent, "acceptLanguage": locale}
    session.send("Emulation.setUserAgentOverride", headers)
    session.send("Emulation.setLocaleOverride", {"locale": locale})
    yield
    if not page.is_closed():
        session.detach()


@contextmanager
def loaded(page: Page, address: str) -> Iterator[Page]:
    """Load the page as a new visitor's; at the end, stop its run and leave it."""
    page.requested_urls.clear()
    page.events.clear()
    page.goto(address)
    page.wait_for_function(HAS_STYLE)
    page.wait_for_selector(".pad[data-ready]")
    page.wait_for_selector(LOADER, state="detached")
    yield page
    if not page.is_closed():
        page.unroute_all(behavior="ignoreErrors")
        page.evaluate(STOP_RUN)  # which would go on for a minute
        page.wait_for_selector("#stop", state="detached")
        page.evaluate(FORGET_DRAWING)
        page.goto("about:blank")


def new_page(browser: Browser, device: dict) -> Page:
    """Open a browser page that records its events, for the report of a failed test."""
    page = browser.new_context(**device).new_page()
    page.set_default_timeout(20 * SECONDS)
    page.requested_urls, page.events = [], []

    def record(*values: object) -> None:
        page.events.append(f"{time.monotonic():9.3f}  {'  '.join(map(str, values))}")

    page.on("request", lambda request: page.requested_urls.append(request.url))
    page.on("request", lambda r: record(r.method, r.url, len(r.post_data_buffer or "")))
    page.on("response", lambda r: record(r.status, r.url))
    page.on("requestfailed", lambda r: record("failed", r.url, r.failure))
    page.on("console", lambda message: record(message.type, message.text))
    page.on("pageerror", lambda error: record("error", error))
    page.on("framenavigated", lambda frame: record("navigated to", frame.url))
    page.on("crash", lambda: record("crashed"))
    return page


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = (yield).get_result()
    if report.failed:
        for page in getattr(item, "visited", []):
            events = "\n".join(page.events[-REPORTED_EVENTS:])
            report.sections.append(("events on the page", events))
