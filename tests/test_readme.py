"""What the README shows is what happens."""

import os
import re
import shlex
import subprocess
import sys
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


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    _, *rest = shlex.split(command)
    script = [str(ROOT / rest[0])] if rest[0].endswith(".py") else [rest[0]]
    if "demo.py" in command or command == "python train_model.py":
        rest.append("--help")  # these two would serve for ever or train for minutes
    if "train_model.py" in command:
        rest += ["--output", str(folder / "w.pt")]
    return subprocess.run(
        [sys.executable, *script, *rest[1:]],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LENET_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_first_screen_has_exactly_two_commands_that_set_everything_up():
    assert [block.count("\n") for block in BLOCKS[:2]] == [1, 1]
    for block, needs in zip(BLOCKS, ("requirements.txt", "tests/requirements.txt")):
        assert block.startswith("python3 -m venv .venv && .venv/bin/pip install -r")
        assert needs in block and (ROOT / needs).exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command, folder):
    done = run(command, folder)
    assert done.returncode == 0, done.stderr


def test_predict_prints_what_the_readme_shows(folder):
    shown = re.findall(r"^(?:three|seven|\{).*$", README, re.MULTILINE)
    words = run("python -m lenet.predict three.png seven.jpg", folder).stdout
    json = run("python -m lenet.predict --json seven.jpg", folder).stdout
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
