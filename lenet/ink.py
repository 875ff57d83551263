"""Paper and ink told apart: which tone is ink, the paper taken away, the digit kept.

Gray pictures in, gray pictures out; thresholds, hats and pieces are OpenCV's.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

MIN_CONTRAST = 10.0  # gray levels of 255 between paper and ink
MIN_STEEPNESS = 0.35  # how much of that a stroke's edge falls, see _steepness

Gray = NDArray[np.uint8]  # (H, W)


class NoDigitFound(Exception):
    """The picture is blank: nothing on it differs enough from its background."""


def ink_is_dark(gray: Gray) -> bool:
    """Say whether the rarer tone, which is the ink, is darker than its surroundings.

    Each pixel is held against the median of a neighbourhood as wide as the picture,
    which is paper as long as ink covers less than half; beyond the border the border
    repeats, so the paper there counts more and light may differ from side to side.
    Cubes make ink outvote the many small differences of grain and shading.
    """
    scale = min(1, 96 / max(gray.shape))
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(small, max(size) | 1)
    return bool(((small.astype(np.float64) - paper) ** 3).sum() < 0)


def flatten(bright: Gray) -> Gray:
    """Take the paper away: bright strokes stay, wide tones (shadows, vignettes) go.

    A top-hat: whatever holds a square of a third of the picture is background. What is
    left of the paper is its grain; two standard deviations of it go too. Ink is never
    below the median, so the quartile below tells the grain alone (0.6745 is the normal
    distribution's).
    """
    side = max(bright.shape) // 3 | 1
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    flat = cv2.morphologyEx(bright, cv2.MORPH_TOPHAT, square)
    quartile, median = np.percentile(flat, (25, 50))
    grain = (median - quartile) / 0.6745
    return cv2.subtract(flat, np.full_like(flat, min(median + 2 * grain, 255)))


def keep_digit(flat: Gray) -> tuple[Gray, Gray]:
    """Keep the digit's strokes: the largest piece of ink and what belongs to it.

    Returns:
        The ink in shades, its typical tone brought to 255, and its mask of 0 and 255.
    """
    strong = flat[flat > MIN_CONTRAST]
    if strong.size == 0:
        raise NoDigitFound("The picture is blank.")
    threshold, _ = cv2.threshold(strong, 0, 255, cv2.THRESH_OTSU)
    level = float(np.median(strong[strong >= threshold]))
    mask = np.uint8(flat > max(MIN_CONTRAST, 0.45 * level)) * 255
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    keep = _pieces_of_the_digit(stats, mask.shape)
    mask = np.uint8(keep[labels]) * 255
    if _steepness(flat, mask) < MIN_STEEPNESS * level:
        raise NoDigitFound("The picture holds soft shadows, but no strokes.")
    edge = cv2.dilate(mask, np.ones((3, 3), np.uint8))  # the soft rim of strokes
    shades = np.clip(flat.astype(np.float32) * (255 / level), 0, 255)
    return np.uint8(shades) & edge, mask


def _steepness(flat: Gray, mask: Gray) -> float:
    """Measure how far the tone falls across the mask's rim, in gray levels.

    Over a fortieth of the picture's side, ink falls to paper; a shading hardly changes.
    """
    side = max(flat.shape) // 40 + 2
    fall = cv2.morphologyEx(flat, cv2.MORPH_GRADIENT, np.ones((side, side), np.uint8))
    rim = mask & ~cv2.erode(mask, np.ones((3, 3), np.uint8))
    return float(np.median(fall[rim > 0])) if rim.any() else 0.0


def _pieces_of_the_digit(stats: NDArray[np.int32], shape: tuple[int, int]) -> NDArray:
    """Choose among connected pieces: `(pieces,)` bool, False for the background.

    The main piece is the largest that keeps off the picture's border, unless one at
    the border is four times as large: page edges and fingers come from outside. What is
    large enough and near the main piece is another stroke of the same digit.
    """
    left, top, width, height, area = stats.T
    right, bottom = left + width, top + height
    at_border = (left == 0) | (top == 0) | (right == shape[1]) | (bottom == shape[0])
    weight = np.where(at_border, area / 4, area)
    weight[0] = 0
    main = int(weight.argmax())
    reach = 0.25 * max(width[main], height[main])
    gap_x = np.maximum(left - right[main], left[main] - right)
    gap_y = np.maximum(top - bottom[main], top[main] - bottom)
    near = np.maximum(gap_x, gap_y) < reach
    keep = near & (area > 0.03 * area[main]) & (at_border <= at_border[main])
    keep[0] = False
    return keep
