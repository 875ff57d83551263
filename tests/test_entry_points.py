"""The three commands, called as people and programs call them."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from lenet.checkpoint import load_model, load_record
from lenet.paths import OWN_WEIGHTS, SHIPPED_WEIGHTS
from tests.handwriting import draw_digit

ROOT = Path(__file__).parents[1]
COMMANDS = ("demo.py", "train_model.py", "lenet.predict", "lenet.scoreboard")


@pytest.fixture
def three(tmp_path) -> Path:
    path = tmp_path / "three.png"
    Image.fromarray(draw_digit(3)).save(path)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_given(call, command):
    code, out, _ = call(command, "--help")
    assert code == 0 and out.startswith("usage:")


def test_a_tiny_run_writes_a_loadable_file_with_its_record(call, tmp_path):
    output, plot = tmp_path / "w.pt", tmp_path / "loss.png"
    flags = ("--sample", "--preset", "classic", "--epochs", 1, "--batch-size", 100)
    code, out, _ = call("train_model.py", *flags, "--output", output, "--plot", plot)
    assert code == 0 and "validation accuracy" in out
    assert not load_model(output).training
    assert load_record(output)["config"]["batch_size"] == 100
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_a_changed_recipe_never_overwrites_the_shipped_weights(call, mnist_folder):
    before, own = SHIPPED_WEIGHTS.read_bytes(), OWN_WEIGHTS.exists()
    code, out, _ = call(
        "train_model.py",
        "--preset",
        "classic",
        "--epochs",
        1,
        "--data-dir",
        mnist_folder,
    )
    if not own:
        OWN_WEIGHTS.unlink()
    assert code == 0 and str(OWN_WEIGHTS) in out
    assert SHIPPED_WEIGHTS.read_bytes() == before


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (("--epochs", 0), "epochs must be from 1 to 1000, got 0"),
        (("--learning-rate", -1), "learning_rate must be from"),
        (("--device", "warp"), "no warp device here"),
    ],
)
def test_a_bad_training_setting_is_one_line_and_exit_code_1(call, flags, sentence):
    code, _, error = call("train_model.py", "--sample", *flags)
    assert code == 1 and sentence in error and "\n" not in error


def test_two_processes_train_one_network_and_write_one_file(tmp_path):
    flags = ["--sample", "--preset", "quick", "--epochs", "3"]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command = [*torchrun, "train_model.py", *flags, "--output", str(tmp_path / "w.pt")]
    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("saved") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["w.pt"]
    assert load_record(tmp_path / "w.pt")["validation"]["errors"] < 200  # of 1,000


def test_ctrl_c_keeps_the_best_epoch_and_exits_cleanly(tmp_path):
    flags = [
        "--sample",
        "--preset",
        "quick",
        "--epochs",
        "500",
        "--output",
        str(tmp_path / "w.pt"),
    ]
    command = [sys.executable, "-u", "train_model.py", *flags]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            if line.startswith("epoch   2"):
                break
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0 and errors == ""
    assert "stopped" in rest and "kept epoch" in rest
    assert load_record(tmp_path / "w.pt")["epochs_run"] < 500


def test_predict_prints_one_json_object_a_file_and_goes_on_after_a_bad_one(
    call, three, tmp_path
):
    (tmp_path / "bad.png").write_text("hello")
    Image.new("L", (50, 50), 255).save(tmp_path / "blank.png")
    files = [three, tmp_path / "bad.png", tmp_path / "blank.png"]
    code, out, _ = call("lenet.predict", "--json", "--single", *files)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and [answer["file"] for answer in answers] == list(map(str, files))
    assert [answer["text"] for answer in answers] == ["3", "", ""]
    assert answers[0]["digits"][0].keys() == {"digit", "confidence", "sure", "box"}
    assert "not a picture" in answers[1]["error"] and answers[1]["digits"] == []
    assert answers[2]["error"] is None and answers[2]["digits"] == []


def test_predict_in_words(call, three):
    code, out, _ = call("lenet.predict", three)
    assert code == 0 and out.startswith(f"{three}: 3 (")


def test_a_bad_picture_is_one_line_and_exit_code_1(call, tmp_path):
    (tmp_path / "bad.png").write_text("hello")
    code, out, error = call("lenet.predict", tmp_path / "bad.png")
    assert (code, out) == (1, "")
    assert error == "bad.png is not a picture that can be read.\n"


def test_random_digits_are_drawn_as_a_grid(call, mnist_folder, tmp_path):
    grid = tmp_path / "grid.png"
    flags = ("--random", 20, "--seed", 1, "--data-dir", mnist_folder)
    code, out, _ = call("lenet.predict", *flags, "--output", grid)
    assert code == 0 and "of 20 right" in out
    assert grid.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("command", ["demo.py", "lenet.predict"])
def test_missing_weights_are_one_line_and_exit_code_1(call, command, three, tmp_path):
    files = (three,) if command == "lenet.predict" else ()
    code, _, error = call(command, *files, "--weights", tmp_path / "none.pt")
    assert code == 1 and "No such file" in error and "\n" not in error


def test_a_port_in_use_is_one_line_and_exit_code_1(call):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, error = call("demo.py", "--port", taken.getsockname()[1])
    assert code == 1 and "port" in error and "\n" not in error


@pytest.mark.parametrize("auth", ["teacher", "teacher:", ":secret"])
def test_a_wrong_auth_is_refused_with_its_form(call, auth):
    code, _, error = call("demo.py", "--auth", auth)
    assert code == 1 and "USER:PASSWORD" in error
