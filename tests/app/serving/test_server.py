"""How the page is served: to whom, with what limits, and until when."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import cv2
import gradio as gr
import httpx
import numpy as np
import pytest
from fastapi import HTTPException

from lenet.app import build_app, credentials
from lenet.app.serving import auth as doorkeeper
from lenet.app.serving import server as serving
from lenet.app.serving.invitation import code_for_terminal, code_html, network_address
from lenet.app.serving.uploads import expire_soon, keep, sweep, upload_folder
from lenet.app.train.settings import Limits
from tests.hostile.server import API, served

ADDRESS = "http://192.168.178.23:7860/"
SETTINGS = ["classic", 5, 64, 0.001, False, 0, "the 5,000-digit sample", ""]


@pytest.mark.parametrize(
    ("text", "pair"),
    [("teacher:secret", ("teacher", "secret")), ("a:b:c", ("a", "b:c"))]
    + [(None, None), ("", None)],
)
def test_user_and_password_are_parted_at_the_first_colon(text, pair):
    assert credentials(text) == pair


@pytest.mark.parametrize("flags", [("--max-upload", 0), ("--max-upload", 10**6)])
def test_a_senseless_limit_is_one_line_and_exit_code_1(call, flags):
    code, _, error = call("demo.py", *flags)
    assert code == 1 and "--max-upload must be from 1 to 1000 MB" in error


def test_only_the_right_name_and_password_get_in():
    lets_in = doorkeeper.LoginThrottle("lehrerin", "gehéim")
    assert lets_in("lehrerin", "gehéim")
    for user, password in (("lehrerin", "geheim"), ("x", "gehéim"), ("", "")):
        assert not lets_in(user, password)


def test_after_too_many_wrong_guesses_nobody_gets_in_for_a_minute(monkeypatch):
    lets_in = doorkeeper.LoginThrottle("teacher", "secret")
    assert not any(
        lets_in("teacher", str(n)) for n in range(doorkeeper.MAX_FAILED_LOGINS)
    )
    with pytest.raises(HTTPException, match="Too many wrong") as refused:
        lets_in("teacher", "secret")
    assert refused.value.status_code == 429
    monkeypatch.setattr(doorkeeper, "WINDOW_SECONDS", 0)
    assert lets_in("teacher", "secret")


def test_a_wrong_password_from_the_environment_is_refused_too(call, monkeypatch):
    monkeypatch.setenv("LENET_AUTH", "teacher")
    code, _, error = call("demo.py")
    assert code == 1 and "LENET_AUTH take USER:PASSWORD" in error


def test_a_closed_share_server_is_told_with_its_reason(monkeypatch):
    monkeypatch.setattr(serving, "SHARE_SERVER", "http://127.0.0.1:9/")
    assert "cannot be reached (Connection refused)" in serving._share_problem()


def test_a_silent_share_server_is_given_up(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        monkeypatch.setattr(serving, "SHARE_SERVER", url)
        monkeypatch.setattr(serving, "TIMEOUT_SECONDS", 0.3)
        begun = time.monotonic()
        assert "did not answer" in serving._share_problem()
    assert time.monotonic() - begun < 10  # and not for ever


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_nobody_is_invited_to_one_s_own_machine(host):
    assert network_address(host, 7860) is None


def test_an_address_on_all_networks_is_no_loopback():
    address = network_address("0.0.0.0", 7860)
    if address:  # a machine without any network has none
        host = httpx.URL(address).host
        assert not host.startswith(("127.", "0."))
    assert network_address("fd00::5", 80) == "http://[fd00::5]:80/"


def test_a_camera_reads_the_address_from_the_terminal():
    rows = code_for_terminal(ADDRESS).splitlines()
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    pairs = np.array([[halves[sign] for sign in row] for row in rows])
    modules = pairs.transpose(0, 2, 1).reshape(-1, pairs.shape[1])
    picture = np.kron(np.pad(modules, 2, constant_values=1), np.ones((8, 8)))
    read, *_ = cv2.QRCodeDetector().detectAndDecode(np.uint8(picture * 255))
    assert read == ADDRESS


def test_the_page_s_code_is_on_white_and_links_to_the_address():
    html = code_html(ADDRESS)
    assert f'href="{ADDRESS}"' in html and "#fff" in html and "<script" not in html


def test_limits_reach_the_page_and_its_words(untrained):
    app = build_app(untrained, limits=Limits(epochs=7, seconds=90))
    sliders = [block for block in app.blocks.values() if isinstance(block, gr.Slider)]
    assert 7 in [slider.maximum for slider in sliders]
    (words,) = [b for b in app.blocks.values() if b.elem_id == "limits"]
    assert words.visible and "7 epochs and 1.5 minutes" in words.value


def test_what_is_used_stays_and_what_is_not_goes(tmp_path):
    for name in ("used", "unused", "read"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.png").write_bytes(b"x" * 100)
        os.utime(tmp_path / name / "a.png", (0, 0))
    keep(tmp_path / "used" / "a.png")
    expire_soon(tmp_path / "read" / "a.png")
    sweep(tmp_path)
    assert sorted(p.parent.name for p in tmp_path.rglob("*.png")) == ["read", "used"]
    assert sweep(tmp_path, kept=-1) == 0  # now also what was used this second
    assert not list(tmp_path.rglob("*"))


def test_the_upload_folder_is_gone_in_the_end_and_gradio_s_own_is_back(monkeypatch):
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    with upload_folder() as uploads:
        assert os.environ["GRADIO_TEMP_DIR"] == str(uploads.path)
        (uploads.path / "a.png").write_bytes(b"x")
    assert not uploads.path.exists() and "GRADIO_TEMP_DIR" not in os.environ


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_in_mid_training_within_3_seconds(tmp_path, number):
    with served(tmp_path) as server:
        joined = server.client.post(f"{API}/call/train", json={"data": SETTINGS})
        events = f"{API}/call/train/{joined.json()['event_id']}"
        with server.client.stream("GET", events) as stream:
            assert next(
                text for text in stream.iter_text() if "images a second" in text
            )
            children = Path(f"/proc/{server.process.pid}/task").glob("*/children")
            orphans = [child for task in children for child in task.read_text().split()]
            begun = time.monotonic()
            server.process.send_signal(number)
            assert server.process.wait(timeout=10) == 0
        assert time.monotonic() - begun < 3
        assert not [one for one in orphans if Path(f"/proc/{one}").exists()]
        assert not list(server.folder.glob("lenet-*"))
    assert "Traceback" not in (tmp_path / "output.txt").read_text()


def test_a_page_for_others_invites_limits_and_asks_for_the_password(tmp_path):
    flags, auth = ("--host", "0.0.0.0"), {"LENET_AUTH": "teacher:secret"}
    with served(tmp_path, *flags, **auth) as server:
        said = "".join(iter(server.process.stdout.readline, "Ctrl-C stops it.\n"))
        assert "Runs have at most 10 epochs" in said
        assert network_address("0.0.0.0", server.client.base_url.port) in said
        for place in ("config", f"{API[1:]}/info", f"{API[1:]}/file=/etc/passwd"):
            assert server.client.get(f"/{place}").status_code == 401
        assert server.upload(b"x").status_code == 401
        assert server.call("recognize", [None])[0] == "401"
        wrong, right = ({"username": "teacher", "password": p} for p in ("x", "secret"))
        assert server.client.post("/login", data=wrong).status_code == 400
        assert server.client.post("/login", data=right).status_code == 200
        event, said = server.call("train", [*SETTINGS[:1], 11, *SETTINGS[2:]])
        assert event == "error" and "11" in said["error"]


def test_no_train_leaves_nothing_that_trains(tmp_path):
    with served(tmp_path, "--no-train") as server:
        assert server.call("train", SETTINGS)[0] in ("400", "404", "422", "500")
        functions = server.client.get("/config").json()["dependencies"]
        assert not [one for one in functions if "train" in str(one["api_name"])]


def test_a_launch_that_fails_leaves_signals_and_logs_as_they_were(untrained):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):
        serving.launch(untrained, port=taken.getsockname()[1])
    assert before == (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
    assert logging.root.manager.disable == logging.NOTSET


def test_nothing_is_imported_before_it_is_needed():
    late = {"matplotlib", "torchvision", "mlxtend", "pytorch_optimizer"}
    code = f"import sys, lenet.app; print({late} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr
