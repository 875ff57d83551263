"""Put the glyphs of a page into rows, in reading order."""

import numpy as np

from lenet.reading.glyphs import Glyph

MIN_OVERLAP = 0.4  # of neighbors in a row, as a fraction of the lower one's height


def group_into_rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into rows from top to bottom, each from left to right.

    A glyph joins the row whose last glyph overlaps it most in y. Since only the last
    one counts, the rows of a slightly rotated page are found too.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.box[0] + one.box[2]):
        matching = [row for row in rows if _overlap(row[-1], glyph) > MIN_OVERLAP]
        if matching:
            max(matching, key=lambda row: _overlap(row[-1], glyph)).append(glyph)
        else:
            rows.append([glyph])
    return sorted(rows, key=lambda row: np.mean([g.box[1] + g.box[3] for g in row]))


def _overlap(one: Glyph, other: Glyph) -> float:
    """Return the overlap of two boxes in y as a fraction of the lower one's height."""
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared / min(one.height, other.height)
