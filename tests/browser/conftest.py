"""A running page and a real Chromium; without a browser these tests are skipped."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (  # no service of the browser's own looks for its maker
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DEVICES = {"desktop": DESKTOP, "another desktop": DESKTOP, "phone": PHONE}
STYLED = """() => {
  const canvas = document.querySelector("#pad canvas");
  return canvas?.offsetHeight > 200 && canvas.width > 300;
}"""
LOADER = ".loading"  # of Gradio's, over a pad that can be drawn on already
FORGET = "sessionStorage.clear(); Storage.prototype.setItem = () => {};"
LAST = 60  # of what happened on a page that a failed test's report tells
SECONDS = 1000  # playwright counts milliseconds
expect.set_options(timeout=20 * SECONDS)  # machines of tests are slow and busy


def chromium(playwright: Playwright) -> Path | str | None:
    """Give the path of the machine's Chromium, or of playwright's own."""
    own = Path(playwright.chromium.executable_path)  # of `playwright install`
    return next(filter(None, map(shutil.which, NAMES)), own if own.exists() else None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = chromium(playwright)
        if not path:
            sentence = "no Chromium found: install Debian's chromium or Google Chrome"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="session")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the page under test keeps what visitors send."""
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, uploads: Path) -> Iterator[str]:
    """Serve the page by demo.py, as a visitor would, without any MNIST."""
    data = tmp_path_factory.mktemp("no-mnist")
    command = [sys.executable, "-u", "demo.py", "--data-dir", str(data)]
    output = {"stdout": subprocess.PIPE, "text": True}
    environment = os.environ | {"GRADIO_TEMP_DIR": str(uploads)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **output) as demo:
        yield demo.stdout.readline().split()[-1]
        demo.terminate()


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
            stack.enter_context(speaking(page, locale))
            return stack.enter_context(visited(page, address + query))

        yield load


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Callable[[str], Page]:
    """Give a device the same page each time: a browser has the scripts by then."""
    known: dict[str, Page] = {}

    def page_of(device: str) -> Page:
        if device not in known:
            known[device] = new_page(browser, DEVICES[device])
        return known[device]

    return page_of


@contextmanager
def opened(browser: Browser, address: str, device: dict) -> Iterator[Page]:
    """Visit as somebody who never came before."""
    page = new_page(browser, device)
    with visited(page, address):
        yield page
    page.context.close()


@contextmanager
def speaking(page: Page, locale: str) -> Iterator[None]:
    """Have the browser ask for a language, as its settings would."""
    session = page.context.new_cdp_session(page)
    said = {"userAgent": page.evaluate("navigator.userAgent"), "acceptLanguage": locale}
    session.send("Emulation.setUserAgentOverride", said)
    session.send("Emulation.setLocaleOverride", {"locale": locale})
    yield
    if not page.is_closed():
        session.detach()


@contextmanager
def visited(page: Page, address: str) -> Iterator[Page]:
    """Load the page anew, and leave it in the end."""
    page.hosts.clear()
    page.story.clear()
    page.goto(address)
    page.wait_for_function(STYLED)
    page.wait_for_selector(".pad[data-ready]")
    page.wait_for_selector(LOADER, state="detached")
    yield page
    if not page.is_closed():
        page.unroute_all(behavior="ignoreErrors")
        page.evaluate(FORGET)
        page.goto("about:blank")


def new_page(browser: Browser, device: dict) -> Page:
    """Open a page that keeps what happens on it, for the report of a failed test."""
    page = browser.new_context(**device).new_page()
    page.set_default_timeout(20 * SECONDS)
    page.hosts, page.story = [], []

    def note(*words: object) -> None:
        page.story.append(f"{time.monotonic():9.3f}  " + "  ".join(map(str, words)))

    page.on("request", lambda request: page.hosts.append(request.url))
    page.on("request", lambda r: note(r.method, r.url, len(r.post_data_buffer or "")))
    page.on("response", lambda r: note(r.status, r.url))
    page.on("requestfailed", lambda r: note("failed", r.url, r.failure))
    page.on("console", lambda message: note(message.type, message.text))
    page.on("pageerror", lambda error: note("error", error))
    page.on("framenavigated", lambda frame: note("is at", frame.url))
    page.on("crash", lambda: note("crashed"))
    return page


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = (yield).get_result()
    if report.failed:
        for page in getattr(item, "visited", []):
            report.sections.append(("page", "\n".join(page.story[-LAST:])))
