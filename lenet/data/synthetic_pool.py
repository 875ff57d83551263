"""What goes with each batch of MNIST: digits in our hand, and pictures of none.

Made while the first epochs run, so that training starts at once; later ones draw again
from what has been made.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data.mnist import Digits
from lenet.data.negatives import make_negatives
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.model import NUM_CLASSES

NEGATIVE_LABEL = NUM_CLASSES  # the label of what is none
NOTHING = np.empty((0, 28, 28), np.uint8), np.empty(0, np.int64)
MAX_STORED = 40_000  # pictures of each kind


class SyntheticPool:
    """Two growing heaps of made pictures, the same ones for the same seed.

    Args:
        train_set: Its digits, cut up, are some of the pictures of no digit.
        made_digits, non_digits: How many go with each digit of a batch.
    """

    def __init__(
        self, train_set: Digits, *, synthetic_digits: float, negatives: float, seed: int
    ) -> None:
        self._random = np.random.default_rng(seed)
        images = train_set.images.cpu().numpy()
        self._heaps = (
            _GrowingBuffer(
                synthetic_digits,
                lambda count: make_synthetic_digits(count, self._random),
            ),
            _GrowingBuffer(
                negatives,
                lambda count: (
                    make_negatives(count, images, self._random),
                    np.full(count, NEGATIVE_LABEL),
                ),
            ),
        )

    def draw_for_batch(self, size: int) -> Digits:
        """Give the made pictures that go with a batch of so many digits."""
        images, labels = [NOTHING[0]], [NOTHING[1]]
        for heap in self._heaps:
            if count := round(heap.share * size):
                made = heap.take(count, self._random)
                images.append(made[0])
                labels.append(made[1])
        return Digits(
            torch.from_numpy(np.concatenate(images)),
            torch.from_numpy(np.concatenate(labels)),
        )


class _GrowingBuffer:
    def __init__(
        self, share: float, make: Callable[[int], tuple[NDArray, NDArray]]
    ) -> None:
        self.share = share
        self._make = make
        self._images = np.empty((MAX_STORED, 28, 28), np.uint8)
        self._labels = np.empty(MAX_STORED, np.int64)
        self._count = 0

    def take(
        self, count: int, random: np.random.Generator
    ) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Give new pictures until the heap is full, from then on any of it."""
        if self._count + count > MAX_STORED:
            chosen = random.integers(self._count, size=count)
            return self._images[chosen], self._labels[chosen]
        images, labels = self._make(count)
        place = slice(self._count, self._count + count)
        self._images[place], self._labels[place] = images, labels
        self._count += count
        return images, labels
