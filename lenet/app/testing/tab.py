"""The Test tab: random digits, the confusion matrix, the scoreboard.

All of it for the shipped network, and beside it for the visitor's own where there is
one. Every digit shown can be clicked, and Recognize then reads it.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cv2
import gradio as gr
import numpy as np

from lenet.app.ordering import now
from lenet.app.own_model import OwnModel
from lenet.app.recognize.drawing_pad import OVERTAKEN
from lenet.app.recognize.inspection import STAMP_REQUEST_JS
from lenet.app.recognize.tab import RecognizeTab, read_example
from lenet.app.serving.workers import run_in_background
from lenet.app.testing.results import (
    ROWS,
    Facts,
    behind_facts,
    board_facts,
    drawn_facts,
    matrix_facts,
)
from lenet.app.texts import TEXTS, scripted
from lenet.data.splits import EvaluationDigits, load_evaluation_digits
from lenet.evaluation.confusion import Confusion, confuse
from lenet.evaluation.random_sample import evaluate_random_digits
from lenet.evaluation.scores import score_digits
from lenet.model import NUM_CLASSES, LeNet5

DRAWN, MAX_DRAWN = 50, 100  # digits
SEEDS = 10_000  # a click takes one from 1 on; the first draw has 0
ENLARGED = 10  # times, for Recognize: a picture of 280 x 280
NOTHING: Facts = {}
BUSY: Facts = {"busy": True}
SAY_BUSY = "() => ({ busy: true })"
TO_TOP = "() => window.scrollTo({ top: 0 })"


def test_tab(
    tab: gr.Tab,
    tabs: gr.Tabs,
    data_dir: Path,
    shipped: LeNet5,
    own: OwnModel,
    door: RecognizeTab,
) -> None:
    """Lay out the tab inside the current Blocks and wire it.

    Args:
        tab, tabs: This tab, and those among which Recognize is.
        door: How a digit gets to Recognize.
    """
    with gr.Row(elem_id="draw", equal_height=True):
        count = gr.Number(
            DRAWN, label=TEXTS("testing_count"), precision=0, min_width=90
        )
        seed = gr.Number(0, label=TEXTS("testing_seed"), precision=0, min_width=90)
        draw = gr.Button(TEXTS("testing_draw"), variant="primary", min_width=160)
    drawn = _digits("drawn", BUSY)
    gr.Markdown(TEXTS("testing_matrix"))
    evaluate = gr.Button(TEXTS("testing_evaluate"), elem_id="evaluate")
    matrix = gr.HTML(
        NOTHING,
        elem_id="matrix",
        **scripted(
            "test", "ordering.js", "testing/dom.js", "testing/confusion_matrix.js"
        ),
    )
    behind = _digits("behind", NOTHING)
    gr.Markdown(TEXTS("testing_board"))
    measure = gr.Button(TEXTS("testing_measure"), elem_id="measure")
    board = gr.HTML(
        NOTHING,
        elem_id="board",
        **scripted("test", "ordering.js", "testing/dom.js", "testing/scoreboard.js"),
    )
    confusions = gr.State(None)
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    at_once = {"queue": False, **quiet}
    given = {"shipped": shipped, "data_dir": data_dir}
    from_seed, from_click = partial(draw_digits, **given), partial(draw_new, **given)
    draw.click(from_click, [count, own.model], [seed, drawn], **quiet)
    for changed in (tab.select, count.input, seed.input, own.mark.change):
        changed(
            from_seed,
            [count, seed, own.model],
            drawn,
            trigger_mode="always_last",
            **quiet,
        )
    evaluate.click(None, outputs=matrix, js=SAY_BUSY, **at_once)
    evaluating = evaluate.click(
        partial(evaluate_all, **given), own.model, [matrix, behind, confusions], **quiet
    )
    matrix.click(
        clicked(partial(open_cell, data_dir=data_dir)), confusions, behind, **quiet
    )
    measure.click(None, outputs=board, js=SAY_BUSY, **at_once)
    measuring = measure.click(partial(measure_all, **given), own.model, board, **quiet)
    own.mark.change(
        lambda: (now(), NOTHING, now(), None),
        outputs=[matrix, behind, board, confusions],
        cancels=[evaluating, measuring],  # they would show the old network's figures
        **at_once,
    )
    for digits in (drawn, behind):
        digits.click(None, js=OVERTAKEN, **at_once)
        digits.click(
            clicked(door.with_panels(partial(show_digit, data_dir=data_dir))),
            door.inputs,
            [tabs, *door.outputs],
            js=STAMP_REQUEST_JS,
            **quiet,
        ).success(None, js=TO_TOP, **at_once)


def _digits(elem_id: str, facts: Facts) -> gr.HTML:
    """Make a grid of digits; its value is what drawn_facts or behind_facts gives."""
    return gr.HTML(
        facts,
        elem_id=elem_id,
        **scripted("test", "testing/dom.js", "testing/digit_grid.js"),
    )


def clicked(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Give `handler`, as its first input, what a script says about a click."""

    def answer(event: gr.EventData, *inputs: Any) -> Any:
        return handler(event._data, *inputs)

    return answer


def draw_new(
    count: int | None, own: LeNet5 | None, *, shipped: LeNet5, data_dir: Path
) -> tuple[int, Facts]:
    """Draw digits by a seed of our own, which is shown so that it can be repeated."""
    seed = int(np.random.default_rng().integers(1, SEEDS))
    return seed, draw_digits(count, seed, own, shipped=shipped, data_dir=data_dir)


def draw_digits(
    count: int | None,
    seed: int | None,
    own: LeNet5 | None,
    *,
    shipped: LeNet5,
    data_dir: Path,
) -> Any:
    """Let the networks answer to the digits of a seed; the page says what is amiss."""
    if count is None or seed is None:
        return gr.skip()
    evaluation_digits = cached_evaluation_digits(data_dir)
    most = min(MAX_DRAWN, len(evaluation_digits.digits))
    if not 1 <= count <= most or seed < 0:
        return {"problem": "range", "most": most}
    trials = [
        run_in_background(
            partial(evaluate_random_digits, model=model, seed=seed),
            evaluation_digits.digits,
            evaluation_digits.source,
            count,
        )
        for model in networks(shipped, own)
    ]
    return drawn_facts(trials, evaluation_digits)


def evaluate_all(
    own: LeNet5 | None, *, shipped: LeNet5, data_dir: Path
) -> tuple[Facts, Facts, list[Confusion]]:
    """Let the networks answer for every digit; nothing is opened yet."""
    asked, evaluation_digits = now(), cached_evaluation_digits(data_dir)
    confusions = [
        run_in_background(confuse, model, evaluation_digits.digits)
        for model in networks(shipped, own)
    ]
    return matrix_facts(confusions, evaluation_digits) | asked, NOTHING, confusions


def open_cell(cell: Any, confusions: list[Confusion] | None, *, data_dir: Path) -> Any:
    """Show the digits behind the cell that was clicked."""
    if confusions is None:
        return gr.skip()
    network = number_of(cell, "network", len(confusions))
    truth, answer = (number_of(cell, key, NUM_CLASSES) for key in ("truth", "answer"))
    evaluation_digits = cached_evaluation_digits(data_dir)
    return behind_facts(confusions, network, truth, answer, evaluation_digits)


def measure_all(
    own: LeNet5 | None, *, shipped: LeNet5, data_dir: Path
) -> Iterator[Facts]:
    """Fill the scoreboard, row by row."""
    asked, evaluation_digits = now(), cached_evaluation_digits(data_dir)
    models = networks(shipped, own)
    scores = score_digits(
        models, evaluation_digits.digits, evaluation_digits.source, ROWS
    )
    rows: list = []
    yield board_facts(rows, evaluation_digits) | asked
    while row := run_in_background(next, scores, None):
        rows.append(row)
        yield board_facts(rows, evaluation_digits) | asked


def show_digit(cell: Any, *switches: Any, model: LeNet5, data_dir: Path) -> tuple:
    """Put the digit that was clicked in the photo's place on Recognize, and answer."""
    digits = cached_evaluation_digits(data_dir).digits
    image = digits.images[number_of(cell, "place", len(digits))].numpy()
    size = {"fx": ENLARGED, "fy": ENLARGED, "interpolation": cv2.INTER_NEAREST}
    picture = cv2.cvtColor(cv2.resize(image, None, **size), cv2.COLOR_GRAY2RGB)
    shown = read_example(0, *switches, pictures=[picture], model=model)
    return gr.Tabs(selected="recognize"), *shown


def networks(shipped: LeNet5, own: LeNet5 | None) -> list[LeNet5]:
    return [shipped] if own is None else [shipped, own]


@lru_cache(maxsize=1)
def cached_evaluation_digits(data_dir: Path) -> EvaluationDigits:
    """Load the digits of this tab, once: without network every try takes seconds."""
    return load_evaluation_digits(data_dir)


def number_of(facts: Any, key: str, limit: int) -> int:
    """Take a number below `limit` out of what a page sent, which may be forged."""
    number = facts.get(key) if isinstance(facts, dict) else None
    if type(number) is not int or not 0 <= number < limit:
        raise gr.Error("There is no such digit.", print_exception=False)
    return number
