"""Read a page: find pieces of ink, join and cut them to digits, put these into rows.

The single steps are in glyphs.py, joining.py, touching_digits.py, classify.py, rows.py
and signs.py. Several ways to find the ink are tried, see hypotheses.py and search.py.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
import torch

from lenet.imaging.crop_and_center import frame_digit
from lenet.imaging.decode import Picture
from lenet.imaging.ink_polarity import Polarity
from lenet.imaging.preprocess import Page, normalize, open_gray
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.evidence import DOUBT_COST, reject_text, slant_cost, unread_ink
from lenet.reading.found import BLANK_SCORE, FoundDigit, FoundSign, Reading, Row
from lenet.reading.glyphs import Glyph, find_pieces, glyph_ink
from lenet.reading.hypotheses import hypotheses
from lenet.reading.joining import (
    cheapest_division,
    joining_cost,
    near_pieces,
    possible_blocks,
)
from lenet.reading.rows import group_into_rows
from lenet.reading.search import best_reading
from lenet.reading.shapes import OMITTED_COST, shape_costs
from lenet.reading.signs import BRACKET, find_signs
from lenet.reading.touching_digits import (
    DIGIT_COST,
    MAX_CUTS,
    Candidate,
    choose_digits,
    find_candidates,
)

FEW_GLYPHS, MANY_GLYPHS = 40, 100  # above them a glyph is cut in fewer places
FEW_CUTS = 2
UNREAD_COST = 0.5  # nats for as much ink that is not read as is
UNSURE_JOIN_COST = 4.0  # nats for joining pieces to something that is no digit


class ChosenDigit(NamedTuple):
    """A digit of a page, before its row is known."""

    glyph: Glyph
    candidate: Candidate
    prediction: Prediction


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
    pieces.sort(key=lambda piece: piece.box[0] + piece.box[2])
    blocks = possible_blocks(pieces, near_pieces(pieces, height), height)
    max_cuts = MAX_CUTS if len(blocks) <= FEW_GLYPHS else FEW_CUTS
    max_cuts = max_cuts if len(blocks) <= MANY_GLYPHS else 0
    candidates = [  # what is joined is not cut again
        find_candidates(
            page, glyph, height, center=center, max_cuts=max_cuts * (len(block) == 1)
        )
        for block, glyph in blocks.items()
    ]
    images = np.stack([c.image for some in candidates for c in some])
    predictions = iter(classify(model, normalize(torch.from_numpy(images))))
    classified = {
        block: list(zip(some, predictions)) for block, some in zip(blocks, candidates)
    }
    digits = {block: choose_digits(some) for block, some in classified.items()}
    digit_costs, omitted_costs = shape_costs(pieces, page.components, height)
    costs = {
        block: cost
        + joining_cost(block, pieces, height)
        + sum(digit_costs[index] for index in block)
        + UNSURE_JOIN_COST * (len(block) > 1 and not chosen[0][1].is_confident)
        for block, (cost, chosen) in digits.items()
    }
    cost, divided = cheapest_division(len(pieces), costs, omitted_costs)
    chosen = [
        ChosenDigit(blocks[block], *digit)
        for block in divided
        for digit in digits[block][1]
    ]
    cost -= sum(DIGIT_COST + digit.candidate.shape_cost for digit in chosen)
    read = frozenset().union(*divided)
    for index in set(range(len(pieces))) - read:
        if omitted_costs[index] >= OMITTED_COST:  # it is shown as a question mark
            candidate, prediction = classified[frozenset([index])][0]
            chosen.append(ChosenDigit(pieces[index], candidate, prediction.as_unsure()))
    cost += DOUBT_COST * sum(not d.prediction.is_confident for d in chosen)
    rest = [piece for index, piece in enumerate(pieces) if index not in read]
    rows = _rows(page, chosen, rest)
    clean, _ = glyph_ink(page, [digit.glyph for digit in chosen])
    score, unread = BLANK_SCORE, 0.0
    if chosen:
        boxes = [digit.candidate.box for digit in chosen]
        if all(digit.prediction.is_confident for digit in chosen):
            unread = unread_ink(page, height)
        score = -cost / len(chosen) - slant_cost(boxes) - UNREAD_COST * unread
    steps = page.steps | {"clean": clean}
    return Reading(
        reject_text(rows), page, steps, score, len(images), is_complete=not unread
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


def _rows(page: Page, digits: list[ChosenDigit], rest: list[Glyph]) -> tuple[Row, ...]:
    """Put digits into rows, with the signs between them.

    Args:
        rest: Pieces that are no digits; they may be signs.
    """
    glyphs = list(dict.fromkeys(digit.glyph for digit in digits))
    return tuple(
        _row(page, [d for glyph in row for d in digits if d.glyph is glyph], rest)
        for row in group_into_rows(glyphs)
    )


def _row(page: Page, digits: list[ChosenDigit], rest: list[Glyph]) -> Row:
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
