"""How the page is served: with which flags, to whom, and until when."""

import logging
import signal
import socket
import subprocess
import sys
from pathlib import Path

import gradio as gr
import pytest

from lenet.app import build_app
from lenet.app.serving import server as serving
from lenet.app.serving.address import ServerAddress
from lenet.app.train.machine import Limits
from tests.server import API, served

SETTINGS = ["classic", 5, 64, 0.001, False, 0, "the 5,000-digit sample", ""]


@pytest.mark.parametrize("value", [0, 10**6])
def test_an_upload_limit_out_of_range_is_refused_in_one_line(call, value):
    code, _, error = call("demo.py", "--max-upload", value)
    assert code == 1 and "--max-upload must be from 1 to 1000 MB" in error


def test_limits_of_a_run_are_the_slider_s_and_stand_beside_it(untrained):
    app = build_app(untrained, limits=Limits(epochs=7, seconds=90))
    sliders = [block for block in app.blocks.values() if isinstance(block, gr.Slider)]
    assert 7 in [slider.maximum for slider in sliders]
    (part,) = [block for block in app.blocks.values() if block.elem_id == "limits"]
    assert part.value == {"epochs": 7, "minutes": 1.5}


def endpoints_that_train(app: gr.Blocks) -> list[str]:
    names = [str(function.api_name) for function in app.fns.values()]
    return [name for name in names if "train" in name]


def test_a_page_without_training_has_no_endpoint_that_trains(untrained):
    assert endpoints_that_train(build_app(untrained))
    assert not endpoints_that_train(build_app(untrained, allow_training=False))


@pytest.mark.exhaustive
def test_no_train_serves_nothing_that_trains(tmp_path):
    with served(tmp_path, "--no-train") as server:
        assert server.call("train", SETTINGS)[0] in ("400", "404", "422", "500")
        functions = server.client.get("/config").json()["dependencies"]
        assert not [one for one in functions if "train" in str(one["api_name"])]


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.exhaustive)],
)
def test_a_signal_ends_the_server_in_the_middle_of_a_run(tmp_path, number):
    with served(tmp_path) as server:
        joined = server.client.post(f"{API}/call/train", json={"data": SETTINGS})
        events = f"{API}/call/train/{joined.json()['event_id']}"
        with server.client.stream("GET", events) as stream:
            assert any("images_per_second" in text for text in stream.iter_text())
            tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
            children = [child for task in tasks for child in task.read_text().split()]
            server.process.send_signal(number)
            assert server.process.wait(timeout=30) == 0
        assert not [child for child in children if Path(f"/proc/{child}").exists()]
        assert not list(server.folder.glob("lenet-*"))
    assert "Traceback" not in (tmp_path / "output.txt").read_text()


def test_a_page_for_others_tells_its_address_limits_runs_and_asks_for_the_password(
    tmp_path,
):
    flags, auth = ("--host", "0.0.0.0"), {"LENET_AUTH": "teacher:secret"}
    with served(tmp_path, *flags, **auth) as server:
        printed = "".join(iter(server.process.stdout.readline, "Ctrl-C stops it.\n"))
        assert "Training runs have at most 10 epochs" in printed
        port = server.client.base_url.port
        others = ServerAddress("0.0.0.0", port, is_local=False).public_url()
        assert others in printed
        for path in ("config", f"{API[1:]}/info", f"{API[1:]}/file=/etc/passwd"):
            assert server.client.get(f"/{path}").status_code == 401
        assert server.upload(b"x").status_code == 401
        assert server.call("recognize", [None])[0] == "401"
        wrong, right = ({"username": "teacher", "password": p} for p in ("x", "secret"))
        assert server.client.post("/login", data=wrong).status_code == 400
        assert server.client.post("/login", data=right).status_code == 200
        event, error = server.call("train", [*SETTINGS[:1], 11, *SETTINGS[2:]])
        assert event == "error" and "11" in error["error"]


def test_a_launch_that_fails_leaves_signals_and_logs_as_they_were(untrained):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):
        serving.launch(untrained, port=taken.getsockname()[1])
    assert before == (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
    assert logging.root.manager.disable == logging.NOTSET


def test_slow_libraries_are_imported_only_when_they_are_needed():
    slow = {"matplotlib", "torchvision", "mlxtend", "pytorch_optimizer"}
    code = f"import sys, lenet.app; print({slow} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr
