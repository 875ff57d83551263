"""Turn a picture the right way up, and measure how far the rows on it are slanted."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from lenet.imaging.preprocess import GrayPicture

MIN_PIECES = 3  # to measure a slant
MIN_AGREEMENT = 0.5  # length of the mean of unit vectors; 1 if all are parallel


def turn(picture: GrayPicture, degrees: float) -> GrayPicture:
    """Turn a picture clockwise; what comes in from outside continues its border."""
    quarters = round(degrees / 90)
    slant = degrees - 90 * quarters
    for _ in range(-quarters % 4):  # counterclockwise
        matrix = np.array([[0, -1, picture.gray.shape[1]], [1, 0, 0]], float)
        picture = replace(
            picture,
            color=np.rot90(picture.color),
            gray=np.ascontiguousarray(np.rot90(picture.gray)),
            matrix=_compose(picture.matrix, matrix),
        )
    if not slant:
        return picture
    height, width = picture.gray.shape
    to_turned = cv2.getRotationMatrix2D((width / 2, height / 2), -slant, 1)
    cosine, sine = np.abs(to_turned[0, :2])
    size = round(height * sine + width * cosine), round(height * cosine + width * sine)
    to_turned[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    options = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
    return replace(
        picture,
        color=cv2.warpAffine(picture.color, to_turned, size, **options),
        gray=cv2.warpAffine(picture.gray, to_turned, size, **options),
        matrix=_compose(picture.matrix, cv2.invertAffineTransform(to_turned)),
    )


def row_slant(boxes: Sequence[tuple[int, int, int, int]]) -> float:
    """Return how far rows are turned clockwise from the nearest axis, in degrees.

    Most digits have their nearest neighbor in the same row or in the same column.

    Args:
        boxes: Left, top, right, bottom of the digits.
    Returns:
        From -45 to 45; 0 if it cannot be told.
    """
    if len(boxes) < MIN_PIECES:
        return 0.0
    left, top, right, bottom = np.array(boxes, float).T
    centers = (left + right + 1j * (top + bottom)) / 2
    steps = centers - centers[:, None]
    distances = np.where(steps == 0, np.inf, np.abs(steps))
    nearest = steps[np.arange(len(boxes)), distances.argmin(axis=1)]
    turned = (nearest / np.maximum(np.abs(nearest), 1e-9)) ** 4  # equal for all axes
    mean = turned.mean()
    return float(np.degrees(np.angle(mean)) / 4) if abs(mean) > MIN_AGREEMENT else 0.0


def _compose(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Return the affine matrix `(2, 3)` that applies `inner` and then `outer`."""
    return outer @ np.vstack([inner, [0, 0, 1]])
