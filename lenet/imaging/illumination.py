"""Colours to gray, and the paper taken away: what is left is ink, bright on 0.

Shadows, lamps and grain go with the paper. Which tone is ink is polarity.py's business.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

COLORFUL = 2.0  # times as much colour as lightness: then colour tells ink from paper
COARSE = 160  # blocks along the longer side are enough to find the paper

GrayImage = NDArray[np.uint8]  # (H, W)


def to_grayscale(color: NDArray[np.uint8]) -> GrayImage:
    """Give the lightness, or where that hardly differs the colour that differs most.

    Red ink on green paper of the same lightness is seen by its colour alone: from green
    to red, or from blue to yellow.

    Args:
        color: `(H, W, 3)`; what has no colour, `(H, W)`, is gray as it is.
    """
    if color.ndim == 2:
        return color
    small = cv2.cvtColor(cv2.resize(color, (64, 64)), cv2.COLOR_RGB2LAB)
    pixels = small.reshape(-1, 3)
    lightness, *colors = (pixels.max(axis=0) - pixels.min(axis=0)).tolist()
    if max(colors) < COLORFUL * lightness:
        return cv2.cvtColor(color, cv2.COLOR_RGB2GRAY)
    channel = 1 + colors.index(max(colors))
    return cv2.extractChannel(cv2.cvtColor(color, cv2.COLOR_RGB2LAB), channel)


def flatten_illumination(
    gray: GrayImage, dark_ink: bool, *, endless: bool = False
) -> GrayImage:
    """Take the paper away and turn ink bright: shadows and vignettes go, strokes stay.

    Whatever holds a square of a third of the picture is paper. Dark ink takes a part of
    the light that the paper there gives back, so it is measured by that part, and a
    shadow does not pale it. Bright ink is measured by its difference. What is left of
    the paper is its grain; two standard deviations of it go too. Ink is never below the
    median, so the quartile below tells the grain alone (0.6745 is the normal
    distribution's).

    Args:
        endless: Let the border go on beyond the picture: squares fit there into the
            corner of a shadow, too, and a table is paper. Without it a table is ink.
    """
    paper = _paper(gray, dark_ink, endless)
    flat = ~cv2.divide(gray, paper, scale=255) if dark_ink else gray - paper
    quartile, median = np.percentile(flat[::4, ::4], (25, 50))
    grain = (median - quartile) / 0.6745
    return cv2.subtract(flat, np.full_like(flat, min(median + 2 * grain, 255)))


def _paper(gray: GrayImage, dark_ink: bool, endless: bool) -> GrayImage:
    """Give the paper's tone at each pixel, as if there were no ink.

    In a large picture the squares are looked for among blocks of pixels, each as inky
    as its inkiest, so that no paper spreads over the edge of a shadow. Paper is never
    inkier than the pixel itself.
    """
    height, width = gray.shape
    side = max(1, max(gray.shape) // COARSE)
    block = np.ones((side, side), np.uint8)
    inkiest = cv2.erode(gray, block) if dark_ink else cv2.dilate(gray, block)
    middle = min(side // 2, height - 1, width - 1)  # a block's result stands there
    coarse = np.ascontiguousarray(inkiest[middle::side, middle::side])
    half = max(coarse.shape) // 6 + 1
    square = np.ones((2 * half + 1, 2 * half + 1), np.uint8)
    kind = cv2.MORPH_CLOSE if dark_ink else cv2.MORPH_OPEN
    margin = half if endless else 0
    wide = cv2.copyMakeBorder(coarse, *[margin] * 4, cv2.BORDER_REPLICATE)
    wide = cv2.morphologyEx(wide, kind, square)
    coarse = wide[margin : margin + len(coarse), margin : margin + coarse.shape[1]]
    paper = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    return cv2.max(paper, gray) if dark_ink else cv2.min(paper, gray)
