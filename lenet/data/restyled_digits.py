"""Digits of the training set, written again: bent, with other pens, by other cameras.

A digit is enlarged, so that its edges can be bent and its strokes made thinner or
thicker smoothly. It keeps the form that a person gave it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.data.cameras import take_picture
from lenet.data.rendering import CANVAS_SIZE, distort
from lenet.imaging.grayscale import GrayImage

SCALE = 3  # by which a digit of 28x28 is enlarged; it then fits the canvas
EDGE_WIDTH = 1.5  # pixels of the canvas over which ink becomes paper
MAX_THINNING, MAX_THICKENING = 2.0, 4.0  # pixels of the canvas, each side of a stroke


def restyle(digit: NDArray[np.uint8], rng: np.random.Generator) -> GrayImage:
    """Return a digit `(28, 28)` uint8, restyled on the canvas of rendering.py."""
    size, border = (28 * SCALE, 28 * SCALE), (CANVAS_SIZE - 28 * SCALE) // 2
    large = cv2.resize(digit, size, interpolation=cv2.INTER_CUBIC)
    large = cv2.copyMakeBorder(large, *[border] * 4, cv2.BORDER_CONSTANT, value=0)
    bent = distort(large, rng)
    return take_picture(change_pen(bent, rng), rng)


def change_pen(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Move the edge of the ink by a random distance, the same all around."""
    ink = np.uint8(image > 100)
    if not ink.any():
        return image
    inside = cv2.distanceTransform(ink, cv2.DIST_L2, cv2.DIST_MASK_5)
    outside = cv2.distanceTransform(1 - ink, cv2.DIST_L2, cv2.DIST_MASK_5)
    # A stroke keeps at least a third of its width.
    amount = max(rng.uniform(-MAX_THINNING, MAX_THICKENING), -inside.max() / 2)
    if rng.random() < 0.3:
        amount = 0.0
    edge = (inside - outside + amount) / EDGE_WIDTH
    return np.uint8(255 * np.clip(0.5 + edge, 0, 1))
