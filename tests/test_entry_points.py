"""The commands, run as people and programs run them."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from lenet.checkpoint import load_model, load_record
from lenet.commands import INTERRUPTED
from lenet.evaluation.accuracy import Evaluation
from lenet.parallel import MIN_ITEMS
from lenet.paths import OWN_WEIGHTS, SHIPPED_WEIGHTS
from lenet.training.loop import TrainingDiverged, TrainingUpdate
from tests.handwriting import draw_digit
from train_model import format_accuracy, print_progress, save_or_rescue

ROOT = Path(__file__).parents[1]
COMMANDS = (
    ["demo.py"],
    ["train_model.py"],
    ["-m", "lenet.predict"],
    ["-m", "lenet.scoreboard"],
    ["-m", "lenet.teach"],
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
        (("--device", "warp"), "this machine has no warp device"),
    ],
)
def test_a_bad_training_setting_is_one_line_and_exit_code_1(call, flags, sentence):
    code, _, error = call("train_model.py", "--sample", *flags)
    assert code == 1 and sentence in error and "\n" not in error


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (("--output", "."), ". is not a file that can be written"),
        (("--output", "/proc/w.pt"), "/proc: nothing can be written there"),
        (("--output", "a.txt/w.pt"), "a.txt"),
        (("--plot", "loss.txt"), "loss.txt must end in .jpeg"),
        (("--plot", "/dev/null"), "/dev/null is not a file"),
        (("--output", "a.png", "--plot", "./a.png"), "must be two files"),
    ],
)
def test_an_output_is_checked_before_training(
    call, tmp_path, monkeypatch, flags, sentence
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").touch()
    code, out, error = call("train_model.py", *SHORT_RUN, *flags)
    assert (code, out) == (1, "") and sentence in error and "\n" not in error


@pytest.mark.parametrize("preset", ["quick", "classic"])
def test_a_damaged_test_file_is_found_before_training(call, mnist_folder, preset):
    path = mnist_folder / "MNIST" / "raw" / "t10k-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-100])
    flags = ("--data-dir", mnist_folder, "--preset", preset, "--epochs", 1)
    flags += ("--output", mnist_folder / "w.pt")
    code, out, error = call("train_model.py", *flags)
    if preset == "quick":
        assert (code, out) == (1, "") and "are damaged; delete them" in error
    else:  # which needs the test digits from the start, and can use the sample instead
        assert code == 0 and "damaged" in out


def test_weights_that_cannot_be_written_are_saved_elsewhere(
    untrained, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "full").touch()  # stands for a folder on a disk that is full by now
    with pytest.raises(OSError, match="the weights were saved as .*w.pt instead") as e:
        save_or_rescue(untrained, tmp_path / "full" / "w.pt", {"seed": 7})
    (rescued,) = tmp_path.glob("lenet5-*/w.pt")
    assert str(rescued) in str(e.value) and load_record(rescued)["seed"] == 7
    assert "saved" not in capsys.readouterr().out


def test_epochs_before_the_loss_became_no_number_are_kept(capsys):
    def updates(epoch_ends: int) -> Iterator[TrainingUpdate]:
        for epoch in range(1, epoch_ends + 1):
            evaluation = Evaluation(loss=0.1, errors=1, count=10)
            yield TrainingUpdate(
                epoch=epoch,
                step=epoch,
                total_steps=9,
                train_loss=0.1,
                train_count=10,
                epoch_loss=0.1,
                validation=evaluation,
                kept_epoch=epoch,
                seconds=1.0,
            )
        raise TrainingDiverged(epoch_ends + 1, 0.5)

    assert len(print_progress(updates(2))) == 2
    assert "stopped: the loss is no longer a number" in capsys.readouterr().out
    with pytest.raises(TrainingDiverged):
        print_progress(updates(0))


@pytest.mark.exhaustive
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


@pytest.fixture
def many(tmp_path) -> list[str]:
    """More files than one process reads: digits, and one that is no picture."""
    for digit in range(10):
        Image.fromarray(draw_digit(digit)).save(tmp_path / f"{digit}.png")
    (tmp_path / "bad.png").write_text("hello")
    files = [str(tmp_path / f"{n % 10}.png") for n in range(MIN_ITEMS)]
    return [*files, str(tmp_path / "bad.png"), files[7]]


def test_predict_reads_many_files_in_their_order_with_a_bar_on_the_terminal(many):
    terminal, errors = pty.openpty()
    termios.tcsetwinsize(errors, (24, 80))
    command = [sys.executable, "-m", "lenet.predict", "--json", "--single", *many]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
    ) as process:
        os.close(errors)
        shown = b""
        reader = threading.Thread(target=lambda: out.extend(process.stdout))
        out: list[str] = []
        reader.start()
        while part := read_terminal(terminal):
            shown += part
        reader.join()
    os.close(terminal)
    answers = [json.loads(line) for line in out]
    assert process.returncode == 1 and [a["file"] for a in answers] == many
    digits = [str(n % 10) for n in range(MIN_ITEMS)]
    assert [a["text"] for a in answers] == [*digits, "", "7"]
    assert "not a picture" in answers[-2]["error"]
    assert f"/{len(many)} [".encode() in shown


def read_terminal(terminal: int) -> bytes:
    """Read what was written to a pseudo-terminal; nothing once all have closed it."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux's way to tell the end
        return b""


def test_predict_shows_no_bar_where_no_terminal_is(many):
    command = [sys.executable, "-m", "lenet.predict", "--json", "--single", *many]
    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert len(done.stdout.splitlines()) == len(many) and done.stderr == ""


def test_ctrl_c_ends_predict_at_once_with_one_line(many):
    command = [sys.executable, "-m", "lenet.predict", *many * 100]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        rest, errors = process.communicate(timeout=120)
    assert process.returncode == INTERRUPTED
    assert errors == "lenet.predict: stopped by Ctrl-C\n"
    assert len(rest.splitlines()) < len(many) * 50


def test_predict_draws_random_digits_as_a_grid(call, mnist_folder, tmp_path):
    grid = tmp_path / "grid.png"
    flags = ("--random", 20, "--seed", 1, "--data-dir", mnist_folder)
    code, out, _ = call("lenet.predict", *flags, "--output", grid)
    assert code == 0 and "of 20 right" in out
    assert grid.read_bytes().startswith(b"\x89PNG")


def test_a_reader_that_leaves_early_causes_no_traceback(three):
    files = " ".join([f"'{three}'"] * 5)
    command = f"'{sys.executable}' -m lenet.predict {files} | head -n 1"
    done = subprocess.run(
        command, shell=True, check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.count("\n") == 1 and done.stderr == ""


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (("--random", 0), "count must be from 1 to 30, got 0"),
        (("--random", 5, "--seed", -1), "seed must be 0 or more, got -1"),
        (("--random", 5, "--output", "."), ". is not a file"),
        (("--random", 5, "--output", "grid.txt"), "grid.txt must end in .jpeg"),
        (("--random", 5, "--output", "/proc/g.png"), "nothing can be written there"),
    ],
)
def test_a_bad_number_or_output_of_predict_is_one_line(
    call, mnist_folder, flags, sentence
):
    code, out, error = call("lenet.predict", *flags, "--data-dir", mnist_folder)
    assert (code, out) == (1, "") and sentence in error and "\n" not in error


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("none.png", "none.png does not exist."),
        (".", "is not a file."),
        ("", "'' is not a file."),
        ("photo.heic", "is a HEIC picture, as iPhones take them"),
    ],
)
def test_a_file_that_is_no_picture_is_one_sentence(
    call, tmp_path, monkeypatch, file, sentence
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(300))
    code, out, error = call("lenet.predict", file)
    assert (code, out) == (1, "") and sentence in error and error.count("\n") == 1


@pytest.mark.parametrize("command", ["demo.py", "lenet.predict", "lenet.scoreboard"])
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
