"""Pieces of ink are divided into digits by what each division costs."""

from lenet.reading.glyphs import Glyph
from lenet.reading.joining import (
    cheapest_division,
    joining_cost,
    near_pieces,
    possible_blocks,
)

HEIGHT = 90.0


def pieces_of(*boxes: tuple[int, int, int, int]) -> list[Glyph]:
    return [Glyph(box, frozenset([label])) for label, box in enumerate(boxes, start=1)]


def blocks_of(*boxes: tuple[int, int, int, int]) -> set[tuple[int, ...]]:
    pieces = pieces_of(*boxes)
    near = near_pieces(pieces, HEIGHT)
    return {tuple(sorted(b)) for b in possible_blocks(pieces, near, HEIGHT)}


def test_near_pieces_may_be_joined_and_far_ones_may_not():
    bar, belly, far = (100, 60, 160, 72), (95, 80, 150, 150), (250, 60, 300, 150)
    assert blocks_of(bar, belly, far) == {(0,), (1,), (2,), (0, 1)}


def test_pieces_of_two_rows_are_not_joined_to_something_too_high():
    upper, lower = (100, 60, 150, 130), (100, 150, 150, 240)
    assert (0, 1) not in blocks_of(upper, lower)


def test_joining_two_tall_pieces_side_by_side_costs_more_than_a_stroke_above():
    left, right, bar = (100, 60, 130, 150), (140, 60, 170, 150), (100, 40, 150, 52)
    pieces = pieces_of(left, right, bar)
    beside = joining_cost(frozenset([0, 1]), pieces, HEIGHT)
    assert beside > joining_cost(frozenset([0, 2]), pieces, HEIGHT) == 0


def test_the_cheapest_division_is_found_among_all_of_them():
    costs = {frozenset(block): cost for block, cost in DIVISION_COSTS.items()}
    cost, blocks = cheapest_division(3, costs, [5.0, 5.0, 0.5])
    assert set(blocks) == {frozenset([0, 1])} and cost == 1.5 + 0.5


DIVISION_COSTS = {(0,): 1.0, (1,): 4.0, (2,): 3.0, (0, 1): 1.5, (0, 1, 2): 6.0}


def test_many_pieces_in_a_chain_are_divided_in_no_time():
    costs = {frozenset([k]): 1.0 for k in range(200)}
    costs |= {frozenset([k, k + 1]): 1.5 for k in range(199)}
    cost, blocks = cheapest_division(200, costs, [9.0] * 200)
    assert cost == 150 and len(blocks) == 100
