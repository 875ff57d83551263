"""Read pictures in one of two ways: as a single digit or as a page of digits."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from lenet.imaging.component_selection import main_digit
from lenet.imaging.decode import Picture
from lenet.imaging.errors import BadPicture, NoDigitFound
from lenet.imaging.ink_polarity import Polarity
from lenet.imaging.preprocess import (
    Page,
    open_gray,
    prepare_page,
    prepared_digit,
)
from lenet.model import LeNet5
from lenet.parallel import map_in_order
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.evidence import DOUBT_COST
from lenet.reading.found import FoundDigit, Reading
from lenet.reading.hypotheses import hypotheses
from lenet.reading.page import read_digits, read_page
from lenet.reading.search import best_reading


def single_predict(
    picture: Picture,
    *,
    model: LeNet5 | None = None,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
) -> Prediction:
    """Read the one digit of a picture.

    Args:
        picture: Anything that preprocess.prepare takes.
        model: In eval mode on the CPU; None uses the shipped weights.
        polarity, crop, center: As for preprocess.prepare.
    Raises:
        BadPicture, NoDigitFound, ValueError: As preprocess.prepare does.
        BadCheckpoint: The shipped weights are missing or damaged.
    """
    reading = _read_single(picture, model, polarity, crop=crop, center=center)
    if reading is None:
        raise NoDigitFound("The picture is blank.")
    return reading.digits[0].prediction


def read_picture(
    picture: Picture, *, single: bool = False, model: LeNet5 | None = None
) -> Reading:
    """Read a picture as a page of digits, or as one digit if `single` is true.

    The reading of a blank picture has no digits.

    Raises:
        BadPicture, BadCheckpoint: As read_digits does.
    """
    if single:
        return _read_single(picture, model) or Reading(())
    return read_digits(picture, model=model)


def read_pictures(
    pictures: Iterable[Picture],
    *,
    single: bool = False,
    model: LeNet5 | None = None,
    processes: int = 1,
) -> Iterator[Reading | BadPicture]:
    """Read many pictures and yield their readings in the same order.

    A picture that cannot be read yields its BadPicture, and the others are still read.

    Args:
        processes: More than one read on several cores. Each takes seconds to start, and
            a script that calls this needs `if __name__ == "__main__":`.
    Raises:
        BadCheckpoint: The shipped weights are missing or damaged.
    """
    read = partial(_read_or_error, single=single, model=model or shipped_model())
    return map_in_order(read, list(pictures), processes)


def _read_or_error(picture: Picture, **options: object) -> Reading | BadPicture:
    try:
        return read_picture(picture, **options)
    except BadPicture as error:
        return error


def _read_single(
    picture: Picture,
    model: LeNet5 | None,
    polarity: Polarity = "auto",
    *,
    crop: bool = True,
    center: bool = True,
) -> Reading | None:
    model = model or shipped_model()

    def read(page: Page) -> Reading:
        if crop and main_digit(page.components).sum() > 1:
            # A circle or a line may be larger than the digit or near it.
            reading = read_page(page, model=model, center=center)
            if reading.is_confident and len(reading.digits) == 1:
                return _as_single(reading)
        prepared = prepare_page(page, crop=crop, center=center)
        (prediction,) = classify(model, prepared.tensor)
        doubt = DOUBT_COST * (not prediction.is_confident)
        score = math.log(prediction.confidence) - doubt
        prediction = replace(prediction, prepared=prepared)
        steps = prepared.steps
        found = FoundDigit(prediction, prepared.box, steps["crop"], steps["center"])
        return Reading(((found,),), page, steps, score, 1)

    ways = hypotheses(open_gray(picture), polarity, only_usual=not crop)
    return best_reading(ways, read)


def _as_single(reading: Reading) -> Reading:
    """Return the reading of a page with one digit, without signs, with all steps."""
    (found,) = reading.digits
    prepared = prepared_digit(reading.steps, found.crop, found.image, found.box)
    prediction = replace(found.prediction, prepared=prepared)
    found = replace(found, prediction=prediction)
    return replace(reading, rows=((found,),), steps=prepared.steps)
