"""A page's pieces of ink -> its digits, row by row, in reading order.

Geometry only: strokes of one digit are joined, specks and lines left out, and places
proposed where touching digits may part. Whether they do, the network decides (reading).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from lenet.imaging.components import Components, plausible_digits
from lenet.imaging.illumination import GrayImage

MAX_COMPONENTS = 300  # of a page are looked at, the largest; a texture has thousands
MAX_CUTS = 10  # of a glyph
SMALLEST = 1 / 80  # of the picture: what is smaller is no digit nor part of one
DIGIT = 0.45  # of the page's usual digit height: what is larger can stand alone,
SPECK = 0.12  # what is smaller belongs to nothing
REACH = 0.2  # how far from its digit a lost stroke may lie
TALLEST = 1.5  # a digit's height at most, its lost strokes included
THICKEST = 1.8  # times the pen of the page, for what touches the border
LINE = 8  # times as long as wide, and longer than digits: a rule or an edge


@dataclass(frozen=True)
class Glyph:
    """Pieces of ink that make one digit, or several touching ones.

    Attributes:
        box: Left, top, right, bottom in pixels of the ink.
        pieces: Numbers of its pieces.
    """

    box: tuple[int, int, int, int]
    pieces: frozenset[int]

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    def with_piece(self, other: "Glyph") -> "Glyph":
        low = np.minimum(self.box[:2], other.box[:2]).tolist()
        high = np.maximum(self.box[2:], other.box[2:]).tolist()
        return Glyph((*low, *high), self.pieces | other.pieces)


def group_digits(ink: Components) -> list[list[Glyph]]:
    """Find the digits of a page: rows from top to bottom, digits from left to right.

    The usual height is the median of the pieces' heights, each weighed by its ink, so
    that specks have no say. All sizes are fractions of it.
    """
    numbers = np.flatnonzero(plausible_digits(ink, SMALLEST)).tolist()
    numbers = numbers or np.flatnonzero(ink.outside).tolist()  # all cut: a tight crop
    numbers = sorted(numbers, key=lambda n: -ink.areas[n])[:MAX_COMPONENTS]
    single = [Glyph(tuple(ink.boxes[n].tolist()), frozenset([n])) for n in numbers]
    if not single:
        return []
    single = _without_shadows(single, ink)
    areas = [ink.areas[min(glyph.pieces)] for glyph in single]
    usual = _weighted_median([glyph.height for glyph in single], areas)
    large, small = [], []
    for glyph in single:
        longer, shorter = max(glyph.width, glyph.height), min(glyph.width, glyph.height)
        if longer > LINE * shorter and longer > TALLEST * usual:
            continue
        if longer >= DIGIT * usual:
            large.append(glyph)
        elif longer >= SPECK * usual:
            small.append(glyph)
    glyphs = _joined(large, usual)
    for speck in small:
        near = [glyph for glyph in glyphs if _belongs(glyph, speck, usual)]
        if near:
            glyph = min(near, key=lambda one: _gap(one, speck))
            glyphs[glyphs.index(glyph)] = glyph.with_piece(speck)
    return _rows(glyphs)


def cuts(mask: GrayImage) -> list[int]:
    """Propose columns where touching digits may part, outer edges included.

    Digits that touch in one place leave columns that a single run of ink crosses: their
    middle is proposed. So is every column with less ink than those beside it.

    Args:
        mask: `(H, W)` of 0 and 255, one glyph.
    """
    height, width = mask.shape
    margin = round(height * 0.15)
    bits = (mask > 0).astype(np.int8)
    single = (np.diff(bits, axis=0, prepend=0) == 1).sum(axis=0) <= 1
    ink = cv2.blur(bits.sum(axis=0).astype(np.float32)[None], (margin | 1, 1))
    low = (ink == cv2.erode(ink, np.ones((1, 2 * margin + 1))))[0]
    columns: set[int] = set()
    for open_ in (single, low):
        edges = np.flatnonzero(np.diff(open_.astype(np.int8), prepend=0, append=0))
        middles = edges.reshape(-1, 2).mean(axis=1).astype(int)
        columns.update(m for m in middles.tolist() if margin <= m <= width - margin)
    thinnest = sorted(columns, key=lambda column: ink[0, min(column, width - 1)])
    return sorted({0, width, *thinnest[:MAX_CUTS]})


def _without_shadows(glyphs: list[Glyph], ink: Components) -> list[Glyph]:
    """Leave out what touches the border and is far thicker than the pen.

    There the tip of a shadow looks like a piece of ink. Across a stroke of width w the
    distance to its edge is w/4 in the mean.
    """
    at_border = ink.at_border
    free = [glyph for glyph in glyphs if not at_border[min(glyph.pieces)]]
    tips = [glyph for glyph in glyphs if at_border[min(glyph.pieces)]]
    areas = [sum(ink.areas[min(g.pieces)] for g in some) for some in (free, tips)]
    if not tips or areas[0] < areas[1]:
        return glyphs
    mask = np.uint8(ink.labels > 0)
    inside = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    pen = np.bincount(ink.labels.ravel(), inside.ravel()) / np.maximum(ink.areas, 1)
    usual = np.median([pen[min(glyph.pieces)] for glyph in free])
    return free + [tip for tip in tips if pen[min(tip.pieces)] <= THICKEST * usual]


def _joined(glyphs: list[Glyph], usual: float) -> list[Glyph]:
    """Join large strokes of one digit: a 5 and its bar, the halves of a broken 4."""
    joined: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: -one.height):
        for place, other in enumerate(joined):
            if _one_above_the_other(other, glyph) and _belongs(other, glyph, usual):
                joined[place] = other.with_piece(glyph)
                break
        else:
            joined.append(glyph)
    return joined


def _one_above_the_other(one: Glyph, other: Glyph) -> bool:
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return shared >= 0.6 * min(one.width, other.width)


def _belongs(glyph: Glyph, stroke: Glyph, usual: float) -> bool:
    whole = glyph.with_piece(stroke)
    tall = max(TALLEST * usual, 1.1 * glyph.height)
    return _gap(glyph, stroke) <= REACH * usual and whole.height <= tall


def _gap(one: Glyph, other: Glyph) -> int:
    """Give the larger of the gaps between two boxes, across and down; 0 if they meet."""
    across = max(one.box[0] - other.box[2], other.box[0] - one.box[2], 0)
    return max(across, one.box[1] - other.box[3], other.box[1] - one.box[3])


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group digits in rows: each goes on the row whose last digit stands beside it.

    Only the last digit counts, so the rows of a slightly turned page hold together.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.box[0] + one.box[2]):
        beside = [row for row in rows if _beside(row[-1], glyph) > 0.4]
        if beside:
            max(beside, key=lambda row: _beside(row[-1], glyph)).append(glyph)
        else:
            rows.append([glyph])
    return sorted(rows, key=lambda row: np.mean([g.box[1] + g.box[3] for g in row]))


def _beside(one: Glyph, other: Glyph) -> float:
    """Give the part of the lower box's height that both boxes share."""
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared / min(one.height, other.height)


def _weighted_median(values: list[int], weights: list[int]) -> float:
    order = np.argsort(values)
    heap = np.cumsum(np.asarray(weights, np.float64)[order])
    return float(np.asarray(values)[order][np.searchsorted(heap, heap[-1] / 2)])
