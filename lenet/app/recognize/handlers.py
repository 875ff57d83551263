"""The handlers of the Recognize tab: each reads a picture and gives what the page shows."""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from lenet.app.html_part import Facts
from lenet.app.localization import say
from lenet.app.recognize.answer import answer_facts, reading_facts
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.app.recognize.examples import Picture
from lenet.app.recognize.steps import steps_facts
from lenet.app.serving.uploads import bad_upload, extend_lifetime, shorten_lifetime
from lenet.app.serving.workers import read_in_worker
from lenet.imaging.errors import BadPicture
from lenet.imaging.ink_polarity import Polarity
from lenet.model import LeNet5
from lenet.reading.page import FoundDigit, Reading

Outputs = tuple[Facts, list[Facts], tuple[FoundDigit, ...]]  # answer, steps, digits
EMPTY: Outputs = (answer_facts(None), [], ())
SWITCHES = ("polarity", "crop", "center")  # options of read_digits


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
        raise gr.Error(say("picture_error.missing"), print_exception=False)
    try:
        path = stored_path(picture)
        try:
            return reading_facts(_read(path, polarity, crop, center, model=model))
        finally:
            shorten_lifetime(path)
    except BadPicture as error:
        raise gr.Error(str(error), print_exception=False) from error


def stored_path(upload: Any) -> Path:
    """Give the path of an upload; Gradio itself does not check every form of it.

    Raises:
        BadPicture: Gradio did not store it, so nobody may read it.
    """
    try:
        path = Path(upload["path"]).resolve()
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise bad_upload("not_received") from error
    if not path.is_relative_to(Path(get_upload_folder()).resolve()):
        raise bad_upload("not_received")
    extend_lifetime(path)
    return path


def read_drawing(url: str, *switches: Any, model: LeNet5) -> tuple:
    """Read the pad's data URL."""
    return read_again(True, url, None, *switches, model=model)


def read_photo(file: dict[str, Any] | None, *switches: Any, model: LeNet5) -> tuple:
    """Read an upload; `file["path"]` is where Gradio stored it for this visitor."""
    return read_again(False, "", file, *switches, model=model)


def read_again(
    drawn_last: bool, url: str, file: dict | None, *switches: Any, model: LeNet5
) -> tuple:
    """Read the drawing or the photo, whichever came last; none clears the answer.

    Returns:
        Outputs, and `drawn_last`.
    """
    if not (url if drawn_last else file):
        return *EMPTY, drawn_last
    try:
        picture = decode_drawing(url) if drawn_last else stored_path(file)
        return *_outputs(_read(picture, *switches, model=model)), drawn_last
    except BadPicture as error:
        return answer_facts(None, error), [], (), drawn_last


def read_example(
    index: int, *switches: Any, pictures: list[Picture], model: LeNet5
) -> tuple:
    """Show the example that was clicked as the photo, and read it.

    Returns:
        The picture, Outputs, and False: a photo came last.
    """
    reading = _read(pictures[index], *switches, model=model)
    return pictures[index], *_outputs(reading), False


def _read(picture: Any, *switches: Any, model: LeNet5) -> Reading:
    try:
        return read_in_worker(picture, model=model, **dict(zip(SWITCHES, switches)))
    except ValueError as error:  # the page has no switch with such a value
        raise gr.Error(str(error), print_exception=False) from error


def _outputs(reading: Reading) -> Outputs:
    return answer_facts(reading), steps_facts(reading), reading.digits
