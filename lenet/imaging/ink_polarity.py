"""Decide whether the ink of a picture is dark or light."""

from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.connected_components import (
    MIN_CONTRAST,
    find_components,
    plausible_digits,
    threshold_components,
)
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.shadow_removal import flatten_illumination

LOCAL_SIDE = 200  # pixels of the longer side, to measure the local contrast
GLOBAL_SIDE = 96  # pixels of the longer side, to find the rarer gray levels
MAX_UNIFORM_DEVIATION = 6  # gray levels; the background of a drawing has no grain
MIN_CONTRAST_RATIO = 2.0  # between dark and light ink, for a clear decision

Polarity = Literal["auto", "dark", "light"]  # of the ink; auto: found by ink_is_dark


def ink_is_dark(gray: GrayImage, polarity: Polarity = "auto") -> bool:
    """Return whether the ink is darker than the paper, as told or as found.

    For "auto" there are three rules, of which the first that applies decides:

    - On a uniform background, everything else is ink.
    - Ink differs from the paper around it, while paper enclosed by strokes does not. If
      the dark components differ clearly more from their surroundings than the light
      ones, or the other way round, they are ink. Uneven light has no influence on this.
    - Otherwise, as in a picture with hardly any margin, the rarer gray levels are ink.

    Raises:
        ValueError: The polarity is not auto, dark or light.
    """
    if polarity not in get_args(Polarity):
        raise ValueError(f"polarity must be auto, dark or light, got {polarity}")
    if polarity != "auto":
        return polarity == "dark"
    background = uniform_background(gray)
    if background is not None:
        differences = np.arange(256.0) - background
        counts = np.bincount(gray[::2, ::2].ravel(), minlength=256)
        return bool(counts @ differences**3 < 0)
    small = _downscale(gray, LOCAL_SIDE)
    dark, light = _local_contrasts(small)
    if dark > MIN_CONTRAST_RATIO * light or light > MIN_CONTRAST_RATIO * dark:
        return dark > light
    smaller = _fill_surroundings(_downscale(gray, GLOBAL_SIDE))
    is_dark = _rarer_is_dark(_remove_smooth_illumination(smaller))
    flat = flatten_illumination(small, is_dark, replicate_border=True)
    ink_stands_out = flat.max() > MIN_CONTRAST
    return is_dark if ink_stands_out else not is_dark


def uniform_background(gray: GrayImage) -> int | None:
    """Return the gray level of the whole border and most of the picture, if any."""
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    level = int(np.median(border))
    if np.abs(border - float(level)).max() > MAX_UNIFORM_DEVIATION:
        return None
    low, high = level - MAX_UNIFORM_DEVIATION, level + MAX_UNIFORM_DEVIATION
    count = cv2.countNonZero(cv2.inRange(gray, low, high))
    return level if count > 0.6 * gray.size else None


def _local_contrasts(gray: GrayImage) -> tuple[float, float]:
    """Measure how far dark and light components differ from the paper around them.

    Paper is what belongs to neither; its gray level is averaged over a square of a
    quarter of the picture's side. Both contrasts are 0 if there is too little of it
    around one of the two.
    """
    masks = [_component_mask(gray, dark) for dark in (True, False)]
    occupied = cv2.dilate(np.uint8(masks[0] | masks[1]), np.ones((5, 5), np.uint8))
    paper = np.float32(occupied == 0)
    side = max(gray.shape) // 8 * 2 + 1
    fraction = cv2.boxFilter(paper, -1, (side, side))
    level = cv2.boxFilter(gray * paper, -1, (side, side)) / np.maximum(fraction, 1e-6)
    near_paper = fraction > 0.05
    measurable = [mask & near_paper for mask in masks]
    if any(m.sum() <= 0.3 * mask.sum() for m, mask in zip(measurable, masks)):
        return 0.0, 0.0
    return tuple(float(np.abs(gray[m] - level[m]).mean()) for m in measurable)


def _component_mask(gray: GrayImage, dark: bool) -> NDArray[np.bool_]:
    try:
        components = find_components(flatten_illumination(gray, dark))
    except NoDigitFound:
        return np.zeros(gray.shape, bool)
    return plausible_digits(components, 0)[components.labels]


def _rarer_is_dark(gray: GrayImage) -> bool:
    """Return whether the rarer gray levels are darker than the local median.

    The median's window is as wide as the picture, so it is paper as long as ink covers
    less than half of it. Border pixels are replicated, so paper at the border counts
    more. Cubed differences let ink outweigh the many small ones of grain and shading.
    """
    paper = cv2.medianBlur(gray, max(gray.shape) | 1)
    return bool(((gray.astype(np.float64) - paper) ** 3).sum() < 0)


def _downscale(gray: GrayImage, side: int) -> GrayImage:
    scale = min(1, side / max(gray.shape))
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA)


def _fill_surroundings(gray: GrayImage) -> GrayImage:
    """Fill what lies around the page with the median, if the page itself has ink."""
    for dark in (True, False):
        flat = flatten_illumination(gray, dark)
        try:
            components = threshold_components(flat)
        except NoDigitFound:
            continue
        surroundings = np.uint8(components.is_surroundings[components.labels])
        if surroundings.any() and plausible_digits(find_components(flat)).any():
            mask = cv2.dilate(surroundings, np.ones((3, 3), np.uint8)) > 0
            gray = np.where(mask, np.uint8(np.median(gray[~mask])), gray)
    return gray


def _remove_smooth_illumination(gray: GrayImage) -> GrayImage:
    """Subtract a quadratic surface of light, if it explains most of the picture.

    The fit minimizes absolute differences (by iteratively reweighted least squares), so
    that ink has little influence. The surface is subtracted only if that leaves less
    than 0.3 of the median absolute deviation, which is not so for hard shadows.
    """
    height, width = gray.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1).reshape(-1, 6)
    levels = gray.ravel().astype(np.float64)
    weights = np.ones_like(levels)
    for _ in range(5):
        weighted = terms * weights[:, None]
        light = terms @ np.linalg.lstsq(weighted.T @ terms, weighted.T @ levels)[0]
        weights = 1 / np.maximum(np.abs(levels - light), 2)
    flat = levels - light
    if _median_absolute_deviation(flat) >= 0.3 * _median_absolute_deviation(levels):
        return gray
    return np.clip(flat + 128, 0, 255).astype(np.uint8).reshape(gray.shape)


def _median_absolute_deviation(values: NDArray) -> float:
    return float(np.median(np.abs(values - np.median(values))))
