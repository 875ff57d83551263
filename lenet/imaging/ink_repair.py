"""Repair ink that usual pictures do not have: gaps in strokes, pale ink, printed lines.

All functions take and return ink: `(H, W)` uint8, bright on 0.
"""

import cv2
import numpy as np

from lenet.imaging.connected_components import INK_THRESHOLD, MIN_CONTRAST
from lenet.imaging.crop_and_center import stroke_width
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.ruled_lines import remove_lines

MAX_GAP = 41  # pixels; wider gaps take too long
LEVEL_WINDOW = 1 / 16  # of the longer side, in which the strength of ink is measured
MIN_LEVEL = 1 / 12  # of the darkest ink; paler ink is not amplified fully


def close_gaps(ink: GrayImage, gap: float) -> GrayImage:
    """Join strokes over gaps, such as those between dots or segments.

    Args:
        gap: In stroke widths.
    """
    strokes = np.uint8(ink > max(MIN_CONTRAST, INK_THRESHOLD * int(ink.max())))
    side = min(max(3, round(gap * stroke_width(strokes)) | 1), MAX_GAP)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel)


def equalize_strength(ink: GrayImage) -> GrayImage:
    """Make pale ink as strong as the darkest ink of the picture."""
    side = round(LEVEL_WINDOW * max(ink.shape)) | 1
    level = cv2.dilate(ink, np.ones((side, side), np.uint8))
    level = cv2.blur(level, (side, side)).astype(np.float32)
    floor = max(MIN_LEVEL * float(ink.max()), 2 * MIN_CONTRAST)
    return np.clip(ink * (255 / np.maximum(level, floor)), 0, 255).astype(np.uint8)


def without_lines(ink: GrayImage) -> GrayImage:
    """Remove straight lines that are longer than digits, but not the ink across them."""
    strong = ink[ink > MIN_CONTRAST]
    if not strong.size:
        return ink
    mask = np.uint8(ink > max(MIN_CONTRAST, INK_THRESHOLD * float(np.median(strong))))
    kept = remove_lines(mask)
    edge = np.ones((3, 3), np.uint8)
    removed = cv2.dilate(mask & ~kept, edge) & ~cv2.dilate(kept, edge)
    return cv2.copyTo(ink, 1 - removed)
