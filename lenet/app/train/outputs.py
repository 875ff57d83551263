"""What the handlers of the Train tab give to the parts of the page, in their order.

The parts are those of train_tab: first the ones that show facts, then the controls.
"""

from typing import Any

import gradio as gr

from lenet.app.train.chart import chart_facts
from lenet.app.train.result import download_facts, with_onnx
from lenet.app.train.status import run_status
from lenet.app.train.visitors import VisitorRuns, run_choice_facts, session_facts
from lenet.app.train.watched_digits import watched_facts

NUM_FACTS = 6  # values of run_outputs
NUM_BUTTONS = 2  # values of use_buttons
NUM_CONTROLS = 3 + NUM_BUTTONS  # values of show_controls
NUM_OUTPUTS = NUM_FACTS + NUM_CONTROLS
Updates = tuple[Any, ...]


def run_outputs(
    visitor: VisitorRuns, position: int = 0, *, with_curves: bool = False
) -> Updates:
    """Show the chosen run as it is now, and the others as pale curves and a list.

    Args:
        position: How many runs are before it in the queue.
        with_curves: Give the curves to download too, see download_facts.
    """
    run = visitor.chosen
    updates = run.result.updates if run.result else list(run.updates)
    past = [visitor.curve(one) for one in visitor.past if one is not run]
    return (
        session_facts(visitor),
        run_status(run, position),
        chart_facts(updates, run.config.epochs, past),
        watched_facts(run.drawing, run.watched, run.answers),
        download_facts(run.result, with_curves=with_curves),
        run_choice_facts(visitor),
    )


def onnx_output(visitor: VisitorRuns | None) -> Any:
    """Offer the ONNX file of the chosen run, unless another is chosen meanwhile."""
    run = visitor and visitor.chosen
    if not (run and run.result):
        return gr.skip()
    facts = with_onnx(run.result)
    return facts if visitor.chosen is run else gr.skip()


def show_controls(visitor: VisitorRuns) -> Updates:
    """Show Stop in place of Start during a run, and the results when there are some."""
    is_training = visitor.is_training
    has_result = bool(visitor.chosen and visitor.chosen.result)
    return (
        gr.update(visible=not is_training),
        gr.update(visible=is_training, interactive=is_training),
        gr.update(visible=has_result and not is_training),
        *use_buttons(visitor),
    )


def use_buttons(visitor: VisitorRuns) -> Updates:
    """Show the button that uses the network, or the one that leads to its answers."""
    in_use = visitor.in_use is not None and visitor.in_use is visitor.chosen
    return gr.update(visible=not in_use), gr.update(visible=in_use)


def skips(count: int) -> Updates:
    """Leave `count` parts as they are."""
    return (gr.skip(),) * count
