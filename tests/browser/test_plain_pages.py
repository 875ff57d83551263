"""The login and the list of calls, as visitors see them."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lenet.app.localization import LOCALES
from tests.browser.conftest import with_locale
from tests.browser.test_axe import violations
from tests.server import Server, served

PICTURE = Path(__file__).parents[2] / ".github" / "number.png"
TEXT = "1998 61706"  # what is on the picture
GERMAN = LOCALES["de"]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory) -> Iterator[Server]:
    """A served page that asks for a password."""
    folder = tmp_path_factory.mktemp("guarded")
    with served(folder, "--auth", "teacher:secret") as server:
        yield server


@pytest.fixture
def plain(request, pages) -> Iterator[Page]:
    """A browser page that asks for German and has not logged in."""
    page = pages("phone")
    page.requested_urls.clear()
    with with_locale(page, "de-DE"):
        yield page
    page.context.clear_cookies()
    page.goto("about:blank")


def log_in(page: Page, password: str) -> None:
    page.get_by_label(GERMAN["login.password"]).fill(password)
    page.get_by_role("button", name=GERMAN["login.submit"]).click()


def test_the_login_keeps_the_name_and_says_what_is_wrong(plain, guarded):
    plain.goto(guarded.address)
    assert plain.title() == GERMAN["page.title"]
    expect(plain.get_by_text(GERMAN["login.sentence"])).to_be_visible()
    name = plain.get_by_label(GERMAN["login.name"])
    name.fill("teacher")
    log_in(plain, "wrong")
    expect(plain.get_by_role("alert")).to_have_text(GERMAN["login.wrong"])
    expect(name).to_have_value("teacher")
    expect(plain.get_by_label(GERMAN["login.password"])).to_be_focused()
    assert not violations(plain)
    log_in(plain, "secret")
    expect(plain.locator("#pad")).to_be_visible()


def test_too_many_wrong_passwords_are_told_in_words(plain, guarded):
    plain.goto(guarded.address)
    plain.route("**/login", lambda route: route.fulfill(status=429))
    plain.get_by_label(GERMAN["login.name"]).fill("teacher")
    log_in(plain, "wrong")
    expected = GERMAN["request_error.too_many_logins"]
    expect(plain.get_by_role("alert")).to_have_text(expected)
    plain.unroute_all()
    plain.route("**/login", lambda route: route.abort())
    log_in(plain, "wrong")
    expect(plain.get_by_role("alert")).to_have_text(GERMAN["request_error.failed"])
    plain.unroute_all()


def test_the_end_of_the_page_leads_to_the_calls_for_programs(visit, address):
    page = visit("desktop")
    page.get_by_role("link", name=LOCALES["en"]["api.link"]).click()
    expect(page.get_by_role("heading", name="/recognize")).to_be_visible()
    assert page.url == f"{address}?view=api"
    page.get_by_role("link", name=LOCALES["en"]["api.back"]).click()
    expect(page.locator("#pad")).to_be_visible()


def test_only_the_calls_for_programs_are_listed_and_no_other_host_is_asked(
    plain, address
):
    plain.goto(f"{address}?view=api")
    expect(plain.get_by_role("heading", level=2)).to_have_text(["/recognize", "/train"])
    expect(plain.get_by_text(GERMAN["api.about_train"])).to_be_visible()
    rows = plain.locator("table").first.locator("tr")
    expect(rows.nth(1)).to_contain_text(GERMAN["api.required"])
    expect(rows.nth(2)).to_contain_text('"auto", "dark", "light"')
    assert "undefined" not in plain.inner_text("body")
    assert all(url.startswith(address) for url in plain.requested_urls)
    assert not violations(plain)


@pytest.mark.parametrize("index", [0, pytest.param(1, id="curl")])
@pytest.mark.parametrize("has_password", [False, True])
def test_the_shown_examples_read_a_picture(
    plain, address, guarded, tmp_path, index, has_password
):
    if index and not shutil.which("curl"):
        pytest.skip("needs curl")
    plain.goto(f"{guarded.address if has_password else address}?view=api")
    if has_password:
        plain.get_by_label(GERMAN["login.name"]).fill("teacher")
        log_in(plain, "secret")
    expect(plain.locator("pre")).to_have_count(4)
    code = plain.locator("pre").nth(index).inner_text().replace("…", "secret")
    shutil.copy(PICTURE, tmp_path / "number.png")
    program = ["bash", "-c"] if index else [sys.executable, "-c"]
    done = subprocess.run(
        [*program, code], check=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert json.dumps(TEXT) in done.stdout.replace("'", '"')


def test_the_shown_example_of_a_run_prints_its_progress(plain, address):
    plain.goto(f"{address}?view=api")
    expect(plain.locator("pre")).to_have_count(4)
    code = plain.locator("pre").nth(2).inner_text()
    code = code.replace("epochs=2", "epochs=1, data='the 5,000-digit sample'")
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert "{'settings': {'preset': " in done.stdout
