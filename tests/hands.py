"""Hands: writers whose digits differ from all that the network was trained on.

A hand writes each digit in one form, always bent in the same way, with one pen and one
slant. Bend and slant are outside of the range of the training's synthetic digits, so
the shipped network misreads some of them. Two digits of a hand differ a little.
"""

import cv2
import numpy as np
import torch

from lenet.data.handwritten_digits import HANDWRITTEN_DIGITS
from lenet.data.mnist import Digits
from lenet.data.rendering import Stroke, draw_strokes, frame_as_mnist, parse_strokes
from lenet.imaging.grayscale import GrayImage
from tests.handwriting import HANDWRITING_STYLES

BEND = 0.055  # standard deviation, of the side; the training's is 0.031 at most
MIN_SLANT, MAX_SLANT = 0.3, 0.5  # horizontal shift by height; training ends at 0.3
MAX_STRETCH = 0.35  # logarithm of width by height; the training's is 0.3
GRID_SIZE = 4  # independent displacements along each side


class Hand:
    """A writer with the habits that the seed gives, who writes digit after digit."""

    def __init__(self, seed: int) -> None:
        self._rng = rng = np.random.default_rng(seed)
        self._pen_seed = seed
        self._slant = rng.choice([-1, 1]) * rng.uniform(MIN_SLANT, MAX_SLANT)
        self._stretch = np.exp(rng.uniform(-1, 1) * MAX_STRETCH)
        self._forms = {}
        for digit in range(10):
            styles = [styles[digit] for styles in HANDWRITING_STYLES.values()]
            texts = HANDWRITTEN_DIGITS.get(digit, [])
            styles += [parse_strokes(text) for text in texts]
            strokes = [np.array(one) for one in styles[rng.integers(len(styles))]]
            self._forms[digit] = _bend(strokes, BEND, rng)

    def write(self, count: int) -> Digits:
        """Write `count` digits, each class equally often."""
        labels = self._rng.permutation(np.arange(count) % 10)
        images = np.stack([self._write_digit(label) for label in labels])
        return Digits(torch.from_numpy(images), torch.from_numpy(labels))

    def _write_digit(self, digit: int) -> GrayImage:
        rng = self._rng
        image = None
        while image is None:
            strokes = _bend(self._forms[digit], 0.02, rng)
            slant = self._slant + rng.normal(0, 0.05)
            stretch = self._stretch * np.exp(rng.normal(0, 0.06))
            matrix = np.array([[stretch, 0], [-slant, 1]])  # y points down
            strokes = [(stroke - 0.5) @ matrix * 0.8 + 0.5 for stroke in strokes]
            pen = np.random.default_rng(self._pen_seed)  # the same for every digit
            image = frame_as_mnist(draw_strokes(strokes, pen))
        return image


def _bend(strokes: list[Stroke], amount: float, rng: np.random.Generator) -> list:
    """Move all points by smooth random displacements with this standard deviation."""
    coarse = np.float32(rng.normal(0, amount, (GRID_SIZE, GRID_SIZE, 2)))
    moves = cv2.resize(coarse, (101, 101), interpolation=cv2.INTER_CUBIC)
    bent = []
    for stroke in strokes:
        x, y = np.round(100 * stroke).astype(int).clip(0, 100).T
        bent.append(stroke + moves[y, x])
    return bent
