"""Decide whether a glyph is one digit or several touching digits, and separate them.

A glyph is cut in more places than needed. Every part between two cuts is a candidate
for one digit, and the sequence of candidates that convinces the network most is chosen.

Source: LeCun et al., 1998, section V, heuristic over-segmentation.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from lenet.imaging.crop_and_center import MAX_CROP_SIDE, frame_digit
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.preprocess import Page
from lenet.reading.classify import Prediction
from lenet.reading.glyphs import Glyph, glyph_ink

MAX_CUTS = 10  # inside one glyph
MIN_TOUCHING_HEIGHT = 0.85  # fraction of the median; a lower glyph is one digit
MIN_TOUCHING_ASPECT = 0.95  # width divided by height; a narrower glyph is one digit
MAX_DIGIT_ASPECT = 1.2  # width divided by height; a wider candidate costs more
MIN_DIGIT_HEIGHT = 0.4  # fraction of the glyph's; a lower candidate costs more
DIGIT_COST = 1.0  # nats for each digit: two must convince more than one
SHAPE_COST = 3.0  # nats for a candidate that is too low or much too wide


@dataclass(frozen=True)
class Candidate:
    """The part of a glyph between two cuts, which may be one digit.

    Attributes:
        start, end: Indices of the two cuts.
        box: Left, top, right, bottom in pixels of the ink image.
        crop: `(H, W)` uint8, its ink cut out.
        image: `(28, 28)` uint8, the candidate in the form of MNIST.
        shape_cost: In nats, 0 for the shape of a digit.
    """

    start: int
    end: int
    box: tuple[int, int, int, int]
    crop: GrayImage
    image: GrayImage
    shape_cost: float


def propose_cuts(mask: GrayImage, max_cuts: int = MAX_CUTS) -> list[int]:
    """Propose columns between touching digits, with the glyph's left and right edge.

    Where digits touch in one place, columns cross a single run of ink, and the middle
    of such columns is proposed. So are columns with less ink than their neighbors.

    Args:
        mask: `(H, W)` of 0 and 255, one glyph.
    """
    height, width = mask.shape
    margin = round(height * 0.15)
    bits = (mask > 0).astype(np.int8)
    single_run = (np.diff(bits, axis=0, prepend=0) == 1).sum(axis=0) <= 1
    ink = cv2.blur(bits.sum(axis=0).astype(np.float32)[None], (margin | 1, 1))
    minimum = (ink == cv2.erode(ink, np.ones((1, 2 * margin + 1))))[0]
    columns: set[int] = set()
    for selected in (single_run, minimum):
        edges = np.flatnonzero(np.diff(selected.astype(np.int8), prepend=0, append=0))
        middles = edges.reshape(-1, 2).mean(axis=1).astype(int)
        columns.update(m for m in middles.tolist() if margin <= m <= width - margin)
    thinnest = sorted(columns, key=lambda column: ink[0, min(column, width - 1)])
    return sorted({0, width, *thinnest[:max_cuts]})


def find_candidates(
    page: Page,
    glyph: Glyph,
    median_height: float,
    *,
    center: bool = True,
    max_cuts: int = MAX_CUTS,
) -> list[Candidate]:
    """Return a candidate for every two cuts of a glyph.

    A narrow or low glyph is not cut: it is one candidate.

    Args:
        median_height: Of the page's glyphs, in pixels of the ink image.
        center: As for preprocess.prepare.
    """
    left, top, right, bottom = glyph.box
    step = max(1, glyph.height // MAX_CROP_SIDE)  # a large glyph has more than enough
    region = np.s_[top:bottom:step, left:right:step]
    clean, mask = glyph_ink(page, [glyph], region)
    is_narrow = glyph.width < MIN_TOUCHING_ASPECT * glyph.height
    is_one_digit = is_narrow or glyph.height < MIN_TOUCHING_HEIGHT * median_height
    height, width = mask.shape
    cuts = [0, width] if is_one_digit else propose_cuts(mask, max_cuts)
    candidates = []
    for start, end in combinations(range(len(cuts)), 2):
        part = slice(None), slice(cuts[start], cuts[end])
        if not mask[part].any():
            continue
        crop, image, (x, y, w, h) = frame_digit(clean[part], mask[part], center=center)
        x += cuts[start]
        box = left + step * x, top + step * y
        box += min(right, box[0] + step * w), min(bottom, box[1] + step * h)
        excess = 0.0 if is_one_digit else max(0.0, 2 * (w / h - MAX_DIGIT_ASPECT))
        excess += h < MIN_DIGIT_HEIGHT * height
        cost = SHAPE_COST * excess
        candidates.append(Candidate(start, end, box, crop, image, cost))
    return candidates


def choose_digits(
    classified: Iterable[tuple[Candidate, Prediction]],
) -> tuple[float, list[tuple[Candidate, Prediction]]]:
    """Choose the candidates that cover a glyph at the lowest cost, from left to right.

    A candidate costs its negative log probability, DIGIT_COST and its shape's cost.
    Dynamic programming finds the cheapest sequence from the first cut to the last.
    """
    best: dict[int, tuple[float, list[tuple[Candidate, Prediction]]]] = {0: (0.0, [])}
    for candidate, prediction in sorted(classified, key=lambda one: one[0].start):
        if candidate.start not in best:
            continue
        cost_before, digits = best[candidate.start]
        cost = cost_before + DIGIT_COST - math.log(prediction.confidence)
        cost += candidate.shape_cost
        if candidate.end not in best or cost < best[candidate.end][0]:
            best[candidate.end] = (cost, [*digits, (candidate, prediction)])
    return best[max(best)]
