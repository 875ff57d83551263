"""The Test tab: random digits, the confusion matrix, the scoreboard.

All of it for the page's own network and, where there is one, for the visitor's. Every
digit shown can be clicked, and is then read on Recognize.
"""

from collections.abc import Callable
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts, html_part, with_click
from lenet.app.localization import label
from lenet.app.own_model import OwnModel
from lenet.app.testing.handlers import EMPTY, EvaluationHandlers
from lenet.data.splits import EvaluationDigits
from lenet.model import LeNet5

DEFAULT_COUNT = 50  # random digits
BUSY: Facts = {"busy": True}
# A second click changes nothing until the first one's evaluation has ended.
SHOW_BUSY_JS = """(facts) => {
  const isMeasuring = facts.busy || facts.measured < facts.rows?.length;
  return isMeasuring ? facts : { busy: true, timestamp: performance.now() };
}"""
# What is shown has the time of the click that asked for it, so ordering.js keeps the order
# of the clicks, however long the server takes for each of them.
STAMP_REQUEST_JS = "(_, own) => [performance.now(), own]"
RESET_JS = """() => {
  const reset = { timestamp: performance.now() };
  return [reset, {}, reset];
}"""


def test_tab(
    tab: gr.Tab,
    load_digits: Callable[[], EvaluationDigits],
    shipped: LeNet5,
    own: OwnModel,
    network_changes: list[Callable[..., Any]],
) -> None:
    """Lay out the tab inside the current Blocks and wire it.

    Args:
        tab: This tab.
        load_digits: Gives the digits to evaluate on.
        network_changes: Events of the visitor that change the network.
    """
    with gr.Row(elem_id="draw-controls", equal_height=True):
        count = gr.Number(
            DEFAULT_COUNT, label=label("test.count"), precision=0, min_width=90
        )
        seed = gr.Number(0, label=label("test.seed"), precision=0, min_width=90)
        draw = gr.Button(label("test.draw"), variant="primary", min_width=160)
    random_digits = _part("random-digits", "digit_grid.js", BUSY)
    gr.Markdown(label("test.matrix"))
    evaluate = gr.Button(label("test.evaluate"), elem_id="evaluate")
    matrix = _part("confusion-matrix", "confusion_matrix.js")
    cell_digits = _part("cell-digits", "digit_grid.js")
    gr.Markdown(label("scoreboard.title"))
    measure = gr.Button(label("scoreboard.measure"), elem_id="measure")
    scoreboard = _part("scoreboard", "scoreboard.js")
    confusions = gr.State(None)

    requested_at = gr.Number(0, visible=False)
    stamped = {"inputs": [requested_at, own.model], "js": STAMP_REQUEST_JS}

    handlers = EvaluationHandlers(shipped, load_digits)
    private = {"show_progress": "hidden", "api_visibility": "private"}
    unqueued = {"queue": False, **private}
    drawn = [seed, random_digits]
    draw.click(handlers.draw_with_random_seed, [count, own.model], drawn, **private)
    for changed in (tab.select, count.input, seed.input, own.mark.change):
        changed(
            handlers.draw_digits,
            [count, seed, own.model],
            random_digits,
            trigger_mode="always_last",
            **private,
        )
    evaluate.click(None, matrix, matrix, js=SHOW_BUSY_JS, **unqueued)
    evaluated = [matrix, cell_digits, confusions]
    evaluating = evaluate.click(
        handlers.evaluate_all, outputs=evaluated, **stamped, **private
    )
    matrix.click(with_click(handlers.open_cell), confusions, cell_digits, **private)
    measure.click(None, scoreboard, scoreboard, js=SHOW_BUSY_JS, **unqueued)
    measuring = measure.click(
        handlers.measure_all, outputs=scoreboard, **stamped, **private
    )
    # Evaluations on the way would show the old network's figures. They end at the click,
    # since what follows it may come later than the visitor's next click on this tab.
    for change in network_changes:
        change(
            None,
            outputs=[matrix, cell_digits, scoreboard],
            js=RESET_JS,
            cancels=[evaluating, measuring],
            **unqueued,
        )


def _part(elem_id: str, script: str, facts: Facts = EMPTY) -> gr.HTML:
    """Make a part of this tab; its value is facts of results.py."""
    scripts = ("ordering.js", "round_steps.js", "testing/elements.js")
    return html_part(facts, elem_id, *scripts, f"testing/{script}")
