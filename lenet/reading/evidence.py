"""What speaks against the reading of a page, apart from what single digits cost."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.connected_components import (
    MIN_CONTRAST,
    Components,
    threshold_components,
)
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage, chroma_difference
from lenet.imaging.orientation import row_slant
from lenet.imaging.preprocess import Page
from lenet.reading.found import FoundDigit, Row
from lenet.reading.shapes import MIN_SMALL_DIGIT

MIN_CONFIDENT_FRACTION = 2 / 3  # of a page's digits, for it to be a page of digits
MIN_ROW_DIGITS = 2  # of a row that stays where others are letters
DOUBT_COST = 2.0  # nats for a digit of low confidence
MIN_SLANT = 8  # degrees of the rows
SLANT_COST = 1.0  # nats for rows that are slanted by 45 degrees
MIN_UNREAD_FRACTION = 0.1  # of the ink that is read
MIN_LINE = 2.0  # length in heights of a digit
MIN_UNREAD_LEVEL = 0.15  # of the level of the ink that is read
MIN_STRONG_COLOR = 40  # levels of 255 from the paper's color


def slant_cost(boxes: Sequence[tuple[int, int, int, int]]) -> float:
    """Return what slanted rows of digits cost, in nats per digit.

    Args:
        boxes: Left, top, right, bottom of the digits.
    """
    feet = [(left, bottom, right, bottom) for left, _, right, bottom in boxes]
    slant = min(abs(row_slant(boxes)), abs(row_slant(feet)))  # some may be small
    return SLANT_COST * slant / 45 if slant >= MIN_SLANT else 0.0


def unread_ink(page: Page, height: float) -> float:
    """Return how much ink of the size of digits is too pale to be read, from 0 to 1.

    It is a fraction of the ink that is read. Ink of another color than the paper's may
    be as dark as the paper, so a picture of strong colors is looked at twice.

    Args:
        height: Median height of the digits in pixels.
    """
    fraction = _unread_fraction(page, page.ink, height)
    ink = chroma_difference(page.steps["open"], MIN_STRONG_COLOR)
    if ink is not None and ink.shape == page.ink.shape:
        ink[ink < MIN_STRONG_COLOR] = 0
        fraction = max(fraction, _unread_fraction(page, ink, height))
    return fraction


def has_printed_line(clean: GrayImage, height: float) -> bool:
    """Return whether a level line that is longer than two digits is in the ink.

    Args:
        clean: `(H, W)` uint8, the ink that is read.
        height: Median height of the digits in pixels.
    """
    thick = cv2.dilate(clean, np.ones((3, 1), np.uint8))
    line = np.ones((1, max(3, round(MIN_LINE * height))), np.uint8)
    return bool((cv2.erode(thick, line, borderValue=0) > 127).any())


def reject_text(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Mark digits as not confident if too few of the page are: it is a text of letters.

    An O in a word looks like a 0, and only the letters around it tell the difference. A
    row of several digits that are all confident stays, as on a receipt.
    """
    found = [one for row in rows for one in row if isinstance(one, FoundDigit)]
    confident = sum(digit.prediction.is_confident for digit in found)
    if confident >= MIN_CONFIDENT_FRACTION * len(found):
        return tuple(rows)
    return tuple(row if _is_number(row) else _as_unsure(row) for row in rows)


def _is_number(row: Row) -> bool:
    digits = [one for one in row if isinstance(one, FoundDigit)]
    are_confident = all(digit.prediction.is_confident for digit in digits)
    return len(digits) >= MIN_ROW_DIGITS and are_confident


def _as_unsure(row: Row) -> Row:
    return tuple(
        replace(one, prediction=one.prediction.as_unsure())
        for one in row
        if isinstance(one, FoundDigit)
    )


def _unread_fraction(page: Page, ink: GrayImage, height: float) -> float:
    """Return how much of some ink is not read; it has to have the edges of strokes.

    Ink as pale as the threshold leaves specks, which are not read either.
    """
    is_read = _sizes(page.components) >= MIN_SMALL_DIGIT * height
    is_read[0] = False
    strong = np.uint8(is_read).take(page.components.labels, mode="clip")
    side = max(page.ink.shape) // 40 | 1
    near = cv2.dilate(strong, np.ones((side, side), np.uint8))
    unread = cv2.copyTo(ink, 1 - near)
    area = max(1, cv2.countNonZero(strong))
    if np.count_nonzero(unread > MIN_CONTRAST) < MIN_UNREAD_FRACTION * area:
        return 0.0
    try:
        components = threshold_components(unread)
    except NoDigitFound:
        return 0.0
    if components.ink_level < MIN_UNREAD_LEVEL * page.components.ink_level:
        return 0.0  # the lines of squared paper
    sizes = _sizes(components)
    like_digits = (sizes > 0.5 * height) & (sizes < 1.5 * height)
    like_digits[0] = False
    fraction = components.areas[like_digits].sum() / area
    return min(1.0, float(fraction)) if fraction > MIN_UNREAD_FRACTION else 0.0


def _sizes(components: Components) -> NDArray[np.int32]:
    """Return the longer side of each component's box: `(components + 1,)`."""
    return (components.boxes[:, 2:] - components.boxes[:, :2]).max(axis=1)
