"""The page behind a real nginx: https, below a path, two servers that share visitors."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lenet.app.localization import LOCALES
from tests.browser.conftest import DESKTOP, loaded, new_page
from tests.browser.test_page import expect_answer, upload
from tests.browser.test_training import curve, start, stop
from tests.browser.user_input import draw_with_mouse
from tests.handwriting import draw_digit
from tests.nginx import HOST, nginx, program, shown_location
from tests.server import API, Server, served

ENGLISH = LOCALES["en"]
LOGIN = {"username": "teacher", "password": "secret"}
LOG_IN = "fields => fetch('login', {method: 'POST', body: new URLSearchParams(fields)})"
PATHS = {"a host of its own": "", "below a path": "lenet/"}
pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(not program(), reason="needs nginx"),
]


@pytest.fixture(scope="module", params=PATHS)
def path(request: pytest.FixtureRequest) -> str:
    return PATHS[request.param]


@pytest.fixture(scope="module")
def replicas(path: str, tmp_path_factory) -> Iterator[list[Server]]:
    """Two servers that ask for a password."""
    environment = {"LENET_AUTH": "teacher:secret"}
    if path:
        environment["GRADIO_ROOT_PATH"] = f"/{path}"
    with ExitStack() as stack:
        folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
        contexts = [served(folder, **environment) for folder in folders]
        yield [stack.enter_context(context) for context in contexts]


@pytest.fixture(scope="module")
def address(replicas: list[Server], path: str, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("proxy") / "nginx"
    location = shown_location().replace("/lenet/", f"/{path}")
    with nginx(folder, ports_of(replicas), location) as host:
        yield host + path


def ports_of(servers: list[Server]) -> list[int]:
    return [server.client.base_url.port for server in servers]


@pytest.fixture(scope="module")
def stranger(browser: Browser) -> Iterator[Page]:
    """A browser page that accepts the certificate."""
    page = new_page(browser, DESKTOP | {"ignore_https_errors": True})
    yield page
    page.context.close()


@pytest.fixture
def page(stranger: Page, address: str) -> Iterator[Page]:
    """The page through nginx, after the login."""
    stranger.goto(address)
    stranger.evaluate(LOG_IN, LOGIN)
    with loaded(stranger, address):
        yield stranger


def test_a_wrong_password_is_told_and_the_right_one_opens_the_page(stranger, address):
    stranger.context.clear_cookies()
    stranger.goto(address)
    name = stranger.get_by_label(ENGLISH["login.name"])
    name.fill("teacher")
    stranger.get_by_label(ENGLISH["login.password"]).fill("wrong")
    stranger.get_by_role("button", name=ENGLISH["login.submit"]).click()
    expect(stranger.get_by_role("alert")).to_have_text(ENGLISH["login.wrong"])
    stranger.get_by_label(ENGLISH["login.password"]).fill("secret")
    stranger.get_by_role("button", name=ENGLISH["login.submit"]).click()
    expect(stranger.locator("#pad")).to_be_visible()


def test_a_drawing_and_a_photo_of_3_megabytes_are_read(page, address, tmp_path):
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    picture = Image.fromarray(draw_digit(8, ink=70, paper=190)).resize((1800, 1800))
    picture.save(tmp_path / "eight.bmp")
    upload(page, tmp_path / "eight.bmp")
    expect_answer(page, "8")
    assert all(url.startswith((address, "blob:")) for url in page.requested_urls)


def test_a_run_is_shown_while_it_goes_on_and_can_be_stopped(page):
    start(page)
    before = curve(page).get_attribute("points")
    expect(curve(page)).not_to_have_attribute("points", before)
    stop(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Weights").click()
    assert download.value.path().stat().st_size > 200_000


def test_the_qr_code_leads_to_the_address_that_the_visitor_uses(page, address):
    page.get_by_text(ENGLISH["page.other_devices"]).click()
    expect(page.locator("#qr-code a")).to_have_attribute("href", address)


def test_a_visitor_stays_at_one_server_and_both_have_visitors(replicas, address):
    ids = {
        f"127.0.{network}.1": [app_id(address, f"127.0.{network}.1") for _ in range(3)]
        for network in range(8)
    }
    assert all(len(set(one)) == 1 for one in ids.values())
    assert len({one for asked in ids.values() for one in asked}) == len(replicas)


def app_id(address: str, own_address: str) -> str:
    """Ask which server answers a machine with this address, after a login there."""
    way = httpx.HTTPTransport(local_address=own_address, verify=False)
    url = httpx.URL(address.replace(HOST, "127.0.0.1"))
    with httpx.Client(base_url=url, transport=way, headers={"Host": HOST}) as client:
        assert client.post("login", data=LOGIN).status_code == 200
        return client.get(f"{API[1:]}/app_id").json()["app_id"]


def without(*settings: str) -> Callable[[str], str]:
    def change(location: str) -> str:
        for setting in settings:
            location = location.replace(setting, "")
        return location

    return change


HOST_HEADER = "proxy_set_header Host $http_host;"
WRONG = {
    "the host name is not passed on": without(HOST_HEADER),
    "the path is unknown to the server": lambda text: text.replace(
        "proxy_pass http://lenet;", "proxy_pass http://lenet/;"
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_proxy_with_a_wrong_setting_gets_a_sentence(stranger, tmp_path, mistake):
    with served(tmp_path) as server:
        location = WRONG[mistake](shown_location())
        if "path" not in mistake:
            location = location.replace("/lenet/", "/")
        with nginx(tmp_path / "nginx", ports_of([server]), location) as host:
            address = f"{host}lenet/" if "path" in mistake else host
            stranger.goto(address)
            sentence = stranger.locator("body > p[role=alert]")
            expect(sentence).to_contain_text(f"your browser loaded it from {address}")
            expect(sentence).to_contain_text("GRADIO_ROOT_PATH")


def test_a_whole_address_as_root_path_needs_no_setting_of_the_proxy(stranger, tmp_path):
    location = "location /lenet/ { proxy_pass http://lenet; }"
    with nginx(tmp_path / "nginx", [7929], location) as host:
        address = f"{host}lenet/"
        with served(tmp_path, "--port", "7929", GRADIO_ROOT_PATH=address) as server:
            printed = "".join(
                iter(server.process.stdout.readline, "Ctrl-C stops it.\n")
            )
            assert f"for others at {address}" in printed
            assert "runs have at most 10 epochs" in printed
            with loaded(stranger, address):
                draw_with_mouse(stranger, 3)
                expect_answer(stranger, "3")
                expect(stranger.locator("body > p[role=alert]")).to_have_count(0)
