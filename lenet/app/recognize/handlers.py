"""The handlers of the Recognize tab: each reads a picture and gives what the page shows."""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from lenet.app.recognize.answer import Facts, answer_facts, reading_facts
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.app.recognize.examples import Picture
from lenet.app.recognize.steps import steps_facts
from lenet.app.serving.uploads import extend_lifetime, shorten_lifetime
from lenet.app.serving.workers import read_in_worker
from lenet.imaging.errors import BadPicture
from lenet.imaging.ink_polarity import Polarity
from lenet.model import LeNet5
from lenet.reading.page import FoundDigit

Outputs = tuple[Facts, list[Facts], tuple[FoundDigit, ...]]  # answer, steps, digits
EMPTY: Outputs = (answer_facts(None), steps_facts(None), ())


def recognize(
    picture: dict[str, Any] | None,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
    *,
    model: LeNet5,
) -> Facts:
    """Read an upload for a program; `picture["path"]` is where Gradio stored it."""
    if not picture:
        raise gr.Error("There is no picture.", print_exception=False)
    switches = {"polarity": polarity, "crop": crop, "center": center}
    try:
        path = stored_path(picture)
        try:
            reading = read_in_worker(path, model=model, **switches)
        finally:
            shorten_lifetime(path)
        return reading_facts(reading)
    except (BadPicture, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error


def stored_path(upload: Any) -> Path:
    """Give the path of an upload; Gradio itself does not check every form of it.

    Raises:
        BadPicture: Gradio did not store it, so nobody may read it.
    """
    try:
        path = Path(upload["path"]).resolve()
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise BadPicture("The picture did not arrive.", "not_received") from error
    if not path.is_relative_to(Path(get_upload_folder()).resolve()):
        raise BadPicture("The picture did not arrive.", "not_received")
    extend_lifetime(path)
    return path


def read_drawing(url: str, *switches: Any, model: LeNet5) -> tuple:
    """Read the pad's data URL; an empty pad clears the answer.

    Returns:
        Outputs, and True: the drawing came last.
    """
    if not url:
        return *EMPTY, True
    try:
        return *_read(decode_drawing(url), *switches, model=model), True
    except BadPicture as error:
        return answer_facts(None, error), [], (), True


def read_photo(file: dict[str, Any] | None, *switches: Any, model: LeNet5) -> tuple:
    """Read an upload; `file["path"]` is where Gradio stored it for this visitor.

    Returns:
        Outputs, and False: the photo came last.
    """
    if not file:
        return *EMPTY, False
    try:
        return *_read(stored_path(file), *switches, model=model), False
    except BadPicture as error:
        return answer_facts(None, error), [], (), False


def read_example(
    index: int, *switches: Any, pictures: list[Picture], model: LeNet5
) -> tuple:
    """Show the example that was clicked as the photo, and read it.

    Returns:
        The picture, Outputs, and False: a photo came last.
    """
    picture = pictures[index]
    return picture, *_read(picture, *switches, model=model), False


def read_again(
    drawn_last: bool,
    url: str,
    file: dict[str, Any] | None,
    *switches: Any,
    model: LeNet5,
) -> tuple:
    """Read the last picture with the switches as they are now."""
    if drawn_last:
        return read_drawing(url, *switches, model=model)
    return read_photo(file, *switches, model=model)


def _read(
    picture: Any,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
    *,
    model: LeNet5,
) -> Outputs:
    try:
        reading = read_in_worker(
            picture, model=model, polarity=polarity, crop=crop, center=center
        )
    except ValueError as error:  # the page has no switch with such a value
        raise gr.Error(str(error), print_exception=False) from error
    return answer_facts(reading), steps_facts(reading), reading.digits
