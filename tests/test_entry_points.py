"""The four commands, run as people and programs run them."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from lenet.checkpoint import load_model, load_record
from lenet.evaluation.accuracy import Evaluation
from lenet.paths import OWN_WEIGHTS, SHIPPED_WEIGHTS
from tests.handwriting import draw_digit
from train_model import format_accuracy

ROOT = Path(__file__).parents[1]
COMMANDS = (
    ["demo.py"],
    ["train_model.py"],
    ["-m", "lenet.predict"],
    ["-m", "lenet.scoreboard"],
)
SHORT_RUN = ("--sample", "--preset", "classic", "--epochs", "1")


@pytest.fixture
def three(tmp_path) -> Path:
    path = tmp_path / "three.png"
    Image.fromarray(draw_digit(3)).save(path)
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_printed_without_importing_torch_opencv_or_gradio(command):
    program = [sys.executable, "-X", "importtime", *command, "--help"]
    result = subprocess.run(
        program, check=True, cwd=ROOT, capture_output=True, text=True
    )
    imported = {line.split("|")[-1].strip() for line in result.stderr.splitlines()}
    assert result.stdout.startswith("usage:") and "argparse" in imported
    assert not imported & {"torch", "cv2", "gradio"}


def test_a_run_writes_weights_with_their_record_and_a_plot(call, tmp_path):
    output, plot = tmp_path / "w.pt", tmp_path / "loss.png"
    flags = (*SHORT_RUN, "--batch-size", 100, "--output", output, "--plot", plot)
    code, out, _ = call("train_model.py", *flags)
    assert code == 0 and "validation accuracy" in out
    model, record = load_model(output), load_record(output)
    assert not model.training and record["config"]["batch_size"] == 100
    assert model.confidence_threshold == record["sure_from"]
    assert {"temperature", "calibration_error", "refused", "taken"} <= record.keys()
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_an_accuracy_is_printed_in_percent_with_the_number_of_errors():
    evaluation = Evaluation(loss=0.0, errors=1_250, count=10_000)
    assert format_accuracy(evaluation) == "87.50 % (1,250 of 10,000 wrong)"


def test_a_changed_recipe_never_overwrites_the_shipped_weights(call, mnist_folder):
    before, own_weights_exist = SHIPPED_WEIGHTS.read_bytes(), OWN_WEIGHTS.exists()
    flags = ("--preset", "classic", "--epochs", 1, "--data-dir", mnist_folder)
    code, out, _ = call("train_model.py", *flags)
    if not own_weights_exist:
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
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    flags = [*SHORT_RUN, "--batch-size", "32", "--output", str(tmp_path / "w.pt")]
    command = [*torchrun, "train_model.py", *flags]
    result = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("saved") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["w.pt"]
    assert load_record(tmp_path / "w.pt")["validation"]["errors"] < 200  # of 1,000


def test_ctrl_c_keeps_the_best_epoch_and_exits_cleanly(tmp_path):
    flags = [*SHORT_RUN, "--epochs", "1000", "--batch-size", "1000"]
    flags += ["--output", str(tmp_path / "w.pt")]
    command = [sys.executable, "-u", "train_model.py", *flags]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            if line.startswith("epoch   2"):
                break
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=120)
    assert process.returncode == 0 and errors == ""
    assert "stopped" in rest and "kept epoch" in rest
    assert load_record(tmp_path / "w.pt")["epochs_run"] < 1000


def test_predict_prints_one_json_object_per_file_and_continues_after_a_bad_one(
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


def test_predict_prints_text(call, three):
    code, out, _ = call("lenet.predict", three)
    assert code == 0 and out.startswith(f"{three}: 3 (")


def test_a_bad_picture_is_one_line_and_exit_code_1(call, tmp_path):
    (tmp_path / "bad.png").write_text("hello")
    code, out, error = call("lenet.predict", tmp_path / "bad.png")
    assert (code, out) == (1, "")
    assert error == "bad.png is not a picture that can be read.\n"


def test_predict_draws_random_digits_as_a_grid(call, mnist_folder, tmp_path):
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
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        code, _, error = call("demo.py", "--port", server.getsockname()[1])
    assert code == 1 and "port" in error and "\n" not in error


@pytest.mark.parametrize("auth", ["teacher", "teacher:", ":secret"])
def test_a_wrong_auth_is_refused_and_its_form_is_named(call, auth):
    code, _, error = call("demo.py", "--auth", auth)
    assert code == 1 and "USER:PASSWORD" in error
