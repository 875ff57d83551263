"""What the README and the model card show is what happens."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from huggingface_hub import ModelCard

from lenet.app.serving.address import FIRST_PORT
from lenet.app.serving.request_filter import MCP_PATH
from lenet.checkpoint import load_record
from lenet.paths import OWN_WEIGHTS
from tests.server import served

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARD = (ROOT / "weights" / "README.md").read_text(encoding="utf-8")
MAX_LINES = 110
START, TESTS, COMMANDS, CURL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
NPM, IN_JAVASCRIPT = re.search(r"`(npm install .*?)`: `(import .*?)`", README).groups()
MCP = re.search(r"`({\"mcpServers.*?)`", README)[1]
IN_PYTHON = re.findall(r"`(from [^`]*)`", README)
SHORT_RUN = "python train_model.py --preset classic --epochs 1 --sample --plot loss.png"
TEXT = "1998 61706"  # what is on the picture


def commands_of(block: str) -> list[str]:
    """Return the commands of a block, without their comments."""
    lines = [line.split(" #")[0].strip() for line in block.splitlines()]
    return [line for line in lines if not line.startswith("#")]


@pytest.fixture
def run(call, tmp_path, no_network, monkeypatch):
    """Run a command of the README in a folder of its own: exit code, output, errors."""
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    monkeypatch.chdir(tmp_path)

    def run(command: str) -> tuple[int, str, str]:
        _, *words = shlex.split(command)
        program, *flags = words[1:] if words[0] == "-m" else words
        if program == "demo.py" or (program == "train_model.py" and not flags):
            flags.append("--help")  # it would serve for ever, or train for minutes
        if program == "train_model.py":
            flags += ["--output", "w.pt"]
        return call(program, *flags)

    return run


def test_readme_is_short():
    assert README.count("\n") <= MAX_LINES


def test_two_commands_on_one_line_each_set_everything_up():
    for block, needs in (
        (START, "requirements.txt"),
        (TESTS, "tests/requirements.txt"),
    ):
        assert block.count("\n") == 1
        assert block.startswith(
            f"python3 -m venv .venv && .venv/bin/pip install -r {needs} "
        )


@pytest.mark.parametrize(
    "command", [c for c in commands_of(COMMANDS) if c != SHORT_RUN]
)
def test_a_command_of_the_readme_runs(command, run):
    code, _, error = run(command)
    assert code == 0, error


def test_files_that_commands_and_links_name_exist():
    written = re.findall(r"--(?:output|plot) (\S+)", COMMANDS)
    written.append(OWN_WEIGHTS.relative_to(ROOT).as_posix())
    in_commands = re.findall(
        r"[\w./-]+\.(?:png|jpg|pt|safetensors|py|txt)\b", README + CARD
    )
    linked = re.findall(r"\]\((?!http)(\S+)\)", README + CARD)
    for name in {*in_commands, *linked} - set(written):
        folders = (ROOT, ROOT / "lenet", ROOT / "weights")
        assert any((folder / name).exists() for folder in folders), name


def test_modules_that_commands_name_exist():
    for module in re.findall(r"python -m ((?:lenet|tests)[\w.]+)", README + CARD):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module


def test_predict_prints_what_the_readme_shows(run):
    shown = re.findall(r"^(python .*?)(?: +#.*)?\n# (.*)", COMMANDS, re.MULTILINE)
    assert len(shown) == 2
    for command, output in shown:
        start, _, end = without_last_decimals(output).partition(", …")
        printed = without_last_decimals(run(command)[1].strip())
        assert printed.startswith(start) and printed.endswith(end)


def without_last_decimals(text: str) -> str:
    """Round every confidence: its last digits depend on the machine."""
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.2g}", text)


def test_the_example_in_python_prints_what_the_readme_says():
    assert output_of(sys.executable, "-c", IN_PYTHON[0]) == f"{TEXT}\n"


@pytest.mark.exhaustive
@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_examples_over_http_read_the_picture(tmp_path):
    with served(tmp_path) as server:
        address = str(server.client.base_url).rstrip("/")
        curl, in_python = (
            example.replace("http://127.0.0.1:7860", address)
            for example in (CURL, IN_PYTHON[1])
        )
        event, data = output_of("bash", "-c", curl).split("\n", 1)
        by_client = output_of(sys.executable, "-c", in_python).splitlines()[-1]
    assert event == "event: complete"
    (by_curl,) = json.loads(data.removeprefix("data: "))
    assert by_curl == ast.literal_eval(by_client)
    assert by_curl["text"] == TEXT


@pytest.mark.exhaustive
def test_the_example_in_javascript_reads_the_picture(tmp_path):
    if not shutil.which("npm"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs node and npm")
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    output_of(*NPM.split(), folder=tmp_path)
    with served(tmp_path) as server:
        address = server.address.rstrip("/")
        example = IN_JAVASCRIPT.replace("http://127.0.0.1:7860", address)
        (tmp_path / "example.mjs").write_text(example)
        printed = output_of("node", "example.mjs", folder=tmp_path)
    assert f"text: '{TEXT}'" in printed


def test_assistants_are_told_the_address_of_the_tool():
    server = json.loads(MCP)["mcpServers"]["lenet5"]
    assert server == {"url": f"http://127.0.0.1:{FIRST_PORT}{MCP_PATH}"}


def output_of(*command: str, folder: Path = ROOT) -> str:
    done = subprocess.run(
        command, check=True, cwd=folder, capture_output=True, text=True
    )
    return done.stdout


def test_file_map_names_every_room_and_every_module_beside_them():
    file_map = re.search(r"## Files\n+```text\n(.*?)```", README, re.DOTALL)[1]
    rooms = [path.parent.name for path in (ROOT / "lenet").rglob("__init__.py")]
    modules = [path.name for path in (ROOT / "lenet").glob("[!_]*.py")]
    named = set(re.findall(r"\w+/|\w+\.py", file_map))
    wanted = {f"{room}/" for room in rooms} | {*modules, "demo.py", "train_model.py"}
    folders = {"locales/", "weights/", "tests/", "browser/", "hostile/", "benchmarks/"}
    assert named == wanted | folders


def test_accuracy_of_the_shipped_weights_is_that_of_their_record():
    test = load_record()["test"]
    accuracy = 1 - test["errors"] / test["count"]
    assert f"{100 * accuracy:.2f} %" in README
    assert CARD.count(f"{100 * accuracy:.2f} %") >= 3
    card = ModelCard(CARD).data
    assert card.library_name and card.tags and card.datasets and card.metrics
    results = {one.metric_type: one.metric_value for one in card.eval_results}
    assert results["accuracy"] == pytest.approx(accuracy)
    assert results["loss"] == round(test["loss"], 4)


def test_the_model_card_tells_what_the_record_of_the_weights_tells():
    record = load_record()
    errors = record["calibration_error_before"], record["calibration_error"]
    for fact in (
        f"{record['minutes']} minutes",
        record["date"],
        f"{record['test']['errors']} of 10,000 wrong",
        f"validation loss {record['validation']['loss']:.4f}",
        f"kept epoch {record['kept_epoch']}; temperature {record['temperature']:.2f}",
        f"a temperature of {record['temperature']:.2f}",
        "from {:.2%} to {:.2%}".format(*errors).replace("%", " %"),
        f"from a confidence of {record['sure_from']}",
        f"{100 * record['refused']:.1f} % of the validation digits are refused",
        f"{100 * record['taken']:.2f} % of the pictures that show no digit",
        "up to {learning_rate}, batches of {batch_size}, weight decay {weight_decay}, "
        "{epochs} epochs; distortions".format(**record["config"]),
    ):
        assert fact in CARD


def test_the_short_run_prints_lines_like_those_of_the_model_card(run):
    assert SHORT_RUN in commands_of(COMMANDS)
    code, output, _ = run(SHORT_RUN)
    printed = [without_numbers(line) for line in output.splitlines()]
    assert code == 0
    for line in re.search(r"```text\n(.*?)```", CARD, re.DOTALL)[1].splitlines()[:2]:
        start = without_numbers(line.split(", which")[0])
        assert any(one.startswith(start) for one in printed), line


def without_numbers(line: str) -> str:
    return re.sub(r" *\d[\d.,]*", " N", line)
