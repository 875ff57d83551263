"""Group components of ink into glyphs, each of one digit or several touching digits.

Only geometry is used: strokes of one digit are joined, specks and lines are left out.
touching_digits.py decides whether a glyph is more than one digit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.component_selection import extract_ink
from lenet.imaging.connected_components import Components, plausible_digits
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.preprocess import Page

MAX_COMPONENTS = 300  # the largest ones of a page are used; a texture has thousands
MIN_COMPONENT_SIZE = 1 / 80  # fraction of the picture's longer side
MAX_ASPECT = 8  # longer side divided by shorter; a ruled line has more
MAX_STROKE_WIDTH = 1.8  # for components at the border, in median stroke widths
# The following sizes are fractions of the page's median digit height.
MIN_STROKE_SIZE = 0.06  # a smaller component is a speck
MAX_DIGIT_HEIGHT = 1.5  # of all strokes together
MAX_LINE_WIDTH = 0.35  # of a line, divided by its height; a wider one is no line

Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Glyph:
    """Components of ink that are one digit or several touching ones.

    Attributes:
        box: Left, top, right, bottom in pixels of the ink image.
        labels: Labels of its components.
    """

    box: tuple[int, int, int, int]
    labels: frozenset[int]

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    def joined_with(self, other: "Glyph") -> "Glyph":
        low = np.minimum(self.box[:2], other.box[:2]).tolist()
        high = np.maximum(self.box[2:], other.box[2:]).tolist()
        return Glyph((*low, *high), self.labels | other.labels)


def find_pieces(components: Components) -> tuple[list[Glyph], float]:
    """Find the pieces of ink that may be digits or strokes of digits.

    Returns:
        A glyph for each piece, in no particular order, and the median digit height in
        pixels: that of the components, weighted by their areas so that specks have no
        influence.
    """
    labels = np.flatnonzero(plausible_digits(components, MIN_COMPONENT_SIZE))
    if not labels.size:  # a tight crop, where the digits themselves cover the border
        labels = np.flatnonzero(components.is_surroundings)
    if not labels.size:
        return [], 0.0
    order = np.argsort(-components.areas[labels], kind="stable")[:MAX_COMPONENTS]
    labels = _remove_shadow_tips(labels[order], components)
    boxes, areas = components.boxes[labels], components.areas[labels]
    heights = boxes[:, 3] - boxes[:, 1]
    median_height = np.quantile(heights, 0.5, weights=areas, method="inverted_cdf")
    pieces = []
    for label, box in zip(labels.tolist(), boxes.tolist()):
        glyph = Glyph(tuple(box), frozenset([label]))
        longer, shorter = max(glyph.width, glyph.height), min(glyph.width, glyph.height)
        if longer > MAX_ASPECT * shorter and longer > MAX_DIGIT_HEIGHT * median_height:
            continue
        if longer >= MIN_STROKE_SIZE * median_height:
            pieces.append(glyph)
    return pieces, float(median_height)


def glyph_ink(
    page: Page, glyphs: Iterable[Glyph], region: tuple[slice, slice] = np.s_[:, :]
) -> tuple[GrayImage, GrayImage]:
    """Return the ink of these glyphs alone within a region, and its mask."""
    selected = np.zeros(len(page.components) + 1, bool)
    selected[[label for glyph in glyphs for label in glyph.labels]] = True
    return extract_ink(page.ink, page.components, selected, region)


def piece_mask(piece: Glyph, components: Components) -> NDArray[np.uint8]:
    """Return 1 where the ink of a glyph is, within its box."""
    left, top, right, bottom = piece.box
    labels = components.labels[top:bottom, left:right]
    return np.uint8(np.isin(labels, list(piece.labels)))


def solidity(piece: Glyph, components: Components) -> float:
    """Return the ink of a glyph divided by the area of its convex hull, at most 1."""
    mask = piece_mask(piece, components)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.concatenate(contours))
    area = cv2.contourArea(hull) + cv2.arcLength(hull, True) / 2 + 1  # whole pixels
    return cv2.countNonZero(mask) / area


def stroke_shape(glyph: Glyph, components: Components) -> tuple[float, float, float]:
    """Return the slant of a stroke to the right, its deviation from a line, its bend.

    The last two are fractions of its height. The bend is negative for ( and positive
    for ), and 0 for a stroke that bends both ways.
    """
    mask = piece_mask(glyph, components)
    counts = mask.sum(axis=1)
    rows = np.flatnonzero(counts)
    middles = (mask[rows] @ np.arange(mask.shape[1])) / counts[rows]
    edge = len(rows) // 12
    rows, middles = rows[edge : len(rows) - edge], middles[edge : len(rows) - edge]
    if len(rows) < 5:
        return 0.0, 1.0, 0.0
    slope, offset = np.polyfit(rows, middles, 1)
    distances = middles - (slope * rows + offset)
    bends = np.round(middles - np.linspace(middles[0], middles[-1], len(middles)))
    height = len(mask)
    if counts[rows].max() >= MAX_LINE_WIDTH * height:
        return -float(slope), 1.0, 0.0
    deviation = float(np.abs(distances).max() / height)
    bends_one_way = bends.min() >= 0 or bends.max() <= 0
    bend = float(bends[np.abs(bends).argmax()] / height) if bends_one_way else 0.0
    return -float(slope), deviation, bend


def _remove_shadow_tips(
    labels: NDArray[np.int64], components: Components
) -> NDArray[np.int64]:
    """Remove what touches the border and is much thicker than the page's strokes.

    The tip of a shadow at the border looks like a component of ink. The width of a
    stroke is four times the mean distance of its pixels to its edge.
    """
    touches_border = components.touches_border[labels]
    inner, outer = labels[~touches_border], labels[touches_border]
    areas = components.areas
    if not outer.size or areas[inner].sum() < areas[outer].sum():
        return labels
    mask = np.uint8(components.labels > 0)
    distances = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    sums = np.bincount(components.labels.ravel(), distances.ravel())
    means = sums / np.maximum(areas, 1)  # a quarter of the stroke widths
    limit = MAX_STROKE_WIDTH * np.median(means[inner])
    return np.concatenate([inner, outer[means[outer] <= limit]])
