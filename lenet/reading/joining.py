"""Decide which pieces of ink are strokes of one digit, and which are no digit at all.

Near pieces form a group. Every few connected pieces of a group are a glyph that may be
one digit or several touching ones. The division of the group into glyphs and omitted
pieces that costs least is chosen; the network's answers are most of the cost.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lenet.reading.glyphs import MAX_DIGIT_HEIGHT, Glyph

MAX_BLOCKS = 60  # glyphs of several pieces, of a whole page
MAX_JOINED = 4  # pieces of one digit
# The following sizes are fractions of the page's median digit height.
MAX_GAP = 0.25  # between two strokes of one digit
MAX_FOOT = 0.2  # between the feet of two digits of a row, of the higher one's height
MAX_DOT = 0.16  # a smaller piece may be a point
DOT_COST = 0.15  # nats for joining it to a digit
BESIDE_COST = (
    2.0  # nats for joining two pieces that stand beside each other like digits
)

Block = frozenset[int]  # indices of pieces that are one glyph


def near_pieces(pieces: Sequence[Glyph], height: float) -> NDArray[np.bool_]:
    """Tell which pieces are near each other: `(pieces, pieces)`.

    Args:
        height: The page's median digit height in pixels.
    """
    left, top, right, bottom = np.array([piece.box for piece in pieces]).T
    gap_x, gap_y = left[:, None] - right, top[:, None] - bottom
    gaps = np.maximum(np.maximum(gap_x, gap_x.T), np.maximum(gap_y, gap_y.T))
    return gaps <= MAX_GAP * height


def possible_blocks(
    pieces: Sequence[Glyph], near: NDArray[np.bool_], height: float
) -> dict[Block, Glyph]:
    """Return the glyphs that the pieces of a page can form.

    They are the single pieces, then the pairs, and so on, as long as there are few.
    """
    blocks = {frozenset([k]): piece for k, piece in enumerate(pieces)}
    newest = dict(blocks)
    for _ in range(1, MAX_JOINED):
        larger: dict[Block, Glyph] = {}
        for block, glyph in newest.items():
            for index in np.flatnonzero(near[list(block)].any(axis=0)).tolist():
                union = block | {index}
                if index in block or union in larger:
                    continue
                joined = glyph.joined_with(pieces[index])
                tallest = max(pieces[k].height for k in union)
                if joined.height <= max(MAX_DIGIT_HEIGHT * height, 1.1 * tallest):
                    larger[union] = joined
        if len(blocks) + len(larger) > len(pieces) + MAX_BLOCKS:
            break
        blocks |= larger
        newest = larger
    return blocks


def joining_cost(block: Block, pieces: Sequence[Glyph], height: float) -> float:
    """Return what it costs in nats to take pieces for strokes of one digit."""
    joined = [pieces[index] for index in block]
    dots = sum(max(one.width, one.height) < MAX_DOT * height for one in joined)
    beside = sum(_stand_beside(*pair) for pair in combinations(joined, 2))
    return BESIDE_COST * beside + DOT_COST * dots * (len(joined) > 1)


def cheapest_division(
    count: int, costs: dict[Block, float], omitted_costs: Sequence[float]
) -> tuple[float, list[Block]]:
    """Divide pieces into glyphs and omitted pieces at the lowest sum of costs.

    Args:
        costs: Of each block that may be a glyph.
        omitted_costs: Of leaving out each of the pieces.
    Returns:
        The sum of the costs, and the blocks that are glyphs.
    """
    total, chosen = 0.0, []
    for group in _connected(count, costs):
        cost, blocks = _divide(group, costs, omitted_costs)
        total += cost
        chosen += blocks
    return total, chosen


def _connected(count: int, blocks: dict[Block, float]) -> list[set[int]]:
    """Group the pieces that are in the same blocks."""
    groups = [{index} for index in range(count)]
    for block in blocks:
        first, *others = {id(groups[index]): groups[index] for index in block}.values()
        for other in others:
            first |= other
            for index in other:
                groups[index] = first
    return list({id(group): group for group in groups}.values())


def _divide(
    group: set[int], costs: dict[Block, float], omitted_costs: Sequence[float]
) -> tuple[float, list[Block]]:
    """Divide one group by dynamic programming over the pieces that are left.

    The first of them, from left to right, is omitted or is in one of its blocks.
    """
    blocks_of: dict[int, list[Block]] = {index: [] for index in group}
    for block in costs:
        for index in block & group:
            blocks_of[index].append(block)
    best: dict[Block, tuple[float, list[Block]]] = {frozenset(): (0.0, [])}

    def divide(left: Block) -> tuple[float, list[Block]]:
        if left not in best:
            first = min(left)
            cost, blocks = divide(left - {first})
            cheapest = cost + omitted_costs[first], blocks
            for block in blocks_of[first]:
                if block <= left:
                    cost, blocks = divide(left - block)
                    cost += costs[block]
                    if cost < cheapest[0]:
                        cheapest = cost, [block, *blocks]
            best[left] = cheapest
        return best[left]

    return divide(frozenset(group))


def _stand_beside(one: Glyph, other: Glyph) -> bool:
    """Return whether two pieces stand side by side on the same line, as digits do."""
    overlap = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    feet = abs(one.box[3] - other.box[3])
    is_beside = overlap < 0.3 * min(one.width, other.width)
    return is_beside and feet < MAX_FOOT * max(one.height, other.height)
