"""Divide the pieces of ink on a page into digits, by the evidence of the network.

Pieces are joined (joining.py) and cut (touching_digits.py), what they look like has a
cost (shapes.py), and the network classifies every candidate in one batch. The division
that costs least is the lattice's shortest path.

Source: LeCun et al., 1998, section V, for a graph of candidates whose costs add up.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from lenet.imaging.normalization import normalize
from lenet.imaging.preprocess import Page
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify
from lenet.reading.evidence import DOUBT_COST
from lenet.reading.glyphs import Glyph
from lenet.reading.joining import (
    Block,
    cheapest_division,
    joining_cost,
    near_pieces,
    possible_blocks,
)
from lenet.reading.shapes import OMITTED_COST, shape_costs
from lenet.reading.touching_digits import (
    DIGIT_COST,
    MAX_CUTS,
    Candidate,
    choose_digits,
    find_candidates,
)

FEW_GLYPHS, MANY_GLYPHS = 40, 100  # above them a glyph is cut in fewer places
FEW_CUTS = 2
UNSURE_JOIN_COST = 4.0  # nats for joining pieces to something that is no digit


class ChosenDigit(NamedTuple):
    """A digit of a page, before its row is known."""

    glyph: Glyph
    candidate: Candidate
    prediction: Prediction


class Segmentation(NamedTuple):
    """How a page is divided into digits.

    Attributes:
        digits: In no particular order; ink that looks like a digit and is not read is
            an unsure one.
        rest: Pieces that are no digits; they may be signs.
        cost: In nats, of all digits and of what is left out.
        num_candidates: How many images the network has classified.
    """

    digits: list[ChosenDigit]
    rest: list[Glyph]
    cost: float
    num_candidates: int


def segment(
    page: Page,
    pieces: Sequence[Glyph],
    height: float,
    *,
    model: LeNet5,
    center: bool = True,
) -> Segmentation:
    """Divide pieces of ink, of which there is at least one, into digits.

    Args:
        height: The page's median digit height in pixels.
        model, center: As for read_digits.
    """
    pieces = sorted(pieces, key=lambda piece: piece.box[0] + piece.box[2])
    blocks = possible_blocks(pieces, near_pieces(pieces, height), height)
    classified = _classify_blocks(page, blocks, height, model, center)
    digits = {block: choose_digits(some) for block, some in classified.items()}
    digit_costs, omitted_costs = shape_costs(pieces, page, height)
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
    rest = [index for index in range(len(pieces)) if index not in read]
    for index in rest:
        if omitted_costs[index] >= OMITTED_COST:  # it is shown as a question mark
            candidate, prediction = classified[frozenset([index])][0]
            chosen.append(ChosenDigit(pieces[index], candidate, prediction.as_unsure()))
    cost += DOUBT_COST * sum(not digit.prediction.is_confident for digit in chosen)
    num_candidates = sum(map(len, classified.values()))
    return Segmentation(chosen, [pieces[i] for i in rest], cost, num_candidates)


def _classify_blocks(
    page: Page, blocks: dict[Block, Glyph], height: float, model: LeNet5, center: bool
) -> dict[Block, list[tuple[Candidate, Prediction]]]:
    """Classify the candidates of each block; what is joined is not cut again."""
    max_cuts = MAX_CUTS if len(blocks) <= FEW_GLYPHS else FEW_CUTS
    max_cuts = max_cuts if len(blocks) <= MANY_GLYPHS else 0
    candidates = [
        find_candidates(
            page, glyph, height, center=center, max_cuts=max_cuts * (len(block) == 1)
        )
        for block, glyph in blocks.items()
    ]
    images = np.stack([c.image for some in candidates for c in some])
    predictions = iter(classify(model, normalize(torch.from_numpy(images))))
    return {
        block: list(zip(some, predictions)) for block, some in zip(blocks, candidates)
    }
