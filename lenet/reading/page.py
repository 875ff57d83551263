"""A page -> the number on it: find the digits, part those that touch, ask the network.

Where digits may lie and part is geometry (segment.py); here the network decides.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

from lenet.imaging.components import NoDigitFound, extract_ink
from lenet.imaging.illumination import GrayImage
from lenet.imaging.preprocess import (
    Page,
    Picture,
    Polarity,
    find_ink,
    frame_digit,
    normalize,
)
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.segment import Glyph, cuts, group_digits

LOW = 0.85  # of the page's usual height: a lower glyph is never two that touch,
SLENDER = 0.95  # nor is one of less width in heights,
WIDE = 1.2  # while above this it is hardly ever one digit
SCRAP = 0.4  # of its glyph's height: a lower part is no digit
LEAST_SURE = 2 / 3  # of a page's digits, or none of them is
COST_OF_A_PART = 1.0  # nats: two digits must convince more than one
COST_OF_A_SHAPE = 3.0  # nats: too wide, or a mere scrap


@dataclass(frozen=True)
class FoundDigit:
    """One digit of a page.

    Attributes:
        box: Left, top, right, bottom in pixels of the upright picture.
        crop: `(H, W)` uint8, its ink cut out.
        image: `(28, 28)` uint8, the digit in the form of MNIST.
    """

    prediction: Prediction
    box: tuple[int, int, int, int]
    crop: GrayImage = field(repr=False, compare=False)
    image: GrayImage = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Give what programs get of it, as plain values."""
        return {
            "digit": self.prediction.digit,
            "confidence": round(self.prediction.confidence, 4),
            "sure": self.prediction.is_confident,
            "box": list(self.box),
        }


@dataclass(frozen=True)
class Reading:
    """All digits of a picture, row by row in reading order.

    Attributes:
        page: The picture and its ink; None for a blank one.
        steps: The page's, and "clean": the ink of its digits alone.
    """

    rows: tuple[tuple[FoundDigit, ...], ...]
    page: Page | None = field(default=None, repr=False, compare=False)
    steps: dict[str, GrayImage] = field(default_factory=dict, repr=False, compare=False)

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        return tuple(found for row in self.rows for found in row)

    @property
    def text(self) -> str:
        """The number: rows parted by a space, ? where the network is not sure."""
        return " ".join("".join(d.prediction.symbol for d in row) for row in self.rows)


@dataclass(frozen=True)
class _Part:
    """A glyph between two of its cuts, ready for the network."""

    first: int  # number of the cut it starts at
    last: int
    box: tuple[int, int, int, int]  # in pixels of the ink
    crop: GrayImage
    image: GrayImage
    oddness: float  # 0 for a digit's shape, 1 and more for one too wide, or a scrap


def read_digits(
    picture: Picture,
    *,
    model: LeNet5 | None = None,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
) -> Reading:
    """Read all digits on `picture`; a blank one has none.

    Args:
        model: In eval mode on the CPU; None takes the shipped weights.
        polarity, center: As preprocess.prepare has them.
        crop: Cut the digits out; otherwise the whole picture is taken for one.
    Raises:
        BadPicture: The picture cannot be read.
        BadCheckpoint: The shipped weights are missing or damaged.
        ValueError: There is no such polarity.
    """
    model = model or shipped_model()
    try:
        page = find_ink(picture, polarity=polarity)
    except NoDigitFound:
        return Reading(())
    glyphs = group_digits(page.pieces)
    clean, mask = _ink_of(page, [glyph for row in glyphs for glyph in row])
    steps = page.steps | {"clean": clean}
    if not glyphs:
        return Reading((), page, steps)
    if crop:
        usual = np.median([glyph.height for row in glyphs for glyph in row])
        rows = [[_parts(page, g, usual, center) for g in row] for row in glyphs]
    else:
        cut, image, box = frame_digit(clean, mask, crop=False, center=center)
        rows = [[[_Part(0, 1, box, cut, image, 0.0)]]]
    images = [part.image for row in rows for parts in row for part in parts]
    answers = iter(classify(model, normalize(torch.from_numpy(np.stack(images)))))
    found = []
    for row in rows:
        judged = [[(part, next(answers)) for part in parts] for parts in row]
        found.append(tuple(d for parts in judged for d in _best(page, parts)))
    return Reading(_doubted(tuple(found)), page, steps)


def _doubted(rows: tuple[tuple[FoundDigit, ...], ...]) -> tuple:
    """Doubt all where too few are sure: in a word an O is no 0, in a number it is."""
    sure = [found.prediction.is_confident for row in rows for found in row]
    if sum(sure) >= LEAST_SURE * len(sure):
        return rows
    return tuple(
        tuple(
            replace(d, prediction=replace(d.prediction, is_confident=False))
            for d in row
        )
        for row in rows
    )


def _ink_of(
    page: Page, glyphs: list[Glyph], box: tuple[int, int, int, int] | None = None
) -> tuple[GrayImage, GrayImage]:
    """Give the ink of these glyphs alone within a box, in shades and as a mask."""
    keep = np.zeros(len(page.pieces) + 1, bool)
    keep[[piece for glyph in glyphs for piece in glyph.pieces]] = True
    return extract_ink(page.flat, page.pieces, keep, box)


def _parts(page: Page, glyph: Glyph, usual: float, center: bool) -> list[_Part]:
    """Cut a glyph in every way that its cuts allow; a slender or low one stays whole.

    Args:
        usual: Height of the page's glyphs, in pixels of the ink.
    """
    left, top = glyph.box[:2]
    clean, mask = _ink_of(page, [glyph], glyph.box)
    whole = glyph.width < SLENDER * glyph.height or glyph.height < LOW * usual
    columns = [0, glyph.width] if whole else cuts(mask)
    parts = []
    for first in range(len(columns) - 1):
        for last in range(first + 1, len(columns)):
            place = slice(columns[first], columns[last])
            if not mask[:, place].any():
                continue
            crop, image, (x, y, w, h) = frame_digit(
                clean[:, place], mask[:, place], center=center
            )
            x += left + columns[first]
            box = (x, top + y, x + w, top + y + h)
            oddness = 0.0 if whole else max(0.0, 2 * (w / h - WIDE))
            oddness += h < SCRAP * glyph.height
            parts.append(_Part(first, last, box, crop, image, oddness))
    return parts


def _best(page: Page, parts: list[tuple[_Part, Prediction]]) -> list[FoundDigit]:
    """Choose the parts that cover a glyph and convince the network most in all.

    The cheapest way from the first cut to the last, where a part costs how much the
    network doubts it, in nats, and something for being a part at all.
    """
    cheapest: dict[int, tuple[float, list[FoundDigit]]] = {0: (0.0, [])}
    for part, prediction in sorted(parts, key=lambda one: one[0].first):
        if part.first not in cheapest:
            continue
        before, found = cheapest[part.first]
        cost = before + COST_OF_A_PART - math.log(prediction.confidence)
        cost += COST_OF_A_SHAPE * part.oddness
        if part.last not in cheapest or cost < cheapest[part.last][0]:
            box = page.in_picture(part.box)
            digit = FoundDigit(prediction, box, part.crop, part.image)
            cheapest[part.last] = (cost, [*found, digit])
    return cheapest[max(cheapest)][1]
