"""MNIST's digits as nobody meant them: turned, moved, thick, thin, blurred, noisy, pale.

What a network is worth outside its data set, measured on pictures whose labels are
known. Nothing here trains anything: training has distortions of its own (augment.py).
"""

import math
from collections.abc import Callable

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from lenet.data.mnist import Digits
from lenet.imaging.preprocess import NoDigitFound, prepare

Image = NDArray[np.uint8]  # (28, 28), ink bright on 0
Corruption = Callable[[Image, np.random.Generator], Image]
SIDE = 28
PAPER = 235  # gray level under inverted and faint ink


def warp(image: Image, angle: float, scale: float, x: float, y: float) -> Image:
    """Turn by `angle` degrees, enlarge `scale` times, then move by x, y pixels."""
    middle = ((SIDE - 1) / 2, (SIDE - 1) / 2)
    matrix = cv2.getRotationMatrix2D(middle, angle, scale)
    matrix[:, 2] += (x, y)
    return cv2.warpAffine(image, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR)


def turned(most: float) -> Corruption:
    """Turn every digit by an angle of its own, up to `most` degrees either way."""
    return lambda image, random: warp(image, random.uniform(-most, most), 1, 0, 0)


def rotated_by(angle: float) -> Corruption:
    """Turn every digit by exactly `angle` degrees, counterclockwise."""
    return lambda image, random: warp(image, angle, 1, 0, 0)


def shifted(image: Image, random: np.random.Generator) -> Image:
    """Move by 3 pixels in any direction; the margin around a digit is 4."""
    angle = random.uniform(0, 2 * math.pi)
    return warp(image, 0, 1, 3 * math.cos(angle), 3 * math.sin(angle))


def scaled(image: Image, random: np.random.Generator) -> Image:
    """Shrink to three quarters, or enlarge by a fifth."""
    return warp(image, 0, random.choice((0.75, 1.2)), 0, 0)


def thick(image: Image, random: np.random.Generator) -> Image:
    """Draw again with a pen that is 2 pixels wider."""
    return cv2.dilate(image, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))


def thin(image: Image, random: np.random.Generator) -> Image:
    """Draw again with a pen that is 1 pixel narrower."""
    return cv2.erode(image, np.ones((2, 2), np.uint8), anchor=(0, 0))


def blurred(image: Image, random: np.random.Generator) -> Image:
    """Blur by a Gaussian of 1.2 pixels; a stroke is some 2.4 wide."""
    return cv2.GaussianBlur(image, (0, 0), 1.2)


def noisy(image: Image, random: np.random.Generator) -> Image:
    """Add noise of 50 gray levels, a fifth of full ink."""
    return _whole(image + random.normal(0, 50, image.shape))


def inverted(image: Image, random: np.random.Generator) -> Image:
    """Write with dark ink on light paper, and let `prepare` find the digit."""
    return found(_whole(PAPER * (1 - image / 255.0)))


def faint(image: Image, random: np.random.Generator) -> Image:
    """Take ink of 40 gray levels on light paper, and let `prepare` find the digit."""
    return found(_whole(PAPER - image / 255.0 * 40))


CORRUPTIONS: dict[str, Corruption] = {
    "turned by up to 15 degrees": turned(15),
    "turned by up to 30 degrees": turned(30),
    "turned by up to 45 degrees": turned(45),
    **{
        f"turned by {angle:+} degrees": rotated_by(angle)
        for angle in (-45, -30, -15, 15, 30, 45)
    },
    "shifted by 3 pixels": shifted,
    "scaled by 0.75 or 1.2": scaled,
    "thick strokes": thick,
    "thin strokes": thin,
    "blurred": blurred,
    "noisy": noisy,
    "dark on light, prepared": inverted,
    "faint ink, prepared": faint,
}


def corrupt(digits: Digits, name: str, seed: int = 0) -> Digits:
    """Give all digits with the damage of that name; the same seed gives the same."""
    random = np.random.default_rng(seed)
    images = [CORRUPTIONS[name](image, random) for image in digits.images.numpy()]
    return Digits(torch.from_numpy(np.stack(images)), digits.labels)


def _whole(tones: NDArray[np.float64]) -> Image:
    return tones.round().clip(0, 255).astype(np.uint8)


def found(picture: Image) -> Image:
    """Give what the page's way makes of a picture; nothing where it finds no digit."""
    try:
        return prepare(picture).steps["center"]
    except NoDigitFound:
        return np.zeros((SIDE, SIDE), np.uint8)
