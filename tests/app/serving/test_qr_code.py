"""The QR code of the page's address, in the terminal and on the page."""

from urllib.parse import unquote

import cv2
import gradio as gr
import numpy as np
import pytest
from starlette.requests import Request

from lenet.app.serving.qr_code import (
    qr_code_facts,
    terminal_qr_code,
    visited_address,
)

ADDRESS = "http://192.168.178.23:7860/"


def test_a_camera_reads_the_address_from_the_terminal():
    rows = terminal_qr_code(ADDRESS).splitlines()
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    pairs = np.array([[halves[sign] for sign in row] for row in rows])
    modules = pairs.transpose(0, 2, 1).reshape(-1, pairs.shape[1])
    picture = np.kron(np.pad(modules, 2, constant_values=1), np.ones((8, 8)))
    read, *_ = cv2.QRCodeDetector().detectAndDecode(np.uint8(picture * 255))
    assert read == ADDRESS


def test_the_page_s_qr_code_is_on_white():
    facts = qr_code_facts(ADDRESS)
    assert facts["address"] == ADDRESS
    assert 'fill="#fff"' in unquote(facts["picture"]).replace("'", '"')


@pytest.mark.parametrize(
    ("host", "protocol", "path", "address"),
    [
        ("x.org", "https", "", "https://x.org/"),
        ("x.org:8443", "https", "/lenet", "https://x.org:8443/lenet/"),
        ("192.168.1.5:7860", "http", "", "http://192.168.1.5:7860/"),
        ("localhost:7860", "http", "", None),
        ("127.0.0.1:7860", "http", "", None),
        ("[::1]:7860", "http", "", None),
    ],
)
def test_the_visited_address_is_that_of_the_browser(
    monkeypatch, host, protocol, path, address
):
    monkeypatch.setenv("GRADIO_ROOT_PATH", path)
    headers = {"host": host, "x-forwarded-proto": protocol}
    scope = {"type": "http", "method": "POST", "path": "/gradio_api/run/predict"}
    scope |= {"scheme": "http", "query_string": b"", "server": ("127.0.0.1", 7860)}
    scope["headers"] = [(a.encode(), b.encode()) for a, b in headers.items()]
    assert visited_address(gr.Request(Request(scope))) == address
