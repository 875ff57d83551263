"""A proxy that the environment names does not keep the page from starting."""

import os
from urllib.request import getproxies

import pytest

from lenet.app.serving.proxies import without_proxies
from tests.server import served

CLOSED = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "proxies",
    [
        {"http_proxy": CLOSED, "HTTPS_PROXY": CLOSED, "no_proxy": "example.org"},
        {"ALL_PROXY": "socks5://127.0.0.1:9", "all_proxy": "socks4://127.0.0.1:9"},
    ],
    ids=["http", "socks"],
)
def test_the_page_starts_behind_a_proxy_that_cannot_reach_it(tmp_path, proxies):
    with served(tmp_path, **proxies) as server:
        assert server.client.get("/config").status_code == 200


def test_proxies_are_ignored_only_inside(monkeypatch):
    monkeypatch.setenv("http_proxy", CLOSED)
    for before in (None, "example.org"):
        if before:
            monkeypatch.setenv("no_proxy", before)
        with pytest.raises(KeyError), without_proxies():
            assert getproxies()["no"] == "*"
            raise KeyError
        assert os.environ.get("no_proxy") == before
        assert getproxies()["http"] == CLOSED
