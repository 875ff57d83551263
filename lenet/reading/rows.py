"""Put the glyphs of a page into rows, in reading order, and find neighbors in a row."""

from collections.abc import Sequence

import numpy as np

from lenet.reading.glyphs import Box, Glyph

MIN_OVERLAP = 0.4  # of neighbors in a row, as a fraction of the lower one's height
MAX_DISTANCE = 1.5  # between neighbors, in heights of a digit


def group_into_rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into rows from top to bottom, each from left to right.

    A glyph joins the row whose last two glyphs overlap it most in y: one of them may be
    small. Since the others do not count, rows of a slightly rotated page are found too.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.box[0] + one.box[2]):
        matching = [row for row in rows if _overlap(row, glyph) > MIN_OVERLAP]
        if matching:
            max(matching, key=lambda row: _overlap(row, glyph)).append(glyph)
        else:
            rows.append([glyph])
    return sorted(rows, key=lambda row: np.mean([g.box[1] + g.box[3] for g in row]))


def _overlap(row: list[Glyph], glyph: Glyph) -> float:
    """Return the overlap in y with a row's end as a fraction of the lower height."""
    top, bottom = glyph.box[1], glyph.box[3]
    return max(
        (min(one.box[3], bottom) - max(one.box[1], top)) / min(one.height, glyph.height)
        for one in row[-2:]
    )


def neighbors(row: Sequence[Box], box: Box) -> tuple[Box | None, Box | None]:
    """Return the digits before and after a box, if they are near."""
    middle = (box[0] + box[2]) / 2
    before = [one for one in row if (one[0] + one[2]) / 2 < middle]
    after = [one for one in row if (one[0] + one[2]) / 2 > middle]
    left = max(before, key=lambda one: one[2], default=None)
    right = min(after, key=lambda one: one[0], default=None)
    if left and box[0] - left[2] > MAX_DISTANCE * (left[3] - left[1]):
        left = None
    if right and right[0] - box[2] > MAX_DISTANCE * (right[3] - right[1]):
        right = None
    return left, right


def line_of(before: Box | None, after: Box | None) -> tuple[float, float]:
    """Return the mean top and bottom of the digits beside a sign."""
    beside = [box for box in (before, after) if box]
    return (
        float(np.mean([box[1] for box in beside])),
        float(np.mean([box[3] for box in beside])),
    )


def share_column(one: Box, other: Box) -> bool:
    """Return whether two boxes stand one above the other, at least in part."""
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return shared > 0.3 * min(one[2] - one[0], other[2] - other[0])
