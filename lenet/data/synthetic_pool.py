"""Synthetic digits and negatives that are added to each training batch.

They are made while the first epochs run, so that training starts at once. When the pool
is full, batches are drawn from it.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data.mnist import Digits
from lenet.data.negatives import make_negatives
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.model import NO_DIGIT

MAX_STORED = 80_000  # images of each kind

LabeledImages = tuple[NDArray[np.uint8], NDArray[np.int64]]


class SyntheticPool:
    """A growing store of synthetic images; the same seed gives the same images.

    Args:
        train_set: Digits from which some of the images are made.
        synthetic_digits, negatives: Number of images added for each digit of a batch.
    """

    def __init__(
        self, train_set: Digits, *, synthetic_digits: float, negatives: float, seed: int
    ) -> None:
        rng = np.random.default_rng(seed)
        train_images = train_set.images.cpu().numpy()

        def make_labeled_negatives(count: int) -> LabeledImages:
            images = make_negatives(count, train_images, rng)
            return images, np.full(count, NO_DIGIT)

        originals = train_set.to(torch.device("cpu"))
        make_digits = partial(make_synthetic_digits, rng=rng, originals=originals)
        self._digits = _GrowingBuffer(make_digits, rng)
        self._negatives = _GrowingBuffer(make_labeled_negatives, rng)
        self._per_digit = synthetic_digits, negatives

    def draw_for_batch(self, batch_size: int) -> Digits:
        """Return the synthetic images that are added to `batch_size` digits."""
        digit_count, negative_count = (round(n * batch_size) for n in self._per_digit)
        parts = self._digits.draw(digit_count), self._negatives.draw(negative_count)
        images, labels = map(np.concatenate, zip(*parts))
        return Digits(torch.from_numpy(images), torch.from_numpy(labels))


class _GrowingBuffer:
    """Images of one kind; `make` makes as many new ones as it is told."""

    def __init__(
        self, make: Callable[[int], LabeledImages], rng: np.random.Generator
    ) -> None:
        self._make, self._rng = make, rng
        self._images = np.empty((MAX_STORED, 28, 28), np.uint8)
        self._labels = np.empty(MAX_STORED, np.int64)
        self._count = 0

    def draw(self, count: int) -> LabeledImages:
        """Return new images until the buffer is full, then random stored ones."""
        if count == 0:
            return self._images[:0], self._labels[:0]
        if self._count + count > MAX_STORED:
            chosen = self._rng.integers(self._count, size=count)
            return self._images[chosen], self._labels[chosen]
        images, labels = self._make(count)
        free = slice(self._count, self._count + count)
        self._images[free], self._labels[free] = images, labels
        self._count += count
        return images, labels
