"""Is the ink dark or bright? Found from the picture; nobody has to be asked."""

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.components import (
    MIN_CONTRAST,
    NoDigitFound,
    find_components,
    plausible_digits,
    threshold_components,
)
from lenet.imaging.illumination import GrayImage, flatten_illumination

CLOSE_SIDE, FAR_SIDE = 200, 96  # pixels; enough to tell paper from ink
PLAIN = 6  # gray levels from the paper's: a drawing program's paper has no grain
CLEARLY = 2.0  # times the contrast of one tone over that of the other


def ink_is_dark(gray: GrayImage) -> bool:
    """Say whether ink is darker than paper.

    Ink differs from the paper round about; the bits of paper between strokes do not. So
    whichever tone's pieces stand out more from what surrounds them is ink, whatever
    lights the page. Where neither does clearly (a picture with hardly any margin), the
    rarer tone is ink. A drawing on plain paper needs none of this: what is not paper is
    ink.
    """
    paper = _plain_paper(gray)
    if paper is not None:
        tones = np.arange(256.0) - paper
        counts = np.bincount(gray[::2, ::2].ravel(), minlength=256)
        return bool(counts @ tones**3 < 0)
    small = _reduced(gray, CLOSE_SIDE)
    dark, bright = _contrasts(small)
    if dark > CLEARLY * bright or bright > CLEARLY * dark:
        return dark > bright
    far = _without_lamp(_without_surroundings(_reduced(gray, FAR_SIDE)))
    is_dark = _rarer_is_dark(far)
    if flatten_illumination(small, is_dark, endless=True).max() <= MIN_CONTRAST:
        return not is_dark  # a tone that leaves no trace is no ink
    return is_dark


def _plain_paper(gray: GrayImage) -> int | None:
    """Give the tone that the whole border and most of the picture have, if one has."""
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    tone = int(np.median(border))
    if np.abs(border - float(tone)).max() > PLAIN:
        return None
    like_it = cv2.countNonZero(cv2.inRange(gray, tone - PLAIN, tone + PLAIN))
    return tone if like_it > 0.6 * gray.size else None


def _contrasts(gray: GrayImage) -> tuple[float, float]:
    """Give how far dark and bright pieces differ from the free paper beside them.

    Free is what belongs to neither. Both are 0 where too few pieces have paper beside
    them, within an eighth of the picture's side.
    """
    masks = [_mask(gray, dark) for dark in (True, False)]
    taken = cv2.dilate(np.uint8(masks[0] | masks[1]), np.ones((5, 5), np.uint8))
    free = np.float32(taken == 0)
    side = max(gray.shape) // 8 * 2 + 1
    share = cv2.boxFilter(free, -1, (side, side))
    tone = cv2.boxFilter(gray * free, -1, (side, side)) / np.maximum(share, 1e-6)
    beside = share > 0.05
    found = [mask & beside for mask in masks]
    if any(f.sum() <= 0.3 * mask.sum() for f, mask in zip(found, masks)):
        return 0.0, 0.0
    return tuple(float(np.abs(gray[f] - tone[f]).mean()) for f in found)


def _mask(gray: GrayImage, dark: bool) -> NDArray[np.bool_]:
    try:
        pieces = find_components(flatten_illumination(gray, dark))
    except NoDigitFound:
        return np.zeros(gray.shape, bool)
    return plausible_digits(pieces, 0)[pieces.labels]


def _rarer_is_dark(gray: GrayImage) -> bool:
    """Say whether the rarer tone is darker than the median of a wide neighbourhood.

    As wide as the picture, it is paper as long as ink covers less than half. Beyond the
    border the border repeats, so the paper there counts more. Cubes make ink outvote
    the many small differences of grain and shading.
    """
    paper = cv2.medianBlur(gray, max(gray.shape) | 1)
    return bool(((gray.astype(np.float64) - paper) ** 3).sum() < 0)


def _reduced(gray: GrayImage, side: int) -> GrayImage:
    scale = min(1, side / max(gray.shape))
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA)


def _without_surroundings(gray: GrayImage) -> GrayImage:
    """Paint over what comes from outside, if there are pieces that do not."""
    for dark in (True, False):
        flat = flatten_illumination(gray, dark)
        try:
            pieces = threshold_components(flat)
        except NoDigitFound:
            continue
        around = np.uint8(pieces.outside[pieces.labels])
        if around.any() and plausible_digits(find_components(flat)).any():
            around = cv2.dilate(around, np.ones((3, 3), np.uint8)) > 0
            gray = np.where(around, np.uint8(np.median(gray[~around])), gray)
    return gray


def _without_lamp(gray: GrayImage) -> GrayImage:
    """Take smooth light away, a surface of second degree, if it explains the picture.

    It is fitted to absolute differences, by weights, so that ink hardly bends it; it
    counts only where it leaves less than a third of the spread (hard shadows do not).
    """
    height, width = gray.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1).reshape(-1, 6)
    tones = gray.ravel().astype(np.float64)
    weights = np.ones_like(tones)
    for _ in range(5):
        weighted = terms * weights[:, None]
        light = terms @ np.linalg.lstsq(weighted.T @ terms, weighted.T @ tones)[0]
        weights = 1 / np.maximum(np.abs(tones - light), 2)
    even = tones - light
    if _spread(even) >= 0.3 * _spread(tones):
        return gray
    return np.clip(even + 128, 0, 255).astype(np.uint8).reshape(gray.shape)


def _spread(values: NDArray) -> float:
    return float(np.median(np.abs(values - np.median(values))))
