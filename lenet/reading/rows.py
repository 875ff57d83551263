"""Put the glyphs of a page into rows, in reading order."""

import numpy as np

from lenet.reading.glyphs import Glyph

MIN_OVERLAP = 0.4  # of neighbors in a row, as a fraction of the lower one's height


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
