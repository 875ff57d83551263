"""The handlers of the Recognize tab: each reads a picture and gives what the page shows."""

from typing import Any

import gradio as gr

from lenet.app.html_part import Facts
from lenet.app.localization import say
from lenet.app.recognize.answer import answer_facts, reading_facts
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.app.recognize.photo import Photos, jpeg_url, shown_turns
from lenet.app.recognize.steps import steps_facts
from lenet.app.serving.uploads import shorten_lifetime, stored_path
from lenet.app.serving.workers import read_in_worker, run_in_worker
from lenet.imaging.errors import BadPicture
from lenet.imaging.ink_polarity import Polarity
from lenet.model import LeNet5
from lenet.reading.found import FoundDigit, Reading

Outputs = tuple[Facts, list[Facts], tuple[FoundDigit, ...]]  # answer, steps, digits
EMPTY: Outputs = (answer_facts(None), [], ())
SWITCHES = ("polarity", "crop", "center")  # options of read_digits
ALL_STEPS = ("auto", True, True)  # the switches at the beginning


def recognize(
    picture: dict[str, Any] | None,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
    *,
    model: LeNet5,
) -> Facts:
    """Read the digits on a picture: one digit, or a number in one or several rows.

    The picture may be a photo, a scan or a drawing of handwritten digits, of any size,
    with dark or light ink, upright or turned. Letters and words are not read.

    Args:
        picture: The picture file itself as a data URL, for example
            data:image/png;base64,iVBORw0... An address of the web is refused.
        polarity: Whether the ink is "dark" or "light"; "auto" finds out.
        crop: Cut each digit out. Leave it on.
        center: Fit each digit into 20x20 pixels, centered. Leave it on.
    Returns:
        A dict. Its `text` has the digits in reading order, a space between rows and a question
        mark for each digit that the network is not sure of. `digits` has each digit with
        its confidence from 0 to 1 and its box: left, top, right, bottom in pixels.
    """
    if not picture:
        raise gr.Error(say("picture_error.missing"), print_exception=False)
    try:
        path = stored_path(picture)
        try:
            return reading_facts(_read(path, polarity, crop, center, model=model))
        finally:
            shorten_lifetime(path)
    except BadPicture as error:
        raise gr.Error(str(error), print_exception=False) from error


def read_drawing(url: str, photo: Any = None, *switches: Any, **options: Any) -> tuple:
    """Read the pad's data URL, or the photo if the pad is empty."""
    return read_again(True, url, photo, *switches, **options)


def read_photo(url: str, photo: Any, *switches: Any, **options: Any) -> tuple:
    """Read the photo that is described, or the drawing if there is no photo."""
    return read_again(False, url, photo, *switches, **options)


def read_again(
    drawn_last: bool,
    url: str,
    photo: Any,
    *switches: Any,
    photos: Photos,
    model: LeNet5,
) -> tuple:
    """Read the drawing or the photo: the only one there is, or the one that came last.

    Args:
        drawn_last: Whether that is the drawing.
        url: The pad's value.
        photo: What `photos` opens.
    Returns:
        Outputs, and whether the drawing was read.
    """
    is_drawing = bool(url) and (drawn_last or not photo)
    if is_drawing:
        outputs = _read_drawing(url, *switches, model=model)
    elif photo:
        outputs = _read_photo(photo, *switches, photos=photos, model=model)
    else:
        outputs, is_drawing = EMPTY, True
    answer, steps, digits = outputs
    return (
        answer | {"switched_off": _switched_off(*switches)},
        steps,
        digits,
        is_drawing,
    )


def _read_drawing(url: str, *switches: Any, model: LeNet5) -> Outputs:
    source = {"kind": "drawing"}
    try:
        reading = _read(decode_drawing(url), *switches, model=model)
    except BadPicture as error:
        return answer_facts(None, error) | {"source": source}, [], ()
    steps = steps_facts(reading)
    if steps:
        steps[0]["picture"] = ""  # the page has it, see sent_drawing.js
    return answer_facts(reading) | {"source": source}, steps, reading.digits


def _read_photo(photo: Any, *switches: Any, photos: Photos, model: LeNet5) -> Outputs:
    source = photos.source_facts(photo)
    try:
        image = run_in_worker(photos.open, photo)
        reading = _read(image, *switches, model=model)
    except BadPicture as error:
        return answer_facts(None, error) | {"source": source}, [], ()
    source["shown_turns"] = turns = shown_turns(photo, reading)
    source["picture"] = jpeg_url(image.rotate(-90 * turns, expand=True))
    answer = answer_facts(reading) | {"source": source}
    return answer, steps_facts(reading), reading.digits


def _read(picture: Any, *switches: Any, model: LeNet5) -> Reading:
    try:
        return read_in_worker(picture, model=model, **dict(zip(SWITCHES, switches)))
    except ValueError as error:  # the page has no switch with such a value
        raise gr.Error(str(error), print_exception=False) from error


def _switched_off(
    polarity: Polarity = "auto", crop: bool = True, center: bool = True
) -> list[str]:
    """Name the steps of the preprocessing that the visitor has switched off."""
    steps = {polarity: polarity != "auto", "crop": not crop, "center": not center}
    return [name for name, is_off in steps.items() if is_off]
