"""Ways to separate a picture's ink from its paper, the usual one first.

Each decision on the way can be wrong: whether the ink is dark or light, what is paper,
where the page ends, what is printed, which way is up. So several ways are tried, until
one of them convinces the network, see search.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

import cv2

from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import chroma_difference
from lenet.imaging.ink_polarity import Polarity, ink_is_dark, uniform_background
from lenet.imaging.ink_repair import (
    close_gaps,
    equalize_strength,
    link_dots,
    remove_long_lines,
)
from lenet.imaging.orientation import row_slant, turn
from lenet.imaging.patches import find_patches
from lenet.imaging.preprocess import GrayPicture, Page, separate_ink
from lenet.imaging.shadow_removal import ink_reaches_border
from lenet.reading.glyphs import find_pieces

# Costs in nats: how much better than the usual way each must explain the picture.
LOWEST_COST = TIGHT_TONE_COST = 0.02
NOT_TIGHT_COST = 0.025
TIGHT_COST, LEVEL_COST, PATCH_COST = 0.03, 0.045, 0.05
LINES_COST, PALE_COST = 0.065, 0.07
DOTS_COSTS = {0.0: 0.055, 3.0: 0.06}  # by the reach in distances between dots
GAP_COSTS = {0.6: 0.08, 1.2: 0.09, 2.0: 0.1, 3.0: 0.12}  # by the gap in stroke widths
TURNED_COST, COLOR_COST, TONE_COST = 0.075, 0.12, 0.13
MIN_CHROMA = 12  # levels of 255 from the paper's color
MIN_SLANT = 5  # degrees; rows that are slanted less are read as they are
LIGHT, DARK, TIGHT, PATCH, LINES = "light", "dark", "tight", "patch", "lines"
PALE, GAPS, COLOR, TURNED = "pale", "gaps", "color", "turned"


@dataclass(frozen=True)
class Hypothesis:
    """One way to separate the ink.

    Attributes:
        cost: In nats, how much better than the usual way it must explain the picture.
        separate: Returns the page; it raises NoDigitFound where nothing stands out.
        notes: What is unusual about it, some of the words above.
        turned: Degrees clockwise that the picture is turned.
    """

    cost: float
    separate: Callable[[], Page]
    notes: tuple[str, ...] = ()
    turned: int = 0


def hypotheses(
    picture: GrayPicture, polarity: Polarity, *, only_usual: bool = False
) -> Iterator[Hypothesis]:
    """Yield ways to separate the ink of a picture, in the order of their costs.

    Raises:
        ValueError: The polarity is not auto, dark or light.
    """
    is_dark = ink_is_dark(picture.gray, polarity)
    separate = partial(separate_ink, picture, is_dark)
    usual = Hypothesis(0.0, cache(separate))
    if only_usual:
        yield usual
        return
    is_plain = uniform_background(picture.gray) is not None
    tight = Hypothesis(TIGHT_COST, partial(separate, is_tight=True), (TIGHT,))
    if is_plain:
        yield usual
    elif ink_reaches_border(picture.gray):
        yield replace(tight, cost=0.0)
        if polarity == "auto":  # there may be more ink than paper
            yield _tight_other(picture, is_dark, TIGHT_TONE_COST)
        yield replace(usual, cost=NOT_TIGHT_COST)
    else:
        yield usual
        yield tight
    slant = _slant(usual.separate)
    if slant:
        yield _turned(picture, is_dark, LEVEL_COST, 0, slant)
    for patch in find_patches(picture.gray):
        dark = ink_is_dark(patch, polarity)
        part = replace(picture, gray=patch)
        notes = (PATCH, DARK if dark else LIGHT)
        separate_part = cache(partial(separate_ink, part, dark))
        yield Hypothesis(PATCH_COST, separate_part, notes)
        if tilt := _slant(separate_part):
            level = _turned(part, dark, PATCH_COST, 0, tilt)
            yield replace(level, notes=notes)
    for reach, cost in DOTS_COSTS.items():
        repair = partial(link_dots, reach=reach)
        yield Hypothesis(cost, partial(separate, repair=repair), (GAPS,))
    yield Hypothesis(LINES_COST, partial(separate, repair=remove_long_lines), (LINES,))
    yield Hypothesis(PALE_COST, partial(separate, repair=equalize_strength), (PALE,))
    for quarter in (180, 90, 270):
        yield _turned(picture, is_dark, TURNED_COST, quarter, slant)
    for gap, cost in GAP_COSTS.items():
        repair = partial(close_gaps, gap=gap)
        yield Hypothesis(cost, partial(separate, repair=repair), (GAPS,))
    if (ink := chroma_difference(picture.color, MIN_CHROMA)) is not None:
        ink = cv2.normalize(ink, None, 0, 255, cv2.NORM_MINMAX)
        part = partial(separate_ink, replace(picture, gray=ink), False)
        yield Hypothesis(COLOR_COST, part, (COLOR,))
    if polarity == "auto" and not is_plain:
        tone = LIGHT if is_dark else DARK
        other = partial(separate_ink, picture, not is_dark)
        yield Hypothesis(TONE_COST, other, (tone,))
        yield _tight_other(picture, is_dark, TONE_COST + TIGHT_COST)


def _tight_other(picture: GrayPicture, is_dark: bool, cost: float) -> Hypothesis:
    """Return the tight way with the other polarity than the picture seems to have."""
    separate = partial(separate_ink, picture, not is_dark, is_tight=True)
    return Hypothesis(cost, separate, (TIGHT, LIGHT if is_dark else DARK))


def _turned(
    picture: GrayPicture, is_dark: bool, cost: float, quarter: int, slant: float
) -> Hypothesis:
    """Return the way that turns a picture, and its slanted rows level."""
    degrees = round(quarter - slant)

    def separate() -> Page:
        return separate_ink(turn(picture, degrees), is_dark)

    notes = (TURNED,) if quarter else ()
    return Hypothesis(cost, separate, notes, degrees % 360)


def _slant(separate: Callable[[], Page]) -> float:
    """Return how far the rows are slanted clockwise in degrees, 0 if hardly."""
    try:
        pieces, height = find_pieces(separate().components)
    except NoDigitFound:
        return 0.0
    large = [p.box for p in pieces if max(p.width, p.height) > 0.5 * height]
    slant = row_slant(large)
    return slant if abs(slant) >= MIN_SLANT else 0.0
