"""Read a page: find glyphs, put them into rows, separate touching digits, classify.

The single steps are in glyphs.py, rows.py, touching_digits.py and classify.py.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

from lenet.imaging.crop_and_center import frame_digit
from lenet.imaging.decode import Picture
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.ink_polarity import Polarity
from lenet.imaging.preprocess import Page, find_ink, normalize
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.glyphs import find_glyphs, glyph_ink
from lenet.reading.rows import group_into_rows
from lenet.reading.touching_digits import Candidate, choose_digits, find_candidates

MIN_CONFIDENT_FRACTION = 2 / 3  # of a page's digits, for it to be a page of digits


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
        """Return plain values for the JSON of the command line and the web API."""
        return {
            "digit": self.prediction.digit,
            "confidence": round(self.prediction.confidence, 4),
            "sure": self.prediction.is_confident,
            "box": list(self.box),
        }


@dataclass(frozen=True)
class Reading:
    """All digits of a picture, in rows and in reading order.

    Attributes:
        page: The picture and its ink; None for a blank one.
        steps: The page's steps, and "clean": the ink of its digits alone.
    """

    rows: tuple[tuple[FoundDigit, ...], ...]
    page: Page | None = field(default=None, repr=False, compare=False)
    steps: dict[str, GrayImage] = field(default_factory=dict, repr=False, compare=False)

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        return tuple(found for row in self.rows for found in row)

    @property
    def text(self) -> str:
        """The rows separated by spaces, with ? for digits of low confidence."""
        return " ".join("".join(d.prediction.symbol for d in row) for row in self.rows)


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
    try:
        page = find_ink(picture, polarity=polarity)
    except NoDigitFound:
        return Reading(())
    glyph_rows = group_into_rows(find_glyphs(page.components))
    glyphs = [glyph for row in glyph_rows for glyph in row]
    clean, mask = glyph_ink(page, glyphs)
    steps = page.steps | {"clean": clean}
    if not glyphs:
        return Reading((), page, steps)
    if crop:
        height = np.median([glyph.height for glyph in glyphs])
        candidate_rows = [
            [find_candidates(page, glyph, height, center=center) for glyph in row]
            for row in glyph_rows
        ]
    else:
        cropped, image, box = frame_digit(clean, mask, crop=False, center=center)
        candidate_rows = [[[Candidate(0, 1, box, cropped, image, 0.0)]]]
    images = [c.image for row in candidate_rows for group in row for c in group]
    predictions = iter(classify(model, normalize(torch.from_numpy(np.stack(images)))))
    rows = []
    for row in candidate_rows:
        found = []
        for candidates in row:
            for candidate, prediction in choose_digits(zip(candidates, predictions)):
                box = page.to_picture_box(candidate.box)
                digit = FoundDigit(prediction, box, candidate.crop, candidate.image)
                found.append(digit)
        rows.append(tuple(found))
    return Reading(_reject_text(tuple(rows)), page, steps)


def _reject_text(
    rows: tuple[tuple[FoundDigit, ...], ...],
) -> tuple[tuple[FoundDigit, ...], ...]:
    """Mark all digits as not confident if too few are: the page is a text of letters.

    An O in a word looks like a 0, and only the letters around it tell the difference.
    """
    confident = [found.prediction.is_confident for row in rows for found in row]
    if sum(confident) >= MIN_CONFIDENT_FRACTION * len(confident):
        return rows

    def reject(found: FoundDigit) -> FoundDigit:
        return replace(found, prediction=replace(found.prediction, is_confident=False))

    return tuple(tuple(map(reject, row)) for row in rows)
