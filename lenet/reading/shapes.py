"""What the shape of a piece of ink tells about it: a digit, a speck, a line or a frame.

All costs are in nats: how much more the network must be convinced.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.connected_components import Components
from lenet.imaging.preprocess import Page
from lenet.reading.glyphs import Glyph, piece_mask, solidity
from lenet.reading.signs import possible_signs

# Sizes are fractions of the page's median digit height.
MIN_DIGIT_SIZE = 0.45  # a smaller piece is hardly a digit of its own
MIN_SMALL_DIGIT = 0.16  # a smaller piece is no digit
MIN_ENCLOSED = 0.2  # of a frame's height; something smaller does not make it a frame
MAX_FRAME = 3.0  # a higher frame may enclose several rows
RIM = 0.15  # of the shorter side of a frame, measured from its convex hull
MIN_STRAIGHT = 1.1  # length of a printed line; the stem of a 4 is shorter
MAX_STROKES = 0.06  # in one piece, of a digit's height squared; a digit has more
MAX_BAR = 0.25  # height of a minus or of the bar of a 5
BAR_ASPECT = 2  # width divided by height
LINE_ASPECT = 5
MAX_LINE_HEIGHT = 0.5  # a higher one has a digit that stands on it
MIN_BLOB_ASPECT = 0.6  # shorter side divided by longer; a 1 is narrower
MIN_BARS = 8  # upright strokes close together; so many 1s stand further apart
BARCODE_ASPECT = 4  # height divided by width
MAX_FILL = 0.85  # solidity, or fraction of a circle; a disc has more
# Costs of a digit
SMALL_COST = 0.3  # for a small piece
CUT_COST = 0.5  # for a piece that the picture's border may have cut
STRUCTURE_COST = 4.0  # for a frame, a line, a disc or a barcode
SIGN_COST = 2.0  # for a piece that stands where a sign stands
# Costs of leaving a piece out
OMITTED_COST = 8.0  # for a piece that looks like a digit
OMITTED_BAR_COST = 0.3
OMITTED_CUT_COST = 0.1
OMITTED_SPECK_COST = 0.02
OMITTED_SIGN_COST = 0.05
OMITTED_STRUCTURE_COST = 0.05


def shape_costs(
    pieces: Sequence[Glyph], page: Page, height: float
) -> tuple[list[float], list[float]]:
    """Return for each piece what it costs to take it for a digit, and to leave it out.

    A disc is left out where it was one before gaps were closed: a star becomes a disc.

    Args:
        height: The page's median digit height in pixels.
    """
    components = page.components
    boxes = np.array([piece.box for piece in pieces])
    labels = [label for piece in pieces for label in piece.labels]
    whole = boxes[~components.touches_border[labels]]
    whole_height = (whole[:, 3] - whole[:, 1]).max(initial=0)
    costs = [
        (STRUCTURE_COST, OMITTED_STRUCTURE_COST)
        if is_bar or not page.is_repaired and _is_disc(piece, components)
        else _piece_costs(piece, boxes, components, height, whole_height)
        for piece, is_bar in zip(pieces, _are_bars(boxes))
    ]
    signs = possible_signs(pieces, components, height)
    costs = [
        (digit + SIGN_COST, min(omitted, OMITTED_SIGN_COST)) if piece in signs else both
        for piece, both in zip(pieces, costs)
        for digit, omitted in [both]
    ]
    return [digit for digit, _ in costs], [omitted for _, omitted in costs]


def _piece_costs(
    piece: Glyph,
    boxes: NDArray[np.int64],
    components: Components,
    height: float,
    whole_height: int,
) -> tuple[float, float]:
    """Return both costs of one piece.

    Args:
        whole_height: Of the highest piece that the picture's border does not cut.
    """
    longer = max(piece.width, piece.height) / height
    (label,) = piece.labels
    if (
        _encloses_digits(piece.box, boxes, height)
        or piece.width > LINE_ASPECT * piece.height
        and piece.height < MAX_LINE_HEIGHT * height
        or _is_empty_frame(piece, components)
    ):
        has_strokes = _has_strokes(piece, components, height)
        omitted_cost = OMITTED_COST if has_strokes else OMITTED_STRUCTURE_COST
        return STRUCTURE_COST, omitted_cost
    digit_cost = STRUCTURE_COST * _is_blob(piece, components)
    if components.touches_border[label] and piece.height < whole_height:
        return digit_cost + CUT_COST, OMITTED_CUT_COST
    if longer < MIN_SMALL_DIGIT:
        return digit_cost + SMALL_COST, OMITTED_SPECK_COST
    if piece.width > BAR_ASPECT * piece.height and piece.height < MAX_BAR * height:
        return digit_cost + SMALL_COST, OMITTED_BAR_COST
    return digit_cost + SMALL_COST * (longer < MIN_DIGIT_SIZE), OMITTED_COST


def _encloses_digits(
    box: tuple[int, int, int, int], boxes: NDArray[np.int64], height: float
) -> bool:
    """Return whether others of a digit's size are inside a piece, as in a frame."""
    left, top, right, bottom = box
    inside = (boxes[:, 0] > left) & (boxes[:, 1] > top)
    inside &= (boxes[:, 2] < right) & (boxes[:, 3] < bottom)
    heights = boxes[:, 3] - boxes[:, 1]
    inside &= heights > MIN_ENCLOSED * min(bottom - top, MAX_FRAME * height)
    return bool(inside.any())


def _has_strokes(piece: Glyph, components: Components, height: float) -> bool:
    """Return whether a frame or a line has ink that is neither its rim nor straight.

    Such ink may be digits that touch it. The teeth of a comb are smaller than digits.
    """
    mask = np.pad(piece_mask(piece, components), 1)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.concatenate(contours))
    inside = cv2.fillConvexPoly(np.zeros_like(mask), hull, 1)
    depths = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_5)
    rest = mask * (depths > RIM * min(mask.shape))
    length = round(MIN_STRAIGHT * height)
    for line in np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8):
        straight = cv2.morphologyEx(mask, cv2.MORPH_OPEN, line)
        rest &= 1 - cv2.dilate(straight, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(rest)
    return stats[1:, cv2.CC_STAT_AREA].max(initial=0) > MAX_STROKES * height**2


def _is_empty_frame(piece: Glyph, components: Components) -> bool:
    """Return whether nearly all ink lies thinly along the sides of the box."""
    thickness = max(2, round(0.1 * min(piece.width, piece.height)))
    if min(piece.width, piece.height) < 4 * thickness:
        return False
    mask = piece_mask(piece, components)
    inner = mask[thickness:-thickness, thickness:-thickness]
    if inner.any():
        return False
    bands = [mask[:thickness], mask[-thickness:]]
    bands += [mask[:, :thickness].T, mask[:, -thickness:].T]
    lengths = [band.any(axis=0).mean() for band in bands]
    ends = [
        band[:, part].mean()
        for band in bands[:2]
        for part in (slice(thickness), slice(-thickness, None))
    ]
    return min(lengths) > 0.95 and min(ends) > 0.5


def _is_blob(piece: Glyph, components: Components) -> bool:
    """Return whether the ink is a filled area rather than strokes."""
    shorter, longer = sorted((piece.width, piece.height))
    if shorter < MIN_BLOB_ASPECT * longer or solidity(piece, components) < MAX_FILL:
        return False
    points = cv2.findNonZero(piece_mask(piece, components))
    shorter, longer = sorted(cv2.minAreaRect(points)[1])  # a 1 may be slanted
    return shorter >= MIN_BLOB_ASPECT * longer


def _are_bars(boxes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which pieces are bars of a barcode, or marks of a ruler: `(pieces,)`.

    They have others as upright beside them, within half their height, or are at the
    ends of a row of such bars.
    """
    (left, top, right, bottom), height = boxes.T, boxes[:, 3] - boxes[:, 1]
    is_upright = height > BARCODE_ASPECT * (right - left)
    if is_upright.sum() < MIN_BARS:
        return np.zeros(len(boxes), bool)
    overlap = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    is_near = np.abs(np.subtract.outer(left, left)) < height[:, None] / 2
    is_beside = is_near & (overlap > height[:, None] / 2) & is_upright
    is_inner = is_upright & (is_beside.sum(axis=1) >= MIN_BARS)
    return is_upright & is_beside[:, is_inner].any(axis=1)


def _is_disc(piece: Glyph, components: Components) -> bool:
    """Return whether the ink fills a circle, as a pin, a magnet or a hole does."""
    (label,) = piece.labels
    max_radius = np.sqrt(components.areas[label] / (MAX_FILL * np.pi))
    if max(piece.width, piece.height) > 2 * max_radius:
        return False  # this is so for nearly all digits, and quick
    points = cv2.findNonZero(piece_mask(piece, components))
    return cv2.minEnclosingCircle(points)[1] + 0.5 < max_radius
