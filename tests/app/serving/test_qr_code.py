"""The page's address for other machines, and its QR code."""

from urllib.parse import unquote

import cv2
import httpx
import numpy as np
import pytest

from lenet.app.serving.qr_code import network_address, qr_code_facts, terminal_qr_code

ADDRESS = "http://192.168.178.23:7860/"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_server_on_loopback_has_no_address_for_others(host):
    assert network_address(host, 7860) is None


def test_a_server_on_all_interfaces_has_an_address_that_is_no_loopback():
    address = network_address("0.0.0.0", 7860)
    if address:  # a machine without any network has none
        host = httpx.URL(address).host
        assert not host.startswith(("127.", "0."))
    assert network_address("fd00::5", 80) == "http://[fd00::5]:80/"


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
