"""Convert color pictures to grayscale so that ink and paper differ in gray level."""

import cv2
import numpy as np
from numpy.typing import NDArray

MIN_COLOR_RATIO = 2.0  # range of a color channel divided by the range of lightness

GrayImage = NDArray[np.uint8]  # (H, W)


def to_grayscale(color: NDArray[np.uint8]) -> GrayImage:
    """Convert to lightness, or to a color channel where lightness hardly varies.

    Red ink on green paper of the same lightness differs from it in color only. The
    channels are those of CIELAB: a* from green to red and b* from blue to yellow.

    Args:
        color: `(H, W, 3)` uint8 RGB; a grayscale picture `(H, W)` is returned as is.
    """
    if color.ndim == 2:
        return color
    small = cv2.resize(color, (64, 64), interpolation=cv2.INTER_AREA)
    small = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    lightness, *colors = np.ptp(small, axis=(0, 1)).tolist()
    if max(colors) <= MIN_COLOR_RATIO * lightness:
        return cv2.cvtColor(color, cv2.COLOR_RGB2GRAY)
    channel = 1 + colors.index(max(colors))
    return cv2.extractChannel(cv2.cvtColor(color, cv2.COLOR_RGB2LAB), channel)


def chroma_difference(color: NDArray[np.uint8], min_range: int) -> GrayImage | None:
    """Return how far each pixel's color is from the most usual one, if some are far.

    Lightness has no part in it: the difference is that of the channels a* and b* of
    CIELAB from their medians, the larger of both.

    Args:
        color: `(H, W, 3)` uint8 RGB, or `(H, W)`, which has no colors.
        min_range: Of the difference, from 0 to 255.
    Returns:
        `(H, W)` uint8.
    """
    if color.ndim == 2:
        return None
    channels = cv2.split(cv2.cvtColor(color, cv2.COLOR_RGB2LAB))[1:]
    differences = [cv2.absdiff(one, float(np.median(one))) for one in channels]
    difference = cv2.max(*differences)
    return difference if np.percentile(difference, 99.5) >= min_range else None
