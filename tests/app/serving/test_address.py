"""The page's address: what is refused before Gradio starts, and what others type in."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from lenet.app.serving import server
from lenet.app.serving.address import (
    ServerAddress,
    find_address,
    root_path,
    route_path,
)
from lenet.app.serving.page_blocks import PageBlocks
from tests.server import served

has_ipv6 = pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("port", [-1, 0, 65_536, 99_999])
def test_a_port_that_does_not_exist_is_refused(port):
    sentence = f"the port must be from 1 to 65535, got {port}"
    with pytest.raises(ValueError, match=sentence):
        find_address("127.0.0.1", port)
    with pytest.raises(ValueError, match=sentence):
        find_address("127.0.0.1", None, first_port=port)


def test_a_port_in_use_is_refused_when_it_was_asked_for(taken_port):
    with pytest.raises(OSError, match=f"port {taken_port} is in use already"):
        find_address("127.0.0.1", taken_port)


def test_a_port_in_use_is_passed_over_when_none_was_asked_for(taken_port):
    assert find_address("127.0.0.1", first_port=taken_port).port > taken_port


def test_only_the_last_port_is_tried_after_the_last_but_one(monkeypatch):
    tried = []

    def refuse(address: tuple[str, int], **_: object) -> None:
        tried.append(address[1])
        raise OSError(98, "in use")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(OSError, match="all ports from 65534 to 65535 are in use"):
        find_address("127.0.0.1", first_port=65_534)
    assert tried == [65_534, 65_535]


@pytest.mark.parametrize("host", ["no.such.host.invalid", "http://x", "a" * 70, "a b"])
def test_a_host_that_does_not_exist_is_refused(host):
    with pytest.raises(OSError, match="there is no host .*; --host takes an address"):
        find_address(host)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(OSError, match="does not have the address 192.0.2.1"):
        find_address("192.0.2.1")


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("127.0.0.1", True), ("localhost", True), ("127.0.0.2", True), ("0.0.0.0", False)],
)
def test_only_a_host_that_others_reach_is_public(host, is_local):
    address = find_address(host)
    assert address.is_local == is_local and address.is_public != is_local


def test_a_server_on_loopback_has_no_address_for_others():
    assert ServerAddress("127.0.0.1", 7860, is_local=True).public_url() is None


def test_a_public_link_makes_a_local_server_public():
    address = ServerAddress("127.0.0.1", 7860, is_local=True)
    address.share_url = "https://x.gradio.live"
    assert address.is_public and address.public_url() == "https://x.gradio.live"
    assert address.local_url == "http://127.0.0.1:7860/"


@pytest.mark.parametrize(("host", "local"), [("0.0.0.0", "localhost"), ("::", "::1")])
def test_a_server_on_all_interfaces_has_an_address_that_is_no_loopback(host, local):
    address = ServerAddress(host, 7860, is_local=False)
    assert httpx.URL(address.local_url).host == local
    if url := address.public_url():  # a machine without any network has none
        assert not httpx.URL(url).host.startswith(("127.", "0.", "::"))


def test_an_ipv6_address_is_written_in_brackets():
    address = ServerAddress("fd00::5", 80, is_local=False)
    assert address.public_url() == address.local_url == "http://[fd00::5]:80/"


@has_ipv6
@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_ipv6_address_is_taken_with_and_without_brackets(host):
    address = find_address(host)
    assert (address.host, address.is_local) == ("::1", True)


@has_ipv6
def test_the_page_is_served_on_an_ipv6_address_that_the_environment_names(tmp_path):
    names = {"GRADIO_SERVER_NAME": "::1", "GRADIO_SERVER_PORT": "7950"}
    with served(tmp_path, **names) as server:
        url = httpx.URL(server.address)
        assert url.host == "::1" and url.port >= 7950
        assert server.client.get("/config").status_code == 200


def test_a_port_that_was_taken_meanwhile_is_passed_over():
    """Another program opens the port after it was found free."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        address = ServerAddress("127.0.0.1", port, is_local=True)
        with PageBlocks() as app:
            pass
        try:
            with pytest.raises(OSError, match=f"port {port} cannot be opened any more"):
                server._start(app, address, search_port=False)
            server._start(app, address, search_port=True)
            assert address.port == app.server_port > port
        finally:
            app.close(verbose=False)


def test_a_flag_wins_over_a_variable(call, monkeypatch, taken_port):
    monkeypatch.setenv("GRADIO_SERVER_NAME", "no.such.host.invalid")
    monkeypatch.setenv("GRADIO_SERVER_PORT", "0")
    code, _, error = call("demo.py", "--host", "127.0.0.1", "--port", taken_port)
    assert code == 1 and "must be from 1 to 65535, got 0" in error
    monkeypatch.setenv("GRADIO_SERVER_NAME", "no.such.host.invalid")
    monkeypatch.setenv("GRADIO_SERVER_PORT", "1")
    code, _, error = call("demo.py", "--host", "127.0.0.1", "--port", taken_port)
    assert code == 1 and f"port {taken_port} is in use" in error


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("GRADIO_SERVER_NAME", "no.such.host.invalid", "there is no host no.such"),
        ("GRADIO_SERVER_PORT", "many", "GRADIO_SERVER_PORT must be a number, got many"),
        ("GRADIO_SERVER_PORT", "99999", "the port must be from 1 to 65535"),
        ("GRADIO_ROOT_PATH", "lenet", "GRADIO_ROOT_PATH must be a path that starts"),
    ],
)
def test_a_bad_variable_is_one_line_and_exit_code_1(
    call, monkeypatch, variable, value, sentence
):
    monkeypatch.setenv(variable, value)
    code, _, error = call("demo.py")
    assert code == 1 and sentence in error and "\n" not in error.strip()


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("", ""),
        ("/", ""),
        ("/lenet/", "/lenet"),
        ("https://x.org/l/", "https://x.org/l"),
    ],
)
def test_the_root_path_has_no_slash_at_its_end(monkeypatch, value, path):
    monkeypatch.setenv("GRADIO_ROOT_PATH", value)
    assert root_path() == path


def test_a_root_path_tells_that_others_reach_the_page(monkeypatch):
    address = ServerAddress("127.0.0.1", 7860, is_local=True)
    monkeypatch.setenv("GRADIO_ROOT_PATH", "/lenet")
    assert address.is_public and address.public_url() is None
    monkeypatch.setenv("GRADIO_ROOT_PATH", "https://x.org/lenet/")
    assert address.is_public and address.public_url() == "https://x.org/lenet/"
    address.share_url = "https://x.gradio.live"
    assert address.public_url() == "https://x.gradio.live"


def test_the_root_path_may_be_left_in_a_request():
    for path in ("/lenet/config", "/config"):
        assert route_path({"path": path, "root_path": "/lenet"}) == "/config"
    address = "https://x.org/lenet"
    assert route_path({"path": "/lenet/config", "root_path": address}) == "/config"
    assert route_path({"path": "/lenet", "root_path": "/lenet"}) == "/"
    assert route_path({"path": "/"}) == "/"


def test_the_page_is_served_below_the_root_path(tmp_path):
    with served(tmp_path, GRADIO_ROOT_PATH="/lenet/") as server:
        for prefix in ("", "/lenet"):  # proxies may leave it there or not
            german = {"Accept-Language": "de"}
            page = server.client.get(f"{prefix}/", headers=german)
            assert page.headers["Content-Language"] == "de"
            config = server.client.get(f"{prefix}/config").json()
            assert config["root"].endswith("/lenet")
            assert server.client.get(f"{prefix}/docs").status_code == 404
