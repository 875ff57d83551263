"""The Recognize tab: a pad and a photo, one answer: a digit or a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import gradio as gr

from lenet.app.answer import answer_html, steps_html
from lenet.app.pad import decode_drawing, drawing_pad
from lenet.model import LeNet5
from lenet.predict import read_digits
from lenet.preprocess import BadPicture, Picture

NO_DIGIT = "No digit found. Draw larger, or crop closer."
EMPTY = (answer_html(None), steps_html(None))


def recognize_tab(model: LeNet5) -> None:
    """Lay out the tab inside the current Blocks and wire it to `model`."""
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
    shown = [answer, steps]
    pad.input(
        partial(read_drawing, model=model),
        pad,
        shown,
        trigger_mode="always_last",
        show_progress="hidden",
        api_visibility="private",
    )
    photo.change(
        partial(read_photo, model=model),
        photo,
        shown,
        preprocess=False,
        trigger_mode="always_last",
        show_progress="hidden",
        api_name="recognize",
    ).failure(lambda: EMPTY, outputs=shown, api_visibility="private")


def read_drawing(url: str, *, model: LeNet5) -> tuple[str, str]:
    """Answer for the pad's data URL; an empty pad clears the answer."""
    if not url:
        return EMPTY
    with _errors_in_words():
        return _answer(decode_drawing(url), model)


def read_photo(file: dict[str, Any] | None, *, model: LeNet5) -> tuple[str, str]:
    """Answer for an upload; `file["path"]` is where Gradio stored it for this visitor."""
    if not file:
        return EMPTY
    with _errors_in_words():
        return _answer(file["path"], model)


def _answer(picture: Picture, model: LeNet5) -> tuple[str, str]:
    reading = read_digits(picture, model=model)
    if not reading.digits:
        raise gr.Error(NO_DIGIT, print_exception=False)
    return answer_html(reading), steps_html(reading)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except BadPicture as error:
        raise gr.Error(str(error), print_exception=False) from error
