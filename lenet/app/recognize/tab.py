"""The Recognize tab: a pad and a photo, one answer: a digit or a number."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
from gradio.utils import get_upload_folder

from lenet.app.own_model import OwnModel
from lenet.app.recognize.answer import (
    Facts,
    answer_facts,
    answer_panel,
    reading_facts,
    steps_facts,
    steps_strip,
)
from lenet.app.recognize.drawing_pad import (
    ANSWERED,
    OVERTAKEN,
    decode_drawing,
    drawing_pad,
)
from lenet.app.recognize.examples import Picture, examples_row, made_examples
from lenet.app.recognize.inspection import STAMP_REQUEST_JS, inspection_panels
from lenet.app.serving.uploads import extend_lifetime, shorten_lifetime
from lenet.app.serving.workers import read_in_worker
from lenet.app.texts import TEXTS
from lenet.imaging.errors import BadPicture
from lenet.imaging.ink_polarity import Polarity
from lenet.model import LeNet5
from lenet.reading.page import FoundDigit

Digits = tuple[FoundDigit, ...]
Shown = tuple[Facts, list[Facts], Digits]  # the answer, the steps and the digits
EMPTY: Shown = (answer_facts(None), steps_facts(None), ())
POLARITIES = [(TEXTS(f"ink_{tone}"), tone) for tone in ("auto", "dark", "light")]


class RecognizeTab(NamedTuple):
    """How other tabs see a drawing, and get a picture in by read_example.

    Attributes:
        pad: Its drawing is watched by the Train tab too.
        followed: What a handler that reads goes through, see look.py; its event has
            ASKS as its script.
        inputs: The last ones of such a handler, from the switches on.
        outputs: The photo, the answer, and what else it gives.
    """

    pad: gr.HTML
    with_panels: Callable[[Callable[..., Any]], Callable[..., Any]]
    inputs: list[gr.components.Component]
    outputs: list[gr.components.Component]


def recognize_tab(model: LeNet5, own: OwnModel) -> RecognizeTab:
    """Lay out the tab inside the current Blocks and wire it to `model`."""
    pictures = made_examples()
    with gr.Row(equal_height=False, elem_id="recognize"):
        with gr.Column(scale=2, min_width=300):
            with gr.Row(equal_height=False):
                with gr.Column(scale=5, min_width=290):
                    pad = drawing_pad()
                with gr.Column(scale=4, min_width=240):
                    photo = gr.Image(
                        label=TEXTS("photo"),
                        type="filepath",
                        image_mode=None,
                        format="png",
                        sources=["upload", "webcam", "clipboard"],
                        height=260,
                        elem_id="photo",
                    )
                    examples = examples_row(pictures)
            steps = steps_strip()
            with gr.Accordion(TEXTS("switches"), open=False, elem_id="switches"):
                polarity = gr.Radio(POLARITIES, value="auto", label=TEXTS("ink_is"))
                crop = gr.Checkbox(True, label=TEXTS("cut_out"))
                center = gr.Checkbox(True, label=TEXTS("fit"))
            look = inspection_panels(model, own)
        with gr.Column(scale=1, min_width=300, elem_id="answer-column"):
            answer = answer_panel()
    switches = [polarity, crop, center]
    drawn_last = gr.State(True)  # or the photo came last
    shown = [answer, steps, drawn_last, *look.shown]
    quiet = {
        "queue": False,  # there, an answer can get lost when the next stroke is quick
        "trigger_mode": "always_last",
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    asks = {"js": STAMP_REQUEST_JS, **quiet}
    pad.input(
        look.with_panels(read_drawing), [pad, *switches, *look.states], shown, **asks
    ).success(js=ANSWERED)
    for came in (photo.input, examples.input):
        came(None, js=OVERTAKEN, **quiet)
    photo.input(
        look.with_panels(read_photo),
        [photo, *switches, *look.states],
        shown,
        preprocess=False,
        **asks,
    )
    examples.input(
        look.with_panels(partial(read_example, pictures=pictures)),
        [examples, *switches, *look.states],
        [photo, *shown],
        **asks,
    )
    for again in [*(switch.input for switch in switches), own.mark.change]:
        again(
            look.with_panels(read_again),
            [drawn_last, pad, photo, *switches, *look.states],
            shown,
            preprocess=False,
            **asks,
        )
    _recognize_endpoint(model, [photo, *switches])
    return RecognizeTab(
        pad, look.with_panels, [*switches, *look.states], [photo, *shown]
    )


def _recognize_endpoint(model: LeNet5, inputs: list[gr.components.Component]) -> None:
    """Offer /recognize to programs; on the page nothing shows of it."""
    gr.Button(visible=False).click(
        partial(recognize, model=model),
        inputs,
        gr.JSON(visible=False),
        preprocess=False,
        api_name="recognize",
        api_description="Read the digits on a picture.",
    )


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
        path = stored(picture)
        try:
            reading = read_in_worker(path, model=model, **switches)
        finally:
            shorten_lifetime(path)
        return reading_facts(reading)
    except (BadPicture, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error


def stored(upload: Any) -> Path:
    """Give the path of an upload, if it is one: Gradio checks only what says it is.

    Raises:
        BadPicture: Gradio did not store it, so it is nobody's to read.
    """
    try:
        path = Path(upload["path"]).resolve()
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise BadPicture("The picture did not arrive.", "not_received") from error
    if not path.is_relative_to(Path(get_upload_folder()).resolve()):
        raise BadPicture("The picture did not arrive.", "not_received")
    extend_lifetime(path)
    return path


def read_drawing(
    url: str, *switches: Any, model: LeNet5
) -> tuple[Facts, list[Facts], Digits, bool]:
    """Answer for the pad's data URL; an empty pad clears the answer."""
    if not url:
        return *EMPTY, True
    try:
        return *_shown(decode_drawing(url), *switches, model=model), True
    except BadPicture as error:
        return *_unreadable(error), True


def read_photo(
    file: dict[str, Any] | None, *switches: Any, model: LeNet5
) -> tuple[Facts, list[Facts], Digits, bool]:
    """Answer for an upload; `file["path"]` is where Gradio stored it for this visitor."""
    if not file:
        return *EMPTY, False
    try:
        return *_shown(stored(file), *switches, model=model), False
    except BadPicture as error:
        return *_unreadable(error), False


def read_example(
    place: int, *switches: Any, pictures: list[Picture], model: LeNet5
) -> tuple[Picture, Facts, list[Facts], Digits, bool]:
    """Put the example that was clicked in the photo's place and answer for it."""
    picture = pictures[place]
    return picture, *_shown(picture, *switches, model=model), False


def read_again(
    drawn_last: bool,
    url: str,
    file: dict[str, Any] | None,
    *switches: Any,
    model: LeNet5,
) -> tuple[Facts, list[Facts], Digits, bool]:
    """Answer for the last picture with the switches as they are now."""
    if drawn_last:
        return read_drawing(url, *switches, model=model)
    return read_photo(file, *switches, model=model)


def _shown(
    picture: Any,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
    *,
    model: LeNet5,
) -> Shown:
    try:
        reading = read_in_worker(
            picture, model=model, polarity=polarity, crop=crop, center=center
        )
    except ValueError as error:  # only a forged switch gets here
        raise gr.Error(str(error), print_exception=False) from error
    facts = answer_facts(reading, problem="blank"), steps_facts(reading)
    return *facts, reading.digits


def _unreadable(error: BadPicture) -> Shown:
    return answer_facts(None, problem="unreadable", detail=str(error)), [], ()
