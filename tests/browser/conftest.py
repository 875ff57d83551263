"""A running page and a real Chromium; without a browser these tests are skipped."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
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
STYLED = """() => {
  const canvas = document.querySelector("#pad canvas");
  return canvas?.offsetHeight > 200 && canvas.width > 300;
}"""
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


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Page:
    yield from opened(browser, address, request.param)


@pytest.fixture
def desktop(browser: Browser, address: str) -> Page:
    yield from opened(browser, address, DESKTOP)


@pytest.fixture
def another_visitor(browser: Browser, address: str) -> Page:
    yield from opened(browser, address, DESKTOP)


@pytest.fixture
def phone(browser: Browser, address: str) -> Page:
    yield from opened(browser, address, PHONE)


def opened(browser: Browser, address: str, device: dict) -> Iterator[Page]:
    context = browser.new_context(**device)
    page = context.new_page()
    page.set_default_timeout(20 * SECONDS)
    page.hosts, page.story = [], []
    page.on("request", lambda request: page.hosts.append(request.url))
    _tell(page)
    page.goto(address)
    page.wait_for_function(STYLED)
    page.wait_for_selector(".pad[data-ready]")
    yield page
    context.close()


def _tell(page: Page) -> None:
    """Keep what happens on the page, for the report of a test that fails."""
    start = time.monotonic()

    def note(*words: object) -> None:
        page.story.append(
            f"{time.monotonic() - start:7.3f} s  " + "  ".join(map(str, words))
        )

    page.on("request", lambda r: note(r.method, r.url, len(r.post_data_buffer or "")))
    page.on("response", lambda r: note(r.status, r.url))
    page.on("requestfailed", lambda r: note("failed", r.url, r.failure))
    page.on("console", lambda message: note(message.type, message.text))
    page.on("pageerror", lambda error: note("error", error))
    page.on("framenavigated", lambda frame: note("is at", frame.url))
    page.on("crash", lambda: note("crashed"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = (yield).get_result()
    pages = [p for p in item.funcargs.values() if isinstance(p, Page)]
    if report.failed:
        for page in pages:
            report.sections.append(("page", "\n".join(page.story[-LAST:])))
