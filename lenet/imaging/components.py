"""Pieces of ink on flat paper: found, judged and chosen.

Thresholds and connected components are OpenCV's; taking the paper away is paper.py's.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.illumination import GrayImage
from lenet.imaging.ruled_lines import remove_ruled_lines

MIN_CONTRAST = 10.0  # gray levels of 255 between paper and ink
MIN_STEEPNESS = 0.35  # part of the contrast that falls at once at a stroke's edge
OUTSIDE = 1 / 3  # of a border's length; what touches more of it comes from outside
SPANNING = 0.9  # of the picture's side; what is that long may be a printed line


class NoDigitFound(Exception):
    """The picture is blank: nothing on it differs enough from its background."""


@dataclass(frozen=True)
class Components:
    """Connected pieces of ink, those that cannot be strokes left out.

    Attributes:
        labels: `(H, W)` int32; 0 is paper, n is piece n.
        boxes: `(pieces + 1, 4)` left, top, right, bottom; row 0 is the paper's.
        areas: `(pieces + 1,)` pixels.
        outside: `(pieces + 1,)` bool: comes in from beyond the border, as a table does.
        level: The ink's typical tone.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    areas: NDArray[np.int32]
    outside: NDArray[np.bool_]
    level: float

    def __len__(self) -> int:
        return len(self.areas) - 1

    @property
    def at_border(self) -> NDArray[np.bool_]:
        """Which pieces touch the picture's border: `(pieces + 1,)`."""
        (left, top, right, bottom), (height, width) = self.boxes.T, self.labels.shape
        return (left == 0) | (top == 0) | (right == width) | (bottom == height)


def find_components(flat: GrayImage) -> Components:
    """Find the pieces of ink, a table around the paper left out.

    What comes from outside, as a table does, may be darker than faint ink: the ink's
    level is then measured without it.

    Raises:
        NoDigitFound: Nothing on the picture stands out.
    """
    pieces = threshold_components(flat)
    if not pieces.outside.any():
        return pieces
    around = np.uint8(pieces.outside[pieces.labels])
    around = cv2.dilate(around, np.ones((5, 5), np.uint8))
    try:
        within = threshold_components(np.where(around, 0, flat).astype(np.uint8))
    except NoDigitFound:
        return pieces
    return within if plausible_digits(within, 1 / 40).any() else pieces


def threshold_components(flat: GrayImage) -> Components:
    """Find the connected pieces of ink that have a stroke's steep edges.

    Over a fortieth of the picture's side ink falls to paper; a shading hardly changes.
    """
    strong = flat[flat > MIN_CONTRAST]
    if strong.size == 0:
        raise NoDigitFound("The picture is blank.")
    threshold, _ = cv2.threshold(strong, 0, 255, cv2.THRESH_OTSU)
    level = float(np.median(strong[strong >= threshold]))
    mask = np.uint8(flat > max(MIN_CONTRAST, 0.45 * level))
    count, labels, stats = _connected(mask)
    if (stats[1:, 2:4] > SPANNING * np.array(flat.shape[::-1])).any():
        mask = remove_ruled_lines(mask)
        count, labels, stats = _connected(mask)
    steep = _falls(flat, mask, labels, count) >= MIN_STEEPNESS * level
    steep[0] = True
    if not steep.all():
        renumbered = np.where(steep, np.cumsum(steep) - 1, 0).astype(np.int32)
        labels, stats = renumbered[labels], stats[steep]
    left, top, width, height, areas = stats.T
    boxes = np.stack([left, top, left + width, top + height], axis=1)
    return Components(labels, boxes, areas, _from_outside(labels, len(areas)), level)


def _falls(
    flat: GrayImage, mask: NDArray[np.uint8], labels: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """Give by how many tones each piece's ink falls at its edge, in the mean.

    Only the part of the picture that has ink is looked at.
    """
    side = max(flat.shape) // 40 + 2
    left, top, width, height = cv2.boundingRect(mask)
    rows = slice(max(top - side, 0), top + height + side)
    place = rows, slice(max(left - side, 0), left + width + side)
    flat, mask, labels = flat[place], mask[place], labels[place]
    fall = cv2.morphologyEx(flat, cv2.MORPH_GRADIENT, np.ones((side, side), np.uint8))
    rim = mask > cv2.erode(mask, np.ones((3, 3), np.uint8))
    lengths = np.bincount(labels[rim], minlength=count)
    drops = np.bincount(labels[rim], fall[rim], minlength=count)
    return drops / np.maximum(lengths, 1)


def _connected(
    mask: NDArray[np.uint8],
) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    """Label a mask's components as OpenCV does, but look only where there are any."""
    left, top, width, height = cv2.boundingRect(mask)
    place = slice(top, top + height), slice(left, left + width)
    labels = np.zeros(mask.shape, np.int32)
    count, labels[place], stats, _ = cv2.connectedComponentsWithStats(mask[place])
    stats[:, :2] += (left, top)
    return count, labels, stats


def extract_ink(
    flat: GrayImage,
    pieces: Components,
    keep: NDArray[np.bool_],
    box: tuple[int, int, int, int] | None = None,
) -> tuple[GrayImage, GrayImage]:
    """Give the kept pieces' ink in shades, its level brought to 255, and their mask.

    Args:
        keep: `(pieces + 1,)` bool.
        box: Left, top, right, bottom of the part to give; None gives all.
    """
    if box is None:  # only the part with that ink is looked at
        clean, mask = np.zeros_like(flat), np.zeros_like(flat)
        if keep.any():
            (left, top), (right, bottom) = _around(pieces.boxes[keep])
            place = slice(top, bottom), slice(left, right)
            part = extract_ink(flat, pieces, keep, (left, top, right, bottom))
            clean[place], mask[place] = part
        return clean, mask
    left, top, right, bottom = box
    place = slice(top, bottom), slice(left, right)
    tones = np.where(keep, 255, 0).astype(np.uint8)
    mask = tones.take(pieces.labels[place], mode="clip")
    edge = cv2.dilate(mask, np.ones((3, 3), np.uint8))  # the soft rim of strokes
    toned = cv2.convertScaleAbs(flat[place], alpha=255 / pieces.level)
    return toned & edge, mask


def _around(boxes: NDArray[np.int32]) -> tuple[list[int], list[int]]:
    """Give the corners of a box around all these, one pixel wider at most."""
    low = np.maximum(boxes[:, :2].min(axis=0) - 1, 0)
    return low.tolist(), (boxes[:, 2:].max(axis=0) + 1).tolist()


def plausible_digits(pieces: Components, smallest: float = 1 / 20) -> NDArray[np.bool_]:
    """Say which pieces could be digits: not from outside, and not too small.

    Args:
        smallest: Longer side of a digit as a fraction of the picture's.
    """
    left, top, right, bottom = pieces.boxes.T
    longer = np.maximum(right - left, bottom - top)
    inside = ~pieces.outside & (longer >= smallest * max(pieces.labels.shape))
    inside[0] = False
    return inside


def main_digit(pieces: Components) -> NDArray[np.bool_]:
    """Choose the pieces of the one digit: the largest and the strokes beside it.

    What comes from outside is taken only if nothing of a twentieth of the picture's
    side is left; what touches the border weighs a quarter. What is large enough and
    near the main piece is another stroke of the same digit.

    Raises:
        NoDigitFound: There are no pieces.
    """
    left, top, right, bottom = pieces.boxes.T
    at_border = pieces.at_border
    longer = np.maximum(right - left, bottom - top)
    inside = plausible_digits(pieces)
    weight = np.where(at_border, pieces.areas / 4, pieces.areas)
    weight = np.where(inside if inside.any() else pieces.outside, weight, 0)
    if not weight.any():
        raise NoDigitFound("The picture holds soft shadows, but no strokes.")
    main = int(weight.argmax())
    gap_x = np.maximum(left - right[main], left[main] - right)
    gap_y = np.maximum(top - bottom[main], top[main] - bottom)
    near = np.maximum(gap_x, gap_y) < 0.25 * longer[main]
    keep = near & (pieces.areas > 0.03 * pieces.areas[main])
    keep &= at_border <= at_border[main]
    keep[0] = False
    return keep


def _from_outside(labels: NDArray[np.int32], count: int) -> NDArray[np.bool_]:
    """Say which pieces touch more than a third of one of the picture's four borders."""
    outside = np.zeros(count, bool)
    for border in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        outside |= np.bincount(border, minlength=count) > OUTSIDE * len(border)
    outside[0] = False
    return outside
