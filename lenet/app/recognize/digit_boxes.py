"""The picture of a number, with a box around each digit and its answer above it.

digit_boxes.js shows a piece of the picture for each digit. A row of pieces that is too
long is broken into lines, so that every digit is large enough to be seen.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.app.html_part import Facts, data_url, to_base64, to_bgr
from lenet.imaging.preprocess import Page
from lenet.reading.found import FoundDigit, FoundSign, Reading

MARGIN = 0.2  # around the digits, as a fraction of their median height
MIN_CONDITION = 0.1  # below it the width and height of a sign are taken to be equal
MAX_DRAWING_SIDE = 600  # pixels; without loss, a drawing has a fifth of a JPEG's bytes
JPEG_QUALITY = 85  # percent; without loss, a photo would be five times as large
JPEG_URL_PREFIX = "data:image/jpeg;base64,"


def digit_boxes_facts(reading: Reading) -> Facts:
    """Give the part of the picture that has the digits, and where each of them is.

    Returns:
        `picture`, a data URL; `margin` in its pixels; and `rows` of digits and signs,
        each with its `symbol`, which is ? for a digit that is not confident, `is_sign`,
        and its `box` in the picture's pixels: left, top, right, bottom. The picture is
        turned as it was read.
    """
    picture = reading.page.steps["open"]
    all_found = [found for row in reading.rows for found in row]
    boxes = np.array([_ink_box(reading.page, found) for found in all_found])
    heights = [found.crop.shape[0] for found in reading.digits]
    margin = round(MARGIN * np.median(heights)) + 1
    left, top = np.maximum(boxes[:, :2].min(axis=0) - margin, 0)
    right, bottom = boxes[:, 2:].max(axis=0) + margin
    part = picture[top:bottom, left:right]
    shifted = iter((boxes - [left, top, left, top]).tolist())
    rows = [
        [
            {"symbol": one.symbol, "is_sign": isinstance(one, FoundSign), "box": box}
            for one, box in zip(row, shifted)
        ]
        for row in reading.rows
    ]
    return {"picture": _part_url(part), "margin": margin, "rows": rows}


def _part_url(part: NDArray[np.uint8]) -> str:
    if part.ndim == 2 and max(part.shape) <= MAX_DRAWING_SIDE:
        return data_url(part, MAX_DRAWING_SIDE)
    quality = cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY
    return JPEG_URL_PREFIX + to_base64(cv2.imencode(".jpg", to_bgr(part), quality)[1])


def _ink_box(page: Page, found: FoundDigit | FoundSign) -> NDArray[np.int_]:
    """Give the box of a digit or a sign in pixels of the ink.

    On a slanted page, a box around the box of a turned box is too large, so only its
    center is taken: a digit has its size, and that of a sign is computed back.
    """
    left, top, right, bottom = page.to_ink_box(found.box)
    size = np.array([right - left, bottom - top])
    if isinstance(found, FoundDigit):
        size = np.array(found.crop.shape[1::-1])
    else:
        matrix = page.matrix[:, :2]
        enlarging = np.abs(np.linalg.inv(matrix)) @ np.abs(matrix)
        size = np.linalg.pinv(enlarging, rcond=MIN_CONDITION) @ size
    corner = np.array([left + right - size[0], top + bottom - size[1]]) / 2
    return np.concatenate([corner, corner + size]).round().astype(int)
