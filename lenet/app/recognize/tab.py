"""The Recognize tab: a drawing pad, a photo and examples; the answer is beside them."""

import json
from collections.abc import Callable
from functools import partial, update_wrapper

import gradio as gr

from lenet.app.localization import label
from lenet.app.own_model import OwnModel
from lenet.app.recognize.answer import answer_panel
from lenet.app.recognize.drawing_pad import (
    ANSWER_RECEIVED_JS,
    drawing_pad,
    serve_strokes,
)
from lenet.app.recognize.examples import examples_row, make_examples
from lenet.app.recognize.handlers import (
    ALL_STEPS,
    read_again,
    read_drawing,
    read_photo,
    recognize,
)
from lenet.app.recognize.inspection_panels import (
    STAMP_REQUEST_JS,
    UNQUEUED,
    inspection_panels,
)
from lenet.app.recognize.photo import NO_ANSWER_JS, Photos, photo_part
from lenet.app.recognize.steps import steps_strip
from lenet.app.teach.correction import correction_line
from lenet.app.teach.hand_panel import hand_panel
from lenet.app.teach.handlers import TeachHandlers
from lenet.app.teach.wiring import wire_teaching
from lenet.data.splits import EvaluationDigits
from lenet.model import LeNet5

POLARITIES = [
    (label(f"switches.ink_{name}"), name) for name in ("auto", "dark", "light")
]


def recognize_tab(
    model: LeNet5,
    own: OwnModel,
    session: gr.HTML,
    load_digits: Callable[[], EvaluationDigits],
) -> tuple[gr.HTML, gr.HTML]:
    """Lay out the tab inside the current Blocks and wire it to `model`.

    Args:
        session: What session_part made; it tells visitors who teach apart.
        load_digits: Gives the digits of the Test tab, which can be read here.
    Returns:
        The pad, whose drawing the Train tab watches, and the correction line.
    """
    pictures = make_examples()
    photos = Photos(pictures, load_digits)
    with gr.Row(elem_id="recognize"):  # recognize.css gives the columns their places
        with gr.Column(elem_id="pad-column"):
            pad = drawing_pad()
        with gr.Column(elem_id="photo-column"):
            photo = photo_part()
            examples_row(pictures)
        with gr.Column(elem_id="answer-column"):
            answer = answer_panel()
        with gr.Column(elem_id="correction-column"):
            correction = correction_line()
        with gr.Column(elem_id="details-column"):
            steps = steps_strip()
            hand = hand_panel()
            with gr.Accordion(label("switches.title"), open=False, elem_id="switches"):
                polarity = gr.Radio(
                    POLARITIES, value="auto", label=label("switches.ink")
                )
                crop = gr.Checkbox(True, label=label("switches.crop"))
                center = gr.Checkbox(True, label=label("switches.center"))
            panels = inspection_panels(model, own)
    drawn_last = gr.State(True)  # False: the photo or an example came last
    switches = [polarity, crop, center]
    inputs = [*switches, *panels.states]
    outputs = [answer, steps, drawn_last, *panels.outputs]
    options = {"js": STAMP_REQUEST_JS, "preprocess": False, **UNQUEUED}
    pictures_and_inputs = [pad, photo, *inputs]
    drawn, chosen, again = (
        panels.with_panels(partial(handler, photos=photos))
        for handler in (read_drawing, read_photo, read_again)
    )
    read_stroke = panels.with_panels(partial(read_drawing, photos=photos))
    serve_strokes(pad, read_stroke, panels.states[1:], outputs)
    drawing = pad.input(drawn, pictures_and_inputs, outputs, **options)
    drawing.success(js=ANSWER_RECEIVED_JS)
    choosing = photo.input(chosen, pictures_and_inputs, outputs, **options)
    choosing.failure(js=NO_ANSWER_JS)
    reset = answer.click(
        None, None, switches, js=f"() => {json.dumps(ALL_STEPS)}", **UNQUEUED
    )
    for event in [*(switch.input for switch in switches), own.mark.change, reset.then]:
        event(again, [drawn_last, *pictures_and_inputs], outputs, **options)
    handlers = TeachHandlers(model, own.networks, load_digits)
    wire_teaching(handlers, correction, hand, session, panels.visitor, own)
    _recognize_endpoint(model, switches)
    return pad, correction


def _recognize_endpoint(model: LeNet5, switches: list[gr.components.Component]) -> None:
    """Offer /recognize to programs; the page does not use it."""
    picture = gr.Image(
        label=label("photo.title"),
        type="filepath",
        image_mode=None,
        format="png",
        visible=False,
    )
    reads = update_wrapper(partial(recognize, model=model), recognize)
    gr.Button(visible=False).click(
        reads,
        [picture, *switches],
        gr.JSON(visible=False),
        preprocess=False,
        api_name="recognize",
    )
