"""Comparison of two pictures by the 28x28 digits that preprocessing gives."""

import numpy as np

from lenet.imaging.preprocess import prepare

SAME_DIGIT = 10  # gray levels; the difference of two different digits is larger


def framed(picture) -> np.ndarray:
    """Return the centered 28x28 digit of a picture."""
    return prepare(picture).steps["center"].astype(float)


def difference(picture, other) -> float:
    """Return the mean difference of two framed digits in gray levels, of 0 to 255.

    A shift by one pixel is ignored, because a center of mass that lies between two
    pixels can be rounded to either of them.
    """
    one, two = framed(picture), framed(other)
    shifts = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    return min(np.abs(np.roll(one, shift, (0, 1)) - two).mean() for shift in shifts)
