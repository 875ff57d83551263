"""Find the connected components of ink and keep those that have the edges of strokes.

The background must be removed before, see shadow_removal.py. OpenCV computes thresholds
and labels.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.ruled_lines import remove_ruled_lines

MIN_CONTRAST = 10.0  # gray levels between paper and ink, of 0 to 255
INK_THRESHOLD = 0.45  # fraction of the ink's level from which a pixel is ink
MIN_EDGE_CONTRAST = 0.35  # fraction of the ink's level
MIN_SURROUNDINGS_LENGTH = 1 / 3  # fraction of the length of one of the four borders
MIN_RULED_LINE_LENGTH = 0.9  # fraction of the picture's width or height


@dataclass(frozen=True)
class Components:
    """Connected components of ink; those that cannot be strokes are left out.

    Attributes:
        labels: `(H, W)` int32; 0 is paper, n is component n.
        boxes: `(components + 1, 4)` left, top, right, bottom; row 0 is the paper's.
        areas: `(components + 1,)` in pixels.
        ink_level: Median gray level of the ink.
        is_tight: The picture shows nothing but digits, so touching its border has no
            meaning.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    areas: NDArray[np.int32]
    ink_level: float
    is_tight: bool = False

    def __len__(self) -> int:
        return len(self.areas) - 1

    @property
    def touches_border(self) -> NDArray[np.bool_]:
        """Which components touch the picture's border: `(components + 1,)`."""
        (left, top, right, bottom), (height, width) = self.boxes.T, self.labels.shape
        if self.is_tight:
            return np.zeros(len(self.areas), bool)
        return (left == 0) | (top == 0) | (right == width) | (bottom == height)

    @cached_property
    def is_surroundings(self) -> NDArray[np.bool_]:
        """Which components lie around the page, as a table does: `(components + 1,)`.

        They cover more than a third of one of the picture's four borders.
        """
        labels, count = self.labels, len(self.areas)
        is_surroundings = np.zeros(count, bool)
        if self.is_tight:
            return is_surroundings
        for border in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
            lengths = np.bincount(border, minlength=count)
            is_surroundings |= lengths > MIN_SURROUNDINGS_LENGTH * len(border)
        is_surroundings[0] = False
        return is_surroundings


def find_components(ink: GrayImage) -> Components:
    """Find the components of ink, without a table or other surroundings of the page.

    Surroundings may be darker than faint ink. The threshold and the level of the ink
    are then computed a second time without them.

    Raises:
        NoDigitFound: Nothing in the picture stands out.
    """
    components = threshold_components(ink)
    if not components.is_surroundings.any():
        return components
    surroundings = np.uint8(components.is_surroundings[components.labels])
    surroundings = cv2.dilate(surroundings, np.ones((5, 5), np.uint8))
    try:
        inner = threshold_components(np.where(surroundings, 0, ink).astype(np.uint8))
    except NoDigitFound:
        return components
    return inner if plausible_digits(inner, 1 / 40).any() else components


def threshold_components(ink: GrayImage, *, is_tight: bool = False) -> Components:
    """Find the components of ink that have the sharp edges of strokes.

    The edge of a stroke is less than a fortieth of the picture's longer side wide,
    while a soft shadow hardly changes over this distance.

    Raises:
        NoDigitFound: Nothing in the picture stands out.
    """
    strong = ink[ink > MIN_CONTRAST]
    if strong.size == 0:
        raise NoDigitFound("The picture is blank.")
    threshold, _ = cv2.threshold(strong, 0, 255, cv2.THRESH_OTSU)
    ink_level = float(np.median(strong[strong >= threshold]))
    mask = np.uint8(ink > max(MIN_CONTRAST, INK_THRESHOLD * ink_level))
    labels, stats = _label(mask)
    if (stats[1:, 2:4] > MIN_RULED_LINE_LENGTH * np.array(ink.shape[::-1])).any():
        mask = remove_ruled_lines(mask)
        labels, stats = _label(mask)
    contrasts = _edge_contrasts(ink, mask, labels, len(stats))
    is_stroke = contrasts >= MIN_EDGE_CONTRAST * ink_level
    is_stroke[0] = True  # the paper keeps label 0
    if not is_stroke.all():
        renumbered = np.where(is_stroke, np.cumsum(is_stroke) - 1, 0).astype(np.int32)
        labels, stats = renumbered[labels], stats[is_stroke]
    left, top, width, height, areas = stats.T
    boxes = np.stack([left, top, left + width, top + height], axis=1)
    return Components(labels, boxes, areas, ink_level, is_tight)


def _edge_contrasts(
    ink: GrayImage, mask: NDArray[np.uint8], labels: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """Return the mean change of gray level at each component's edge.

    Only the part of the picture that contains ink is processed.
    """
    side = max(ink.shape) // 40 + 2
    left, top, width, height = cv2.boundingRect(mask)
    rows = slice(max(top - side, 0), top + height + side)
    region = rows, slice(max(left - side, 0), left + width + side)
    ink, mask, labels = ink[region], mask[region], labels[region]
    change = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((side, side), np.uint8))
    edge = mask > cv2.erode(mask, np.ones((3, 3), np.uint8))
    lengths = np.bincount(labels[edge], minlength=count)
    sums = np.bincount(labels[edge], change[edge], minlength=count)
    return sums / np.maximum(lengths, 1)


def _label(mask: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Label the components of a mask as OpenCV does, processing only their region."""
    left, top, width, height = cv2.boundingRect(mask)
    if not width:
        raise NoDigitFound("The picture holds printed lines alone.")
    region = slice(top, top + height), slice(left, left + width)
    labels = np.zeros(mask.shape, np.int32)
    _, labels[region], stats, _ = cv2.connectedComponentsWithStats(mask[region])
    stats[:, :2] += (left, top)
    return labels, stats


def plausible_digits(
    components: Components, min_size: float = 1 / 20
) -> NDArray[np.bool_]:
    """Return which components can be digits: no surroundings and not too small.

    Args:
        min_size: Longer side of a digit as a fraction of the picture's longer side.
    """
    longer = (components.boxes[:, 2:] - components.boxes[:, :2]).max(axis=1)
    large = longer >= min_size * max(components.labels.shape)
    plausible = ~components.is_surroundings & large
    plausible[0] = False
    return plausible
