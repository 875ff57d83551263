"""Convert color pictures to grayscale so that ink and paper differ in gray level."""

import cv2
import numpy as np
from numpy.typing import NDArray

MIN_COLOR_RATIO = 2.0  # range of a color channel divided by the range of lightness
MIN_CHROMA_RANGE = 20  # of 255 levels

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
    small = cv2.cvtColor(cv2.resize(color, (64, 64)), cv2.COLOR_RGB2LAB)
    lightness, *colors = np.ptp(small, axis=(0, 1)).tolist()
    if max(colors) < MIN_COLOR_RATIO * lightness:
        return cv2.cvtColor(color, cv2.COLOR_RGB2GRAY)
    channel = 1 + colors.index(max(colors))
    return cv2.extractChannel(cv2.cvtColor(color, cv2.COLOR_RGB2LAB), channel)


def color_channel(color: NDArray[np.uint8]) -> GrayImage | None:
    """Return the channel a* or b* of CIELAB that varies most, if one does notably.

    Args:
        color: `(H, W, 3)` uint8 RGB, or `(H, W)`, which has no colors.
    """
    if color.ndim == 2:
        return None
    channels = cv2.split(cv2.cvtColor(color, cv2.COLOR_RGB2LAB))[1:]
    ranges = [np.subtract(*np.percentile(c, (99.5, 0.5))) for c in channels]
    if max(ranges) < MIN_CHROMA_RANGE:
        return None
    channel = channels[int(np.argmax(ranges))]
    return cv2.normalize(channel, None, 0, 255, cv2.NORM_MINMAX)
