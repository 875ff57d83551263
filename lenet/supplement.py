"""What goes with each batch of MNIST: digits in our hand, and pictures of none.

Made while the first epochs run, so that training starts at once; later ones draw again
from what has been made.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data import Digits
from lenet.made_digits import make_digits
from lenet.model import NUM_CLASSES
from lenet.non_digits import make_non_digits

NO_DIGIT = NUM_CLASSES  # the label of what is none
NOTHING = np.empty((0, 28, 28), np.uint8), np.empty(0, np.int64)
MOST_KEPT = 40_000  # pictures of each kind


class Supplement:
    """Two growing heaps of made pictures, the same ones for the same seed.

    Args:
        train_set: Its digits, cut up, are some of the pictures of no digit.
        made_digits, non_digits: How many go with each digit of a batch.
    """

    def __init__(
        self, train_set: Digits, *, made_digits: float, non_digits: float, seed: int
    ) -> None:
        self._random = np.random.default_rng(seed)
        images = train_set.images.cpu().numpy()
        self._heaps = (
            _Heap(made_digits, lambda count: make_digits(count, self._random)),
            _Heap(
                non_digits,
                lambda count: (
                    make_non_digits(count, images, self._random),
                    np.full(count, NO_DIGIT),
                ),
            ),
        )

    def share_of(self, size: int) -> Digits:
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


class _Heap:
    def __init__(
        self, share: float, make: Callable[[int], tuple[NDArray, NDArray]]
    ) -> None:
        self.share = share
        self._make = make
        self._images = np.empty((MOST_KEPT, 28, 28), np.uint8)
        self._labels = np.empty(MOST_KEPT, np.int64)
        self._count = 0

    def take(
        self, count: int, random: np.random.Generator
    ) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Give new pictures until the heap is full, from then on any of it."""
        if self._count + count > MOST_KEPT:
            chosen = random.integers(self._count, size=count)
            return self._images[chosen], self._labels[chosen]
        images, labels = self._make(count)
        place = slice(self._count, self._count + count)
        self._images[place], self._labels[place] = images, labels
        self._count += count
        return images, labels
