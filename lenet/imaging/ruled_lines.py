"""Remove the printed lines of ruled and squared paper if they are as dark as ink.

Pale lines are removed with the background. Dark lines connect all digits, so they are
detected: they are thin, straight and go from border to border, and there are at least
three in one direction. A line that runs along a stroke for half its length is missed.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.crop_and_center import stroke_width

Mask = NDArray[np.uint8]  # (H, W) of 0 and 1

MIN_LINES = 3  # in one direction: a 1 or a 7 in a tight crop has fewer
MAX_THICKNESS = 1 / 80  # fraction of the picture's longer side
MAX_STROKES = 1.2  # thickness of a single line, in stroke widths
MIN_LENGTH = 1.1  # of a single line, in median sizes of digits
MIN_SIZES = 3  # components whose median size tells that of digits
MIN_FILL = 0.9  # of a single line's length that is ink
MAX_RUNS = 0.3  # fraction of the picture; a texture has more
MAX_SLOPE = 0.1  # about six degrees
MAX_GAP = 1 / 2  # fraction of the width or height; a digit may cover the line


def remove_ruled_lines(mask: Mask) -> Mask:
    """Remove lines from border to border, but not the ink that crosses them.

    Args:
        mask: `(H, W)` uint8, 1 where ink or a line is.
    """
    mask = _remove_horizontal_lines(mask)
    return cv2.transpose(_remove_horizontal_lines(cv2.transpose(mask)))


def _remove_horizontal_lines(mask: Mask) -> Mask:
    width = mask.shape[1]
    max_thickness = max(2, round(MAX_THICKNESS * max(mask.shape)))
    runs = _thin_runs(mask, max_thickness)
    if cv2.countNonZero(runs) > MAX_RUNS * mask.size:
        return mask
    lines = _find_horizontal_lines(runs)
    if len(lines) < MIN_LINES:
        return mask
    band = np.zeros_like(mask)
    for left, right in lines:
        cv2.line(band, (0, left), (width - 1, right), 1, 1)
    band = cv2.dilate(band, _column(2 * max_thickness + 1))
    thickness = round(cv2.countNonZero(runs & band) / (len(lines) * width)) + 1
    return mask & ~(band & ~_crossing_ink(mask, thickness))


def _find_horizontal_lines(runs: Mask) -> list[tuple[int, int]]:
    """Return the row of each nearly horizontal line at the left and right border.

    Args:
        runs: `(H, W)`, 1 in the horizontal runs that may belong to a line.
    """
    height, width = runs.shape
    lengths = {"minLineLength": width // 2, "maxLineGap": round(MAX_GAP * width)}
    segments = cv2.HoughLinesP(runs, 1, np.pi / 720, threshold=width // 4, **lengths)
    segments = [] if segments is None else segments.reshape(-1, 4).tolist()
    lines: list[tuple[int, int]] = []
    for x0, y0, x1, y1 in segments:
        slope = (y1 - y0) / (x1 - x0) if x1 != x0 else np.inf
        if abs(slope) > MAX_SLOPE:
            continue
        left, right = round(y0 - slope * x0), round(y1 + slope * (width - 1 - x1))
        distance = max(3, height // 100)  # nearer ones are the same line
        if all(abs(left - a) > distance or abs(right - b) > distance for a, b in lines):
            lines.append((left, right))
    return lines


def _thin_runs(mask: Mask, max_thickness: int) -> Mask:
    """Return the horizontal runs that may belong to a line, and no thick ink."""
    min_run = np.ones((1, max(8, mask.shape[1] // 24)), np.uint8)
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, min_run)
    return runs & ~cv2.morphologyEx(runs, cv2.MORPH_OPEN, _column(max_thickness + 1))


def _crossing_ink(mask: Mask, thickness: int, higher: float = 2.0) -> Mask:
    """Return the ink that is so many times higher than lines of a thickness."""
    column = _column(round(higher * thickness) + 1)
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, column)


def _column(length: int) -> Mask:
    """Return a vertical structuring element."""
    return np.ones((length, 1), np.uint8)


def remove_long_segments(mask: Mask) -> Mask:
    """Remove straight lines that are longer than a quarter of the picture and digits.

    Args:
        mask: `(H, W)` uint8, 1 where ink or a line is.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    sizes = stats[1:, 2:4].max(axis=1)
    longer = thickness = 0
    if len(sizes) >= MIN_SIZES:
        longer = round(MIN_LENGTH * float(np.median(sizes)))
        thickness = round(MAX_STROKES * stroke_width(mask))
    mask = _remove_segments(mask, longer, thickness)
    return cv2.transpose(_remove_segments(cv2.transpose(mask), longer, thickness))


def _remove_segments(mask: Mask, min_length: int, max_thickness: int) -> Mask:
    """Remove nearly horizontal lines of a quarter of the picture's width or more."""
    width = mask.shape[1]
    max_thickness = max(3, max_thickness, round(MAX_THICKNESS * max(mask.shape)))
    runs = _thin_runs(mask, max_thickness)
    min_length = max(width // 4, min_length)
    lengths = {"minLineLength": min_length, "maxLineGap": width // 12}
    segments = cv2.HoughLinesP(runs, 1, np.pi / 720, threshold=width // 8, **lengths)
    if segments is None:
        return mask
    found, extended = np.zeros_like(mask), np.zeros_like(mask)
    thick = cv2.dilate(mask, _column(3))
    for x0, y0, x1, y1 in segments.reshape(-1, 4).tolist():
        if abs(y1 - y0) > MAX_SLOPE * abs(x1 - x0):
            continue
        line = cv2.line(np.zeros_like(mask), (x0, y0), (x1, y1), 1, 1)
        if cv2.countNonZero(line & thick) < MIN_FILL * abs(x1 - x0):
            continue  # strokes of several digits at the same height
        found |= line
        slope = (y1 - y0) / (x1 - x0)
        left, right = round(y0 - slope * x0), round(y1 + slope * (width - 1 - x1))
        cv2.line(extended, (0, left), (width - 1, right), 1, 1)
    if not found.any():
        return mask
    # A line goes on beyond a digit that stands on it, as far as ink does.
    extended = mask & cv2.dilate(extended, _column(2 * max_thickness + 1))
    _, labels = cv2.connectedComponents(extended)
    band = np.isin(labels, np.unique(labels[(found & extended) > 0])).astype(np.uint8)
    line = runs & band
    columns = line.sum(axis=0)
    thickness = round(float(np.median(columns[columns > 0]))) + 1
    stroke = _crossing_ink(mask, thickness, 1.5)
    kept = mask & ~(line & ~stroke)
    _, labels = cv2.connectedComponents(kept)
    is_more = np.zeros(labels.max() + 1, bool)  # than what is left of a line
    is_more[labels[band == 0]] = True
    return kept & is_more[labels]
