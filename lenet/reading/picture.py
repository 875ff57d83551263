"""Read a picture in one of two ways: as a single digit or as a page of digits."""

import math
from dataclasses import replace

from lenet.imaging.decode import Picture
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.ink_polarity import Polarity
from lenet.imaging.preprocess import Page, open_gray, prepare_page
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.evidence import DOUBT_COST
from lenet.reading.found import FoundDigit, Reading
from lenet.reading.hypotheses import hypotheses
from lenet.reading.page import read_digits
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


def _read_single(
    picture: Picture,
    model: LeNet5 | None,
    polarity: Polarity = "auto",
    **options: bool,
) -> Reading | None:
    model = model or shipped_model()

    def read(page: Page) -> Reading:
        prepared = prepare_page(page, **options)
        (prediction,) = classify(model, prepared.tensor)
        doubt = DOUBT_COST * (not prediction.is_confident)
        score = math.log(prediction.confidence) - doubt
        prediction = replace(prediction, prepared=prepared)
        steps = prepared.steps
        found = FoundDigit(prediction, prepared.box, steps["crop"], steps["center"])
        return Reading(((found,),), page, steps, score, 1)

    only_usual = not options.get("crop", True)
    ways = hypotheses(open_gray(picture), polarity, only_usual=only_usual)
    return best_reading(ways, read)
