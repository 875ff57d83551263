"""Find the signs between digits: point, comma, colon, minus, slash; and brackets.

A sign is told by its size, its height on the line and its neighbors, which are digits.
The network does not know signs: it takes a slash or a bracket for a 1.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import permutations
from typing import NamedTuple

from lenet.imaging.connected_components import Components
from lenet.reading.glyphs import Box, Glyph, solidity, stroke_shape
from lenet.reading.rows import group_into_rows, line_of, neighbors, share_column

# Sizes are fractions of the height of the digits beside a sign.
MIN_NEIGHBOR = 0.6  # a lower piece may be a sign, a higher one a digit beside it
MIN_DOT, MAX_DOT = 0.05, 0.3
MAX_DOT_HEIGHT = 0.55  # of a comma
MAX_DOT_ASPECT = 1.6  # height divided by width
MIN_COMMA_ASPECT = 1.3
MIN_HANGING = 0.06  # of a comma, below the line
MIN_SOLIDITY = 0.85  # of a point, a comma or half a colon; a small 0 has less
MIN_MINUS, MAX_MINUS = 0.2, 1.1  # its width
MINUS_ASPECT = 2.0  # width divided by height
MIN_MINUS_SOLIDITY = 0.75  # a flat 2 has less
MIN_TALL = 1.12  # a slash or a bracket is taller than the digits beside it
MIN_STICKING_OUT = 0.04  # above and below them
MIN_SLASH_SLANT = 0.18  # width divided by height
MAX_LINE_DEVIATION = 0.03  # of a line's ink from a straight line, divided by its length
MIN_BRACKET_BEND = 0.06
MIN_PAIR_BEND = 0.1  # of ( and ) around digits that are as high as they
MAX_BRACKET_ASPECT = 0.45  # width divided by height
DOT, COMMA, COLON, MINUS, SLASH, BRACKET = ".", ",", ":", "-", "/", ""


class Sign(NamedTuple):
    """A sign of a row.

    Attributes:
        sign: One of . , : - and /, or "" for a bracket.
        pieces: Two of a colon, else one.
    """

    sign: str
    pieces: tuple[Glyph, ...]

    @property
    def box(self) -> Box:
        """Left, top, right, bottom in pixels of the ink image."""
        return reduce(Glyph.joined_with, self.pieces).box


def possible_signs(
    pieces: Sequence[Glyph], components: Components, height: float
) -> set[Glyph]:
    """Return the pieces that stand where signs stand, if the large ones are digits.

    Args:
        height: The page's median digit height in pixels.
    """
    large = [piece for piece in pieces if piece.height > MIN_NEIGHBOR * height]
    small = [piece for piece in pieces if piece.height <= MIN_NEIGHBOR * height]
    found = set()
    for row in group_into_rows(large):
        tall = {piece: [one for one in row if one is not piece] for piece in row}
        found |= {
            p for p in row if _tall_sign(p, _boxes(tall[p]), components) is not None
        }
        found |= _bracket_pair(row, components)
        boxes = _boxes([piece for piece in row if piece not in found])
        signs = find_signs(boxes, small, components)
        found |= {piece for sign in signs for piece in sign.pieces}
    return found


def _bracket_pair(row: Sequence[Glyph], components: Components) -> set[Glyph]:
    """Return brackets that are no higher than the digits between them."""
    narrow = [
        (place, piece, *stroke_shape(piece, components))
        for place, piece in enumerate(row)
        if piece.width < MAX_BRACKET_ASPECT * piece.height
    ]
    upright = [one for one in narrow if abs(one[2]) < MIN_SLASH_SLANT]
    opening = [one for one in upright if one[4] < -MIN_PAIR_BEND]
    closing = [one for one in upright if one[4] > MIN_PAIR_BEND]
    if not opening or not closing or closing[-1][0] - opening[0][0] < 2:
        return set()
    return {opening[0][1], closing[-1][1]}


def find_signs(
    row: Sequence[Box], pieces: Iterable[Glyph], components: Components
) -> list[Sign]:
    """Find the signs of a row among pieces that are no digits.

    Args:
        row: Boxes of its digits.
    """
    apart = [one for one in pieces if not any(share_column(one.box, d) for d in row)]
    near = [(piece, *neighbors(row, piece.box)) for piece in apart]
    near = [one for one in near if one[1] or one[2]]
    between = [
        piece
        for piece, before, after in near
        if before and after and _is_dot(piece, before, after, components)
    ]
    signs = [
        Sign(COLON, (upper, lower))
        for upper, lower in permutations(between, 2)
        if upper.box[3] <= lower.box[1] and share_column(lower.box, upper.box)
        if not (_is_long(upper.box) or _is_long(lower.box))
    ]
    used = {piece for colon in signs for piece in colon.pieces}
    for piece, before, after in near:
        if piece in used:
            continue
        sign = _tall_sign(piece, row, components)
        if sign is None and piece in between:
            sign = _point_or_comma(piece.box, *line_of(before, after))
        if sign is None and after and _is_minus(piece, before, after, components):
            sign = MINUS
        if sign is not None:
            signs.append(Sign(sign, (piece,)))
    return signs


def _point_or_comma(box: Box, top: float, bottom: float) -> str | None:
    """Return what a dot is that stands at the foot of a line, None above it."""
    height = bottom - top
    if box[1] + box[3] < 2 * bottom - 0.5 * height:
        return None
    is_low = box[3] > bottom + MIN_HANGING * height
    if is_low and box[3] - box[1] > MIN_COMMA_ASPECT * (box[2] - box[0]):
        return COMMA
    return None if _is_long(box) else DOT


def _tall_sign(
    glyph: Glyph, others: Sequence[Box], components: Components
) -> str | None:
    """Return SLASH or BRACKET if a glyph of a row is one, None if it is neither.

    Args:
        others: Boxes of the digits of its row.
    """
    before, after = neighbors(others, glyph.box)
    if not (before or after):
        return None
    top, bottom = line_of(before, after)
    height = bottom - top
    _, glyph_top, _, glyph_bottom = glyph.box
    sticks_out = (
        glyph_top < top - MIN_STICKING_OUT * height
        and glyph_bottom > bottom + MIN_STICKING_OUT * height
    )
    if not sticks_out or glyph.height < MIN_TALL * height:
        return None
    slant, deviation, bend = stroke_shape(glyph, components)
    if before and after and slant > MIN_SLASH_SLANT and deviation < MAX_LINE_DEVIATION:
        return SLASH
    if abs(bend) > MIN_BRACKET_BEND and abs(slant) < MIN_SLASH_SLANT:
        return BRACKET
    return None


def _boxes(glyphs: Iterable[Glyph]) -> list[Box]:
    return [glyph.box for glyph in glyphs]


def _is_dot(piece: Glyph, before: Box, after: Box, components: Components) -> bool:
    top, bottom = line_of(before, after)
    height = bottom - top
    middle = (piece.box[1] + piece.box[3]) / 2
    return (
        MIN_DOT * height <= min(piece.width, piece.height)
        and piece.width <= MAX_DOT * height
        and piece.height <= MAX_DOT_HEIGHT * height
        and top + 0.1 * height < middle < bottom + 0.4 * height
        and solidity(piece, components) > MIN_SOLIDITY
    )


def _is_long(box: Box) -> bool:
    return box[3] - box[1] > MAX_DOT_ASPECT * (box[2] - box[0])


def _is_minus(
    piece: Glyph, before: Box | None, after: Box, components: Components
) -> bool:
    top, bottom = line_of(before, after)
    height = bottom - top
    middle = (piece.box[1] + piece.box[3]) / 2
    return (
        MIN_MINUS * height <= piece.width <= MAX_MINUS * height
        and piece.width > MINUS_ASPECT * piece.height
        and top + 0.25 * height < middle < bottom - 0.25 * height
        and solidity(piece, components) > MIN_MINUS_SOLIDITY
    )
