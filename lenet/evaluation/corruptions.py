"""Corruptions of test digits: rotated, shifted, scaled, blurred, noisy and others.

They measure how well a network reads digits unlike those of its data set. Training does
not use them; its distortions are in data/augmentation.py.
"""

import math
from collections.abc import Callable

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data.mnist import Digits
from lenet.imaging.crop_and_center import FRAME_SIZE
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.preprocess import prepare

# Takes and returns a digit, (28, 28), ink bright on 0.
Corruption = Callable[[GrayImage, np.random.Generator], GrayImage]
PAPER_GRAY_LEVEL = 235  # under dark and under faint ink
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
SQUARE = np.ones((2, 2), np.uint8)


def warp(
    image: GrayImage, angle: float = 0, scale: float = 1, x: float = 0, y: float = 0
) -> GrayImage:
    """Rotate by `angle` degrees, scale about the center, then shift by x, y pixels."""
    center = ((FRAME_SIZE - 1) / 2, (FRAME_SIZE - 1) / 2)
    matrix = cv2.getRotationMatrix2D(center, angle, scale)
    matrix[:, 2] += (x, y)
    return cv2.warpAffine(image, matrix, (FRAME_SIZE, FRAME_SIZE))


def rotate(min_angle: float, max_angle: float) -> Corruption:
    """Rotate every digit by its own angle in this range, degrees counterclockwise."""
    return lambda image, rng: warp(image, angle=rng.uniform(min_angle, max_angle))


def shift(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Shift by 3 pixels in a random direction; the margin around a digit is 4."""
    direction = rng.uniform(0, 2 * math.pi)
    return warp(image, x=3 * math.cos(direction), y=3 * math.sin(direction))


def dark_ink(contrast: float) -> Corruption:
    """Draw the digit `contrast` gray levels darker than light paper, and prepare it."""
    return lambda image, rng: prepare_or_blank(
        to_uint8(PAPER_GRAY_LEVEL - image / 255.0 * contrast)
    )


CORRUPTIONS: dict[str, Corruption] = {
    "turned by up to 15 degrees": rotate(-15, 15),
    "turned by up to 30 degrees": rotate(-30, 30),
    "turned by up to 45 degrees": rotate(-45, 45),
    **{
        f"turned by {angle:+} degrees": rotate(angle, angle)
        for angle in (-45, -30, -15, 15, 30, 45)
    },
    "shifted by 3 pixels": shift,
    "scaled by 0.75 or 1.2": lambda image, rng: warp(
        image, scale=rng.choice((0.75, 1.2))
    ),
    # Strokes, 2.4 pixels wide, become 2 pixels wider or 1 pixel narrower.
    "thick strokes": lambda image, rng: cv2.dilate(image, CROSS),
    "thin strokes": lambda image, rng: cv2.erode(image, SQUARE, anchor=(0, 0)),
    "blurred": lambda image, rng: cv2.GaussianBlur(image, (0, 0), 1.2),
    "noisy": lambda image, rng: to_uint8(image + rng.normal(0, 50, image.shape)),
    "dark on light, prepared": dark_ink(contrast=PAPER_GRAY_LEVEL),
    "faint ink, prepared": dark_ink(contrast=40),
}


def corrupt(digits: Digits, name: str, seed: int = 0) -> Digits:
    """Return all digits with the corruption of that name in CORRUPTIONS.

    Args:
        seed: The same seed gives the same images.
    """
    rng = np.random.default_rng(seed)
    images = [CORRUPTIONS[name](image, rng) for image in digits.images.numpy()]
    return Digits(torch.from_numpy(np.stack(images)), digits.labels)


def prepare_or_blank(image: GrayImage) -> GrayImage:
    """Return the digit that `prepare` finds, `(28, 28)`; blank if it finds none."""
    try:
        return prepare(image).steps["center"]
    except NoDigitFound:
        return np.zeros((FRAME_SIZE, FRAME_SIZE), np.uint8)


def to_uint8(gray_levels: NDArray[np.float64]) -> GrayImage:
    return gray_levels.round().clip(0, 255).astype(np.uint8)
