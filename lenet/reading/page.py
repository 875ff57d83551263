"""Read a page: find pieces of ink, join and cut them to digits, put these into rows.

The single steps are in glyphs.py, segmentation.py, classify.py, rows.py and signs.py.
Several ways to find the ink are tried, see hypotheses.py and search.py.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch

from lenet.imaging.crop_and_center import frame_digit
from lenet.imaging.decode import Picture
from lenet.imaging.ink_polarity import Polarity
from lenet.imaging.normalization import normalize
from lenet.imaging.preprocess import Page, open_gray
from lenet.model import LeNet5
from lenet.reading.classify import classify, shipped_model
from lenet.reading.evidence import (
    has_printed_line,
    reject_text,
    slant_cost,
    unread_ink,
)
from lenet.reading.found import BLANK_SCORE, FoundDigit, FoundSign, Reading, Row
from lenet.reading.glyphs import Glyph, find_pieces, glyph_ink
from lenet.reading.hypotheses import hypotheses
from lenet.reading.rows import group_into_rows
from lenet.reading.search import best_reading
from lenet.reading.segmentation import ChosenDigit, segment
from lenet.reading.signs import BRACKET, find_signs

UNREAD_COST = 0.5  # nats for as much ink that is not read as is


def read_digits(
    picture: Picture,
    *,
    model: LeNet5 | None = None,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
) -> Reading:
    """Read all digits of a picture; the reading of a blank one has none.

    Args:
        model: In eval mode on the CPU; None uses the shipped weights.
        polarity, center: As for preprocess.prepare.
        crop: Cut the digits out; otherwise the whole picture is read as one digit.
    Raises:
        BadPicture: The picture cannot be read.
        BadCheckpoint: The shipped weights are missing or damaged.
        ValueError: The polarity is not auto, dark or light.
    """
    model = model or shipped_model()
    read = partial(read_page, model=model, center=center)
    if not crop:
        read = partial(_read_whole, model=model, center=center)
    ways = hypotheses(open_gray(picture), polarity, only_usual=not crop)
    return best_reading(ways, read) or Reading(())


def read_page(page: Page, *, model: LeNet5, center: bool = True) -> Reading:
    """Read all digits of a page whose ink is separated; see read_digits."""
    pieces, height = find_pieces(page.components)
    if not pieces:
        return Reading((), page, page.steps | {"clean": np.zeros_like(page.ink)})
    segmented = segment(page, pieces, height, model=model, center=center)
    digits = segmented.digits
    clean, _ = glyph_ink(page, [digit.glyph for digit in digits])
    score, unread, is_complete = BLANK_SCORE, 0.0, True
    if digits:
        boxes = [digit.candidate.box for digit in digits]
        if all(digit.prediction.is_confident for digit in digits):
            unread = unread_ink(page, height)
            is_complete = not unread and not has_printed_line(clean, height)
        score = -segmented.cost / len(digits) - slant_cost(boxes) - UNREAD_COST * unread
    return Reading(
        reject_text(_rows(page, digits, segmented.rest)),
        page,
        page.steps | {"clean": clean},
        score,
        segmented.num_candidates,
        is_complete=is_complete,
    )


def _read_whole(page: Page, *, model: LeNet5, center: bool) -> Reading:
    """Read the whole page as one digit."""
    pieces, _ = find_pieces(page.components)
    clean, mask = glyph_ink(page, pieces)
    steps = page.steps | {"clean": clean}
    if not pieces:
        return Reading((), page, steps)
    crop, image, box = frame_digit(clean, mask, crop=False, center=center)
    (prediction,) = classify(model, normalize(torch.from_numpy(image[None])))
    digit = FoundDigit(prediction, page.to_picture_box(box), crop, image)
    return Reading(((digit,),), page, steps, score=0.0)


def _rows(
    page: Page, digits: Sequence[ChosenDigit], rest: Sequence[Glyph]
) -> tuple[Row, ...]:
    """Put digits into rows, with the signs between them.

    Args:
        rest: Pieces that are no digits; they may be signs.
    """
    glyphs = list(dict.fromkeys(digit.glyph for digit in digits))
    return tuple(
        _row(page, [d for glyph in row for d in digits if d.glyph is glyph], rest)
        for row in group_into_rows(glyphs)
    )


def _row(page: Page, digits: Sequence[ChosenDigit], rest: Sequence[Glyph]) -> Row:
    """Put the digits and the signs of a row in order; brackets are left out."""
    placed: list[tuple[float, FoundDigit | FoundSign]] = []
    for _, candidate, prediction in digits:
        left, _, right, _ = candidate.box
        box = page.to_picture_box(candidate.box)
        digit = FoundDigit(prediction, box, candidate.crop, candidate.image)
        placed.append((left + right, digit))
    if all(digit.prediction.is_confident for digit in digits):
        boxes = [digit.candidate.box for digit in digits]
        for sign in find_signs(boxes, rest, page.components):
            left, _, right, _ = sign.box
            found = FoundSign(sign.sign, page.to_picture_box(sign.box))
            placed += [(left + right, found)] * (sign.sign != BRACKET)
    return tuple(one for _, one in sorted(placed, key=lambda one: one[0]))
