"""Printed lines as dark as ink, taken off the page: rules and squares.

Pale ones vanish with the paper. Dark ones tie all digits together, so they have to be
found: thin, straight, from border to border, and never alone. One that runs along a
stroke for half its way is missed.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]  # (H, W) of 0 and 1
FEWEST = 3  # lines of one direction: a 1 or a 7 in a tight crop has fewer
THICKEST = 1 / 80  # of the picture's longer side
STEEPEST = 0.1  # rise of a line to its run: some six degrees
LONGEST_GAP = 1 / 2  # of the picture's side, where a digit lies on the line


def remove_ruled_lines(mask: Mask) -> Mask:
    """Take away lines from border to border; ink that crosses them stays.

    Args:
        mask: `(H, W)` uint8, 1 where ink or a line is.
    """
    lying = _without_lying(mask)
    return np.ascontiguousarray(_without_lying(np.ascontiguousarray(lying.T)).T)


def _without_lying(mask: Mask) -> Mask:
    width = mask.shape[1]
    thickest = max(2, round(THICKEST * max(mask.shape)))
    run = np.ones((1, max(8, width // 24)), np.uint8)
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, run)
    runs &= ~cv2.morphologyEx(runs, cv2.MORPH_OPEN, _upright(thickest + 1))
    lines = _lines(runs)
    if len(lines) < FEWEST:
        return mask
    band = np.zeros_like(mask)
    for left, right in lines:
        cv2.line(band, (0, left), (width - 1, right), 1, 1)
    band = cv2.dilate(band, _upright(2 * thickest + 1))
    thick = round(cv2.countNonZero(runs & band) / (len(lines) * width)) + 1
    crossing = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _upright(2 * thick + 1))
    return mask & ~(band & ~crossing)


def _lines(runs: Mask) -> list[tuple[int, int]]:
    """Find nearly lying lines: the height of each at the left and the right border."""
    height, width = runs.shape
    found = cv2.HoughLinesP(
        runs,
        1,
        np.pi / 720,
        threshold=width // 4,
        minLineLength=width // 2,
        maxLineGap=round(LONGEST_GAP * width),
    )
    lines: list[tuple[int, int]] = []
    for x0, y0, x1, y1 in [] if found is None else found.reshape(-1, 4).tolist():
        rise = (y1 - y0) / (x1 - x0) if x1 != x0 else np.inf
        if abs(rise) > STEEPEST:
            continue
        left, right = round(y0 - rise * x0), round(y1 + rise * (width - 1 - x1))
        apart = max(3, height // 100)
        if all(abs(left - a) > apart or abs(right - b) > apart for a, b in lines):
            lines.append((left, right))
    return lines


def _upright(length: int) -> Mask:
    return np.ones((length, 1), np.uint8)
