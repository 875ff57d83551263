"""A picture -> the one digit on it, or all its digits: the two ways of reading."""

from dataclasses import replace
from typing import Any

from lenet.imaging.preprocess import NoDigitFound, Picture, prepare
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify, shipped_model
from lenet.reading.page import FoundDigit, Reading, read_digits


def single_predict(
    picture: Picture, *, model: LeNet5 | None = None, **switches: Any
) -> Prediction:
    """Read the one digit on `picture`, anything that preprocess.prepare takes.

    Args:
        model: In eval mode on the CPU; None takes the shipped weights.
        switches: Those of prepare: polarity, crop and center.
    Raises:
        BadPicture, NoDigitFound: As prepare does.
        BadCheckpoint: The shipped weights are missing or damaged.
    """
    prepared = prepare(picture, **switches)
    prediction = classify(model or shipped_model(), prepared.tensor)[0]
    return replace(prediction, prepared=prepared)


def read_picture(
    picture: Picture, *, single: bool = False, model: LeNet5 | None = None
) -> Reading:
    """Read `picture` as a page, or with `single` as one digit; a blank one has none.

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
