"""Remove paper, shadows and uneven light, so that only ink remains, bright on 0.

Whether the ink is dark or light is decided in ink_polarity.py.
"""

import cv2
import numpy as np

from lenet.imaging.grayscale import GrayImage

MIN_SHARE = 0.1  # of the rarer of two gray levels
MIN_SEPARABILITY = 0.8  # variance between two gray levels, as a fraction of all
MAX_BLOCKS = 160  # along the longer side, where the background is estimated


def flatten_illumination(
    gray: GrayImage, dark_ink: bool, *, replicate_border: bool = False
) -> GrayImage:
    """Subtract the background and return the ink, bright on 0.

    Everything that holds a square of a third of the picture's side is background. Dark
    ink absorbs a fraction of the light, so its strength is one minus the ratio of ink
    to background, which a shadow does not change. Light ink is measured by its
    difference from the background.

    What is left of the background is its grain, of which two standard deviations are
    subtracted. Ink is never below the median, so the standard deviation is estimated
    from the lower quartile (0.6745 is the normal distribution's).

    Args:
        dark_ink: Whether the ink is darker than the paper.
        replicate_border: Continue the picture beyond its border. The squares then also
            fit into a shadow in a corner, and a table around the paper is background.
            Otherwise the table is ink.
    Returns:
        `(H, W)` uint8.
    """
    background = _estimate_background(gray, dark_ink, replicate_border)
    flat = ~cv2.divide(gray, background, scale=255) if dark_ink else gray - background
    quartile, median = np.percentile(flat[::4, ::4], (25, 50))
    grain = (median - quartile) / 0.6745
    return cv2.subtract(flat, np.full_like(flat, min(median + 2 * grain, 255)))


def subtract_paper(gray: GrayImage, dark_ink: bool) -> GrayImage:
    """Subtract one level of paper, for a picture that may hold more ink than paper.

    Otsu's threshold divides the gray levels in two. The median of the paper's levels and
    two standard deviations around it are subtracted.

    Returns:
        `(H, W)` uint8, ink bright on 0.
    """
    threshold, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)
    paper = gray[gray > threshold] if dark_ink else gray[gray <= threshold]
    if not paper.size:
        return np.zeros_like(gray)
    level = np.median(paper)
    quartiles = np.percentile(paper, (25, 75))
    grain = float(np.abs(quartiles - level).min()) / 0.6745
    flat = level - gray.astype(np.float32) if dark_ink else gray - level
    return np.clip(flat - 2 * grain, 0, 255).astype(np.uint8)


def ink_reaches_border(gray: GrayImage) -> bool:
    """Return whether a picture of two clear gray levels has been cut to its ink.

    Ink then touches two opposite borders. A shadow or a table covers a corner, or all of
    one border and nothing of the opposite one.
    """
    threshold, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)
    light = gray > threshold
    share = light.mean()
    if not MIN_SHARE < share < 1 - MIN_SHARE:
        return False
    between = share * (1 - share) * (gray[light].mean() - gray[~light].mean()) ** 2
    borders = (light[0], light[-1], light[:, 0], light[:, -1])
    top, bottom, left, right = (float(border.mean()) for border in borders)
    touches = _are_touched(top, bottom, left, right)
    touches |= _are_touched(left, right, top, bottom)
    return touches and between > MIN_SEPARABILITY * gray.var()


def _are_touched(one: float, opposite: float, third: float, fourth: float) -> bool:
    """Return whether strokes touch the first two of four borders.

    Args:
        one, opposite, third, fourth: The fraction of each border that is light.
    """
    is_edge_of_shadow = abs(third - fourth) == 1
    return 0 < one < 1 and 0 < opposite < 1 and not is_edge_of_shadow


def _estimate_background(
    gray: GrayImage, dark_ink: bool, replicate_border: bool
) -> GrayImage:
    """Return the background's gray level at each pixel, as if there were no ink.

    This is a morphological closing (dark ink) or opening (light ink). A large picture
    is first reduced to blocks of pixels. Each block takes the value of its pixel that
    is most like ink, so that no background spreads over the edge of a shadow. The
    background is never more like ink than the pixel itself.
    """
    height, width = gray.shape
    side = max(1, max(gray.shape) // MAX_BLOCKS)
    block = np.ones((side, side), np.uint8)
    extreme = cv2.erode(gray, block) if dark_ink else cv2.dilate(gray, block)
    middle = min(side // 2, height - 1, width - 1)  # the pixel with a block's result
    coarse = np.ascontiguousarray(extreme[middle::side, middle::side])
    half = max(coarse.shape) // 6 + 1
    square = np.ones((2 * half + 1, 2 * half + 1), np.uint8)
    operation = cv2.MORPH_CLOSE if dark_ink else cv2.MORPH_OPEN
    margin = half if replicate_border else 0
    padded = cv2.copyMakeBorder(coarse, *[margin] * 4, cv2.BORDER_REPLICATE)
    padded = cv2.morphologyEx(padded, operation, square)
    coarse = padded[margin : margin + len(coarse), margin : margin + coarse.shape[1]]
    background = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    return cv2.max(background, gray) if dark_ink else cv2.min(background, gray)
