"""The panels below the answer: inside the network, why this answer, distort your digit.

The event that reads a picture also fills the open panels, so panels cost a stroke no
further request; closed panels are not computed.
"""

from collections.abc import Callable
from dataclasses import astuple
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.localization import label
from lenet.app.ordering import timestamp
from lenet.app.own_model import OwnModel
from lenet.app.recognize.explanation import explanation_panel
from lenet.app.recognize.layers import layers_panel
from lenet.app.recognize.panel_facts import (
    EMPTY_PICKER,
    EXPLANATION,
    LAYERS,
    PANELS,
    PERTURBATION,
    PanelFacts,
    VisitorState,
)
from lenet.app.recognize.perturbation import (
    perturbation_controls,
    perturbation_of,
    perturbation_panel,
)
from lenet.evaluation.perturbation import Perturbation
from lenet.model import LeNet5

# The script of an event that reads a picture: it puts the time of the request into the
# first of InspectionPanels.states.
STAMP_REQUEST_JS = (
    "(...inputs) => { inputs.splice(-3, 1, performance.now()); return inputs; }"
)
UNQUEUED = {  # in the queue, an answer gets lost if the next stroke is quick
    "queue": False,
    "trigger_mode": "always_last",
    "show_progress": "hidden",
    "api_visibility": "private",
}
NUM_OUTPUTS = 3 + 1 + len(PANELS)  # the answer, steps, drawn_last; picker and panels
PICKER_MARKUP = """
<p data-text="digit_picker.title"></p><div class="digit-buttons"></div>
"""


class InspectionPanels(NamedTuple):
    """The panels, for the events that read a picture.

    Attributes:
        visitor: The VisitorState.
        states: The last inputs of such an event, whose script is STAMP_REQUEST_JS.
        outputs: The last outputs of such an event: the picker and the panels.
        with_panels: Converts a handler. The given one takes the network as `model`, and
            gives four values: the answer, the steps, the digits and drawn_last.
            The converted one takes the states instead, stores the digits there, and
            gives values for the outputs. It changes nothing if a reading that was
            requested later has begun; ordering.js drops answers that arrive late.
    """

    visitor: gr.State
    states: list[gr.components.Component]
    outputs: list[gr.HTML]
    with_panels: Callable[[Callable[..., Any]], Callable[..., Any]]


def inspection_panels(shipped: LeNet5, own: OwnModel) -> InspectionPanels:
    """Lay out the panels inside the current Blocks, closed, and wire them."""
    visitor = gr.State(VisitorState())
    states = [visitor, own.model]
    scripts = ("ordering.js", "recognize/digit_picker.js")
    picker = html_part(EMPTY_PICKER, "digit-picker", *scripts, markup=PICKER_MARKUP)
    folds = [
        gr.Accordion(label(f"{name}.title"), open=False, elem_id=name)
        for name in PANELS
    ]
    with folds[LAYERS]:
        layers = layers_panel(shipped)
    with folds[EXPLANATION]:
        explanation = explanation_panel()
    with folds[PERTURBATION]:
        perturbed = perturbation_panel()
        with gr.Row(elem_id="perturbation-controls"):
            controls = perturbation_controls()
        reset = gr.Button(label("perturbation.reset"), elem_id="perturbation-reset")
    outputs = [picker, layers, explanation, perturbed]
    facts = PanelFacts(shipped)
    for panel, fold in enumerate(folds):
        fold.expand(partial(open_panel, panel, facts), states, outputs, **UNQUEUED)
        fold.collapse(partial(close_panel, panel), visitor, picker, **UNQUEUED)
    picker.input(partial(select_digit, facts), [picker, *states], outputs, **UNQUEUED)
    explanation.input(partial(find_neighbors, facts), states, explanation, **UNQUEUED)
    change = partial(change_perturbation, facts)
    for control in controls:
        control.input(change, [*controls, *states], perturbed, **UNQUEUED)
    restore = partial(reset_perturbation, facts)
    reset.click(restore, states, [perturbed, *controls], **UNQUEUED)
    requested_at = gr.Number(0, visible=False)
    states = [requested_at, *states]
    return InspectionPanels(visitor, states, outputs, partial(with_panels, facts))


def with_panels(facts: PanelFacts, handler: Callable[..., Any]) -> Callable[..., Any]:
    """Convert a handler that reads a picture, as InspectionPanels describes."""

    def read_and_inspect(*inputs: Any) -> tuple[Any, ...]:
        *others, requested_at, state, own = inputs
        begun = timestamp()
        state.requested_at = max(state.requested_at, requested_at)
        outputs = handler(*others, model=own or facts.shipped)
        answer, steps, digits, drawn_last = outputs
        if state.requested_at > requested_at:
            return (gr.skip(),) * NUM_OUTPUTS
        state.digits, state.read_at = digits, begun["timestamp"]
        answer, steps = begun | answer, begun | {"steps": steps}
        return answer, steps, drawn_last, *facts.compute(state, own)

    return read_and_inspect


def open_panel(
    panel: int, facts: PanelFacts, state: VisitorState, own: LeNet5 | None
) -> list[Any]:
    """Fill a panel that was opened."""
    state.open_panels.add(panel)
    return facts.compute(state, own, [panel])


def close_panel(panel: int, state: VisitorState) -> Any:
    """Update a panel no more; without open panels there is no digit picker."""
    state.open_panels.discard(panel)
    return gr.skip() if state.open_panels else EMPTY_PICKER


def select_digit(
    facts: PanelFacts, picked: Any, state: VisitorState, own: LeNet5 | None
) -> list[Any]:
    """Show another digit of the same picture."""
    index = picked.get("selected") if isinstance(picked, dict) else 0
    state.selected = index if index in range(len(state.digits)) else 0
    return facts.compute(state, own)


def find_neighbors(facts: PanelFacts, state: VisitorState, own: LeNet5 | None) -> Any:
    """Give the explanation anew, by now perhaps with the nearest neighbors."""
    return facts.compute(state, own, [EXPLANATION])[1 + EXPLANATION]


def change_perturbation(facts: PanelFacts, *inputs: Any) -> Any:
    """Perturb the digit as the controls say."""
    *values, state, own = inputs
    state.perturbation = perturbation_of(values)
    return facts.compute(state, own, [PERTURBATION])[1 + PERTURBATION]


def reset_perturbation(
    facts: PanelFacts, state: VisitorState, own: LeNet5 | None
) -> list[Any]:
    """Reset the controls and show the digit unchanged."""
    state.perturbation = Perturbation()
    perturbed = facts.compute(state, own, [PERTURBATION])[1 + PERTURBATION]
    return [perturbed, *astuple(state.perturbation)]
