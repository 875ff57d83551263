"""Read a picture in one of two ways: as a single digit or as a page of digits."""

from dataclasses import replace
from typing import Any

from lenet.imaging.decode import Picture
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.preprocess import prepare
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.page import FoundDigit, Reading, read_digits


def single_predict(
    picture: Picture, *, model: LeNet5 | None = None, **options: Any
) -> Prediction:
    """Read the one digit of a picture.

    Args:
        picture: Anything that preprocess.prepare takes.
        model: In eval mode on the CPU; None uses the shipped weights.
        options: Those of preprocess.prepare: polarity, crop and center.
    Raises:
        BadPicture, NoDigitFound, ValueError: As preprocess.prepare does.
        BadCheckpoint: The shipped weights are missing or damaged.
    """
    prepared = prepare(picture, **options)
    prediction = classify(model or shipped_model(), prepared.tensor)[0]
    return replace(prediction, prepared=prepared)


def read_picture(
    picture: Picture, *, single: bool = False, model: LeNet5 | None = None
) -> Reading:
    """Read a picture as a page of digits, or as one digit if `single` is true.

    The reading of a blank picture has no digits.

    Raises:
        BadPicture, BadCheckpoint: As read_digits does.
    """
    if not single:
        return read_digits(picture, model=model)
    try:
        prediction = single_predict(picture, model=model)
    except NoDigitFound:
        return Reading(())
    box, steps = prediction.prepared.box, prediction.prepared.steps
    found = FoundDigit(prediction, box, steps["crop"], steps["center"])
    return Reading(((found,),), steps=steps)
