"""The public link: opened through Gradio's share server, or the reason why not."""

import socket

import pytest
from gradio.tunneling import CURRENT_TUNNELS

from lenet.app.serving import share
from lenet.app.serving.address import ServerAddress
from tests.server import served

CLOSED = "http://127.0.0.1:9/"


@pytest.fixture
def address() -> ServerAddress:
    return ServerAddress("127.0.0.1", 7860, is_local=True)


@pytest.fixture
def share_server(monkeypatch) -> None:
    """Answer in place of Gradio's share server."""
    monkeypatch.setattr(share, "_share_server_error", lambda: None)


def test_a_closed_share_server_is_reported_with_the_reason(monkeypatch, address):
    monkeypatch.setattr(share, "SHARE_SERVER", CLOSED)
    with share.public_link(address) as error:
        assert "cannot be reached (Connection refused)" in error
        assert not address.is_public


def test_a_share_server_that_does_not_answer_is_given_up(monkeypatch, address):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        monkeypatch.setattr(share, "SHARE_SERVER", url)
        monkeypatch.setattr(share, "SHARE_TIMEOUT_SECONDS", 0.3)
        with share.public_link(address) as error:
            assert "did not answer" in error


def test_a_tunnel_that_cannot_be_opened_is_reported(monkeypatch, address, share_server):
    monkeypatch.setattr(share.networking, "GRADIO_API_SERVER", CLOSED)
    monkeypatch.setattr(share.networking, "GRADIO_SHARE_SERVER_ADDRESS", None)
    with share.public_link(address) as error:
        assert error.startswith("Gradio's tunnel could not be opened (")
        assert not address.is_public


def test_the_link_is_the_tunnel_s_address(monkeypatch, address, share_server):
    monkeypatch.setattr(
        share.networking, "setup_tunnel", lambda host, port, *_: f"http://{host}.live"
    )
    with share.public_link(address) as error:
        assert error is None and address.share_url == "https://127.0.0.1.live"
    assert not CURRENT_TUNNELS


def test_a_failed_public_link_does_not_limit_runs(tmp_path):
    proxies = {"https_proxy": CLOSED, "HTTPS_PROXY": CLOSED}
    with served(tmp_path, "--share", **proxies) as server:
        printed = "".join(iter(server.process.stdout.readline, "Ctrl-C stops it.\n"))
        assert "No public link could be made" in printed
        assert "Training runs have at most" not in printed
