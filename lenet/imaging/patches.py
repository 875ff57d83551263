"""Find patches of another tone that digits are written on: cards, signs, discs, windows.

Ink is dark or light compared with its own patch, whatever lies around it.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.grayscale import GrayImage

MIN_AREA = 0.003  # fraction of the picture
MAX_AREA = 0.9
MIN_SOLIDITY = 0.9  # area divided by that of the convex hull
MIN_SIMILAR_AREA = 0.3  # of the largest patch, to belong to the same row of patches
MIN_INK = 0.01  # fraction of a patch that is of the other tone
MAX_INK = 0.4  # the ring of a 0 has more inside it
BORDER = 0.06  # of a patch's shorter side, which is left out at its edge


def find_patches(gray: GrayImage) -> Iterator[GrayImage]:
    """Yield pictures of the same size that show only dark or only light patches.

    What is outside of the patches has their median gray level.
    """
    smooth = cv2.medianBlur(gray, 5)
    threshold, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_OTSU)
    for is_light in (False, True):
        mask = np.uint8((smooth > threshold) == is_light)
        patches = _convex_patches(mask)
        if patches is not None:
            level = np.median(gray[patches & mask > 0])
            yield np.where(patches > 0, gray, np.uint8(level))


def _convex_patches(mask: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return a mask of the large convex components, their holes filled."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        area = cv2.contourArea(contour)
        left, top, width, height = cv2.boundingRect(contour)
        if (
            min(left, top) == 0
            or left + width == mask.shape[1]
            or top + height == mask.shape[0]
        ):
            continue
        if not MIN_AREA * mask.size <= area <= MAX_AREA * mask.size:
            continue
        if area >= MIN_SOLIDITY * cv2.contourArea(cv2.convexHull(contour)):
            found.append((area, contour))
    if not found:
        return None
    largest = max(area for area, _ in found)
    patches = np.zeros_like(mask)
    for area, contour in found:
        if area >= MIN_SIMILAR_AREA * largest:
            one = cv2.drawContours(np.zeros_like(mask), [contour], 0, 1, cv2.FILLED)
            shorter = min(cv2.minAreaRect(contour)[1])
            width = 2 * round(BORDER * shorter) + 3
            one = cv2.erode(one, np.ones((width, width), np.uint8))
            ink = cv2.countNonZero(one & (1 - mask)) / max(1, cv2.countNonZero(one))
            if MIN_INK < ink < MAX_INK:
                patches |= one
    return patches if (patches & mask).any() else None
