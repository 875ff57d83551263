"""Repair ink that usual pictures do not have: gaps in strokes, pale ink, printed lines.

All functions take and return ink: `(H, W)` uint8, bright on 0.
"""

import cv2
import numpy as np

from lenet.imaging.connected_components import (
    INK_THRESHOLD,
    MIN_CONTRAST,
    threshold_components,
)
from lenet.imaging.crop_and_center import stroke_width
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.ruled_lines import remove_long_segments

MAX_GAP = 41  # pixels; wider gaps take too long
MIN_DOTS, MAX_DOTS = 8, 1000
MIN_DOT_FRACTION = 0.8  # of the pieces of ink
MIN_DOT_FILL = 0.5  # of a dot's box
MAX_NEAR = 1.6  # in median distances to the nearest dot
LEVEL_WINDOW = 1 / 16  # of the longer side, in which the strength of ink is measured
MIN_LEVEL = 1 / 12  # of the darkest ink; paler ink is not amplified fully


def close_gaps(ink: GrayImage, gap: float) -> GrayImage:
    """Join strokes over gaps, such as those between dots or segments.

    Args:
        gap: In stroke widths.
    """
    left, top, width, height = cv2.boundingRect(ink)  # only there is something to close
    rows = slice(max(top - MAX_GAP, 0), top + height + MAX_GAP)
    columns = slice(max(left - MAX_GAP, 0), left + width + MAX_GAP)
    region, closed = ink[rows, columns], ink.copy()
    strokes = np.uint8(region > max(MIN_CONTRAST, INK_THRESHOLD * int(ink.max())))
    side = min(max(3, round(gap * stroke_width(strokes)) | 1), MAX_GAP)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed[rows, columns] = cv2.morphologyEx(region, cv2.MORPH_CLOSE, kernel)
    return closed


def link_dots(ink: GrayImage, reach: float = 0.0) -> GrayImage:
    """Draw lines between dots that are near each other, as the dots of a display.

    Args:
        reach: Of a line from a dot to each of the two dots nearest to it, in median
            distances between nearest dots. All dots that are nearer than MAX_NEAR are
            linked anyway.
    Raises:
        NoDigitFound: The ink is not made of many dots of about the same size.
    """
    components = threshold_components(ink)
    boxes, areas = components.boxes[1:], components.areas[1:]
    sizes = boxes[:, 2:] - boxes[:, :2]
    diameters = sizes.max(axis=1)
    is_dot = np.abs(np.log2(diameters / np.median(diameters))) < 1
    is_dot &= areas > MIN_DOT_FILL * sizes.prod(axis=1)
    if not MIN_DOTS <= is_dot.sum() <= MAX_DOTS or is_dot.mean() < MIN_DOT_FRACTION:
        raise NoDigitFound("The picture does not show dots.")
    centers = (boxes[:, :2] + boxes[:, 2:])[is_dot] / 2
    distances = np.linalg.norm(centers - centers[:, None], axis=2)
    np.fill_diagonal(distances, np.inf)
    second = np.partition(distances, 1, axis=1)[:, 1:2]
    pitch = np.median(distances.min(axis=1))
    is_near = (distances < MAX_NEAR * pitch) | (
        (distances <= second) & (distances < reach * pitch)
    )
    points = centers.round().astype(int).tolist()
    linked, width = ink.copy(), max(1, round(float(np.median(diameters))))
    for one, other in np.argwhere(is_near | is_near.T).tolist():
        if one < other:
            level = round(components.ink_level)
            cv2.line(linked, points[one], points[other], level, width)
    return cv2.max(linked, ink)


def equalize_strength(ink: GrayImage) -> GrayImage:
    """Make pale ink as strong as the darkest ink of the picture."""
    side = round(LEVEL_WINDOW * max(ink.shape)) | 1
    level = cv2.dilate(ink, np.ones((side, side), np.uint8))
    level = cv2.blur(level, (side, side)).astype(np.float32)
    floor = max(MIN_LEVEL * float(ink.max()), 2 * MIN_CONTRAST)
    return np.clip(ink * (255 / np.maximum(level, floor)), 0, 255).astype(np.uint8)


def remove_long_lines(ink: GrayImage) -> GrayImage:
    """Remove straight lines that are longer than digits, but not the ink across them."""
    strong = ink[ink > MIN_CONTRAST]
    if not strong.size:
        return ink
    mask = np.uint8(ink > max(MIN_CONTRAST, INK_THRESHOLD * float(np.median(strong))))
    kept = remove_long_segments(mask)
    edge = np.ones((3, 3), np.uint8)
    removed = cv2.dilate(mask & ~kept, edge) & ~cv2.dilate(kept, edge)
    return cv2.copyTo(ink, 1 - removed)
