"""The Recognize tab: a pad and a photo, one answer: a digit or a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from lenet.app.answer import answer_html, steps_html
from lenet.app.own import OwnNetwork, answered_by
from lenet.app.pad import decode_drawing, drawing_pad
from lenet.model import LeNet5
from lenet.predict import read_digits
from lenet.preprocess import BadPicture, Picture, Polarity

NO_DIGIT = "No digit found. Draw larger, or crop closer."
EMPTY = (answer_html(None), steps_html(None))
POLARITIES = [("found by itself", "auto"), ("dark", "dark"), ("light", "light")]
SWITCHES = "Switch steps off and see what they are good for"


def recognize_tab(model: LeNet5, own: OwnNetwork) -> gr.HTML:
    """Lay out the tab inside the current Blocks and wire it to `model`.

    Returns:
        The pad, whose drawing the Train tab watches too.
    """
    with gr.Row(equal_height=False):
        with gr.Column(min_width=300):
            pad = drawing_pad()
        with gr.Column(min_width=300):
            answer = gr.HTML(EMPTY[0], elem_id="answer")
    with gr.Row(equal_height=False):
        with gr.Column(scale=2, min_width=300):
            photo = gr.Image(
                label="or a photo of a number",
                type="filepath",
                image_mode=None,
                sources=["upload", "webcam", "clipboard"],
                height=260,
                elem_id="photo",
            )
        with gr.Column(scale=3, min_width=300):
            steps = gr.HTML(EMPTY[1], elem_id="steps")
            with gr.Accordion(SWITCHES, open=False, elem_id="switches"):
                polarity = gr.Radio(POLARITIES, value="auto", label="The ink is")
                crop = gr.Checkbox(True, label="cut the digit out")
                center = gr.Checkbox(True, label="fit it into 20x20 and centre it")
    switches, shown = [polarity, crop, center], [answer, steps]
    drawn_last = gr.State(True)  # or the photo came last
    quiet = {"trigger_mode": "always_last", "show_progress": "hidden"}
    pad.input(
        answered_by(read_stroke, model),
        [pad, *switches, own.model],
        [*shown, drawn_last],
        api_visibility="private",
        **quiet,
    )
    photo.change(lambda: False, outputs=drawn_last, api_visibility="private")
    photo.change(
        answered_by(read_photo, model),
        [photo, *switches, own.model],
        shown,
        preprocess=False,
        api_name="recognize",
        **quiet,
    ).failure(lambda: EMPTY, outputs=shown, api_visibility="private")
    for again in [*(switch.input for switch in switches), own.mark.change]:
        again(
            answered_by(read_again, model),
            [drawn_last, pad, photo, *switches, own.model],
            shown,
            preprocess=False,
            api_visibility="private",
            **quiet,
        )
    return pad


def read_stroke(*inputs: Any, model: LeNet5) -> tuple[str, str, bool]:
    """Answer as read_drawing does, and note in the same event that the pad came last."""
    return *read_drawing(*inputs, model=model), True


def read_drawing(
    url: str,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
    *,
    model: LeNet5,
) -> tuple[str, str]:
    """Answer for the pad's data URL; an empty pad clears the answer."""
    if not url:
        return EMPTY
    with _errors_in_words():
        return _answer(decode_drawing(url), model, polarity, crop, center)


def read_photo(
    file: dict[str, Any] | None,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
    *,
    model: LeNet5,
) -> tuple[str, str]:
    """Answer for an upload; `file["path"]` is where Gradio stored it for this visitor."""
    if not file:
        return EMPTY
    with _errors_in_words():
        return _answer(file["path"], model, polarity, crop, center)


def read_again(
    drawn_last: bool,
    url: str,
    file: dict[str, Any] | None,
    *switches: Any,
    model: LeNet5,
) -> tuple[str, str]:
    """Answer for the last picture with the switches as they are now."""
    if drawn_last:
        return read_drawing(url, *switches, model=model)
    return read_photo(file, *switches, model=model)


def _answer(
    picture: Picture, model: LeNet5, polarity: Polarity, crop: bool, center: bool
) -> tuple[str, str]:
    reading = read_digits(
        picture, model=model, polarity=polarity, crop=crop, center=center
    )
    if not reading.digits:
        raise gr.Error(NO_DIGIT, print_exception=False)
    return answer_html(reading), steps_html(reading)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except (BadPicture, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error
