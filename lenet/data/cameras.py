"""How written ink becomes a picture: pens, scanners and cameras.

Scans of forms are often binary and a few pixels small, felt pens are thick, dry markers
leave weak parts, and cameras blur. All this can still be seen in the form of MNIST.

Source: Garris et al., 1997, "NIST Form-Based Handprint Recognition System" (binary
    scans); Baird, 1992, "Document Image Defect Models" (resolution, blur, threshold).
"""

import cv2
import numpy as np

from lenet.imaging.grayscale import GrayImage

# Fractions of the pictures; the others are sharp and smooth.
BINARY_FRACTION, BLURRED_FRACTION, DRY_FRACTION, BLOTTED_FRACTION = 0.3, 0.1, 0.07, 0.08
MIN_BINARY_SIDE, MAX_BINARY_SIDE = 18, 48  # pixels of the canvas after a binary scan


def take_picture(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Return `image` `(H, W)` uint8 as one of several cameras would show it."""
    kind = rng.random()
    for fraction, change in (
        (BINARY_FRACTION, _scan_binary),
        (BLURRED_FRACTION, _blur),
        (DRY_FRACTION, _dry_out),
        (BLOTTED_FRACTION, _blot),
    ):
        if kind < fraction:
            return change(image, rng)
        kind -= fraction
    return image


def _scan_binary(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Reduce the image to few pixels that are ink or not, and enlarge it again."""
    side = int(rng.integers(MIN_BINARY_SIDE, MAX_BINARY_SIDE + 1))
    small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
    threshold = rng.uniform(0.2, 0.45) * small.max()
    small = np.uint8(small > threshold) * 255
    method = rng.choice([cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC])
    return cv2.resize(small, image.shape[::-1], interpolation=int(method))


def _blur(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Blur the image and stretch its tones, so that it stays as bright."""
    blurred = cv2.GaussianBlur(image, (0, 0), rng.uniform(1, 3))
    return cv2.convertScaleAbs(blurred, alpha=255 / max(int(blurred.max()), 1))


def _dry_out(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Make irregular parts of the ink pale, as a dry marker does."""
    noise = rng.normal(0, 1, image.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), rng.uniform(1, 4))
    share = 0.7 + rng.uniform(0.1, 0.3) * noise / noise.std()
    return np.uint8(image * np.clip(share, 0.25, 1))


def _blot(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Let the ink run a little, which fills small loops and narrow gaps."""
    size = int(rng.integers(2, 6))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cv2.morphologyEx(image, cv2.MORPH_CLOSE, kernel)
