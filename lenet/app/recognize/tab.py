"""The Recognize tab: a drawing pad, a photo and examples; the answer is beside them."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.localization import label
from lenet.app.own_model import OwnModel
from lenet.app.recognize.answer import answer_panel
from lenet.app.recognize.drawing_pad import (
    ANSWER_RECEIVED_JS,
    CANCEL_REQUESTS_JS,
    drawing_pad,
)
from lenet.app.recognize.examples import examples_row, make_examples
from lenet.app.recognize.handlers import (
    read_again,
    read_drawing,
    read_example,
    read_photo,
    recognize,
)
from lenet.app.recognize.inspection_panels import (
    STAMP_REQUEST_JS,
    UNQUEUED,
    inspection_panels,
)
from lenet.app.recognize.steps import steps_strip
from lenet.model import LeNet5

POLARITIES = [
    (label(f"switches.ink_{name}"), name) for name in ("auto", "dark", "light")
]


class RecognizeTab(NamedTuple):
    """What the other tabs use of this tab: its drawing, and a way to read a picture.

    Attributes:
        pad: The Train tab watches its drawing.
        with_panels: What converts a handler that reads a picture, see
            InspectionPanels; the script of its event is STAMP_REQUEST_JS.
        inputs: The last inputs of the converted handler: the switches and the states.
        outputs: Its outputs: the photo, the answer and what follows it.
    """

    pad: gr.HTML
    with_panels: Callable[[Callable[..., Any]], Callable[..., Any]]
    inputs: list[gr.components.Component]
    outputs: list[gr.components.Component]


def recognize_tab(model: LeNet5, own: OwnModel) -> RecognizeTab:
    """Lay out the tab inside the current Blocks and wire it to `model`."""
    pictures = make_examples()
    with gr.Row(equal_height=False, elem_id="recognize"):
        with gr.Column(scale=2, min_width=300):
            with gr.Row(equal_height=False):
                with gr.Column(scale=5, min_width=290):
                    pad = drawing_pad()
                with gr.Column(scale=4, min_width=240):
                    photo = gr.Image(
                        label=label("photo.title"),
                        type="filepath",
                        image_mode=None,
                        format="png",
                        height=260,
                        elem_id="photo",
                    )
                    examples = examples_row(pictures)
            steps = steps_strip()
            with gr.Accordion(label("switches.title"), open=False, elem_id="switches"):
                polarity = gr.Radio(
                    POLARITIES, value="auto", label=label("switches.ink")
                )
                crop = gr.Checkbox(True, label=label("switches.crop"))
                center = gr.Checkbox(True, label=label("switches.center"))
            panels = inspection_panels(model, own)
        with gr.Column(scale=1, min_width=300, elem_id="answer-column"):
            answer = answer_panel()
    drawn_last = gr.State(True)  # False: the photo or an example came last
    switches = [polarity, crop, center]
    inputs = [*switches, *panels.states]
    outputs = [answer, steps, drawn_last, *panels.outputs]
    options = {"js": STAMP_REQUEST_JS, "preprocess": False, **UNQUEUED}
    convert = panels.with_panels
    drawing = pad.input(convert(read_drawing), [pad, *inputs], outputs, **options)
    drawing.success(js=ANSWER_RECEIVED_JS)
    for event in (photo.input, examples.input):
        event(None, js=CANCEL_REQUESTS_JS, **UNQUEUED)
    photo.input(convert(read_photo), [photo, *inputs], outputs, **options)
    example = convert(partial(read_example, pictures=pictures))
    examples.input(example, [examples, *inputs], [photo, *outputs], **options)
    again = convert(read_again)
    for event in [*(switch.input for switch in switches), own.mark.change]:
        event(again, [drawn_last, pad, photo, *inputs], outputs, **options)
    _recognize_endpoint(model, [photo, *switches])
    return RecognizeTab(pad, panels.with_panels, inputs, [photo, *outputs])


def _recognize_endpoint(model: LeNet5, inputs: list[gr.components.Component]) -> None:
    """Offer /recognize to programs; the page does not use it."""
    gr.Button(visible=False).click(
        partial(recognize, model=model),
        inputs,
        gr.JSON(visible=False),
        preprocess=False,
        api_name="recognize",
        api_description="Read the digits on a picture.",
    )
