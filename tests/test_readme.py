"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image

from lenet.checkpoint import load_record
from tests.handwriting import drawn

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.split("#")[0].strip() for line in BLOCKS[2].splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the two pictures that the README speaks of."""
    path = tmp_path_factory.mktemp("pictures")
    Image.fromarray(drawn(3)).save(path / "three.png")
    ink, paper = (70, 60, 120), (205, 198, 180)
    seven = drawn(7, side=900, pen=0.02, ink=ink, paper=paper)
    Image.fromarray(seven).save(path / "seven.jpg")
    return path


@pytest.fixture
def run(call, folder, no_network, monkeypatch):
    """Run a line of the README in the folder: its exit code, its output, its errors."""
    monkeypatch.chdir(folder)

    def run(command: str) -> tuple[int, str, str]:
        _, *words = shlex.split(command)
        program, *flags = words[1:] if words[0] == "-m" else words
        if program == "demo.py" or (program == "train_model.py" and not flags):
            flags.append("--help")  # it would serve for ever, or train for minutes
        if program == "train_model.py":
            flags += ["--output", "w.pt"]
        return call(program, *flags)

    return run


def test_first_screen_has_exactly_two_commands_that_set_everything_up():
    assert [block.count("\n") for block in BLOCKS[:2]] == [1, 1]
    for block, needs in zip(BLOCKS, ("requirements.txt", "tests/requirements.txt")):
        assert block.startswith("python3 -m venv .venv && .venv/bin/pip install -r")
        assert needs in block and (ROOT / needs).exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command, run):
    code, _, error = run(command)
    assert code == 0, error


def test_predict_prints_what_the_readme_shows(run):
    shown = re.findall(r"^(?:three|seven|\{).*$", README, re.MULTILINE)
    words = run("python -m lenet.predict three.png seven.jpg")[1]
    json = run("python -m lenet.predict --json seven.jpg")[1]
    assert without_decimals(words + json) == without_decimals("\n".join(shown))


def without_decimals(text: str) -> list[str]:
    """Lines with every confidence rounded: its last digits are the machine's."""
    rounded = re.sub(r"\d+\.\d+", lambda n: f"{float(n[0]):.2g}", text)
    return rounded.splitlines()


def test_figures_of_the_shipped_weights_are_those_of_their_record():
    test = load_record()["test"]
    accuracy = f"{100 * (1 - test['errors'] / test['count']):.2f} %"
    assert README.count(accuracy) >= 3


def test_file_map_names_every_file_of_the_package():
    for path in (ROOT / "lenet").glob("*.py"):
        assert path.name in README or path.name == "__init__.py"
