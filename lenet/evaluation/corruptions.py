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
from lenet.imaging.preprocess import prepare

Image = NDArray[np.uint8]  # (28, 28), ink bright on 0
Corruption = Callable[[Image, np.random.Generator], Image]
PAPER_GRAY_LEVEL = 235  # under dark and under faint ink


def warp(image: Image, angle: float, scale: float, x: float, y: float) -> Image:
    """Rotate by `angle` degrees, scale about the center, then shift by x, y pixels."""
    center = ((FRAME_SIZE - 1) / 2, (FRAME_SIZE - 1) / 2)
    matrix = cv2.getRotationMatrix2D(center, angle, scale)
    matrix[:, 2] += (x, y)
    return cv2.warpAffine(
        image, matrix, (FRAME_SIZE, FRAME_SIZE), flags=cv2.INTER_LINEAR
    )


def random_rotation(max_angle: float) -> Corruption:
    """Rotate every digit by its own angle, at most `max_angle` degrees either way."""
    return lambda image, rng: warp(image, rng.uniform(-max_angle, max_angle), 1, 0, 0)


def fixed_rotation(angle: float) -> Corruption:
    """Rotate every digit by `angle` degrees, counterclockwise."""
    return lambda image, rng: warp(image, angle, 1, 0, 0)


def shift(image: Image, rng: np.random.Generator) -> Image:
    """Shift by 3 pixels in a random direction; the margin around a digit is 4."""
    direction = rng.uniform(0, 2 * math.pi)
    return warp(image, 0, 1, 3 * math.cos(direction), 3 * math.sin(direction))


def scale(image: Image, rng: np.random.Generator) -> Image:
    """Scale by 0.75 or by 1.2."""
    return warp(image, 0, rng.choice((0.75, 1.2)), 0, 0)


def thicken_strokes(image: Image, rng: np.random.Generator) -> Image:
    """Make strokes 2 pixels wider."""
    return cv2.dilate(image, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))


def thin_strokes(image: Image, rng: np.random.Generator) -> Image:
    """Make strokes 1 pixel narrower."""
    return cv2.erode(image, np.ones((2, 2), np.uint8), anchor=(0, 0))


def blur(image: Image, rng: np.random.Generator) -> Image:
    """Blur with a Gaussian of standard deviation 1.2; a stroke is 2.4 pixels wide."""
    return cv2.GaussianBlur(image, (0, 0), 1.2)


def add_noise(image: Image, rng: np.random.Generator) -> Image:
    """Add Gaussian noise with a standard deviation of 50 gray levels."""
    return _to_uint8(image + rng.normal(0, 50, image.shape))


def dark_on_light(image: Image, rng: np.random.Generator) -> Image:
    """Make ink dark and paper light, then let `prepare` find the digit."""
    return prepare_or_blank(_to_uint8(PAPER_GRAY_LEVEL * (1 - image / 255.0)))


def faint_ink(image: Image, rng: np.random.Generator) -> Image:
    """Make ink 40 gray levels darker than paper, then let `prepare` find the digit."""
    return prepare_or_blank(_to_uint8(PAPER_GRAY_LEVEL - image / 255.0 * 40))


CORRUPTIONS: dict[str, Corruption] = {
    "turned by up to 15 degrees": random_rotation(15),
    "turned by up to 30 degrees": random_rotation(30),
    "turned by up to 45 degrees": random_rotation(45),
    **{
        f"turned by {angle:+} degrees": fixed_rotation(angle)
        for angle in (-45, -30, -15, 15, 30, 45)
    },
    "shifted by 3 pixels": shift,
    "scaled by 0.75 or 1.2": scale,
    "thick strokes": thicken_strokes,
    "thin strokes": thin_strokes,
    "blurred": blur,
    "noisy": add_noise,
    "dark on light, prepared": dark_on_light,
    "faint ink, prepared": faint_ink,
}


def corrupt(digits: Digits, name: str, seed: int = 0) -> Digits:
    """Return all digits with the corruption of that name in CORRUPTIONS.

    Args:
        seed: The same seed gives the same images.
    """
    rng = np.random.default_rng(seed)
    images = [CORRUPTIONS[name](image, rng) for image in digits.images.numpy()]
    return Digits(torch.from_numpy(np.stack(images)), digits.labels)


def prepare_or_blank(image: Image) -> Image:
    """Return the digit that `prepare` finds, `(28, 28)`; blank if it finds none."""
    try:
        return prepare(image).steps["center"]
    except NoDigitFound:
        return np.zeros((FRAME_SIZE, FRAME_SIZE), np.uint8)


def _to_uint8(gray_levels: NDArray[np.float64]) -> Image:
    return gray_levels.round().clip(0, 255).astype(np.uint8)
