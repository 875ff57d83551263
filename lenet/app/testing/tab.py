"""The Test tab: random digits, the confusion matrix, the scoreboard.

All of it for the page's own network and, where there is one, for the visitor's. Every
digit shown can be clicked, and is then read on Recognize.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cv2
import gradio as gr
import numpy as np

from lenet.app.html_part import html_part
from lenet.app.localization import label
from lenet.app.ordering import timestamp
from lenet.app.own_model import OwnModel
from lenet.app.recognize.drawing_pad import CANCEL_REQUESTS_JS
from lenet.app.recognize.handlers import read_example
from lenet.app.recognize.inspection import STAMP_REQUEST_JS
from lenet.app.recognize.tab import RecognizeTab
from lenet.app.serving.workers import run_in_background
from lenet.app.testing.results import (
    CORRUPTION_ROWS,
    Facts,
    cell_digits_facts,
    confusion_matrix_facts,
    random_digits_facts,
    scoreboard_facts,
)
from lenet.data.splits import EvaluationDigits, load_evaluation_digits
from lenet.evaluation.confusion_matrix import ConfusionMatrix, confusion_matrix
from lenet.evaluation.random_sample import evaluate_random_digits
from lenet.evaluation.scores import score_digits
from lenet.model import NUM_CLASSES, LeNet5

DEFAULT_COUNT, MAX_COUNT = 50, 100  # random digits
MAX_RANDOM_SEED = 9999  # of a click; they begin with 1, and the tab opens with 0
ENLARGEMENT = 10  # factor, for Recognize: a picture of 280x280 pixels
EMPTY: Facts = {}
BUSY: Facts = {"busy": True}
SHOW_BUSY_JS = "() => ({ busy: true })"
SCROLL_TO_TOP_JS = "() => window.scrollTo({ top: 0 })"


def test_tab(
    tab: gr.Tab,
    tabs: gr.Tabs,
    data_dir: Path,
    shipped: LeNet5,
    own: OwnModel,
    recognize: RecognizeTab,
) -> None:
    """Lay out the tab inside the current Blocks and wire it.

    Args:
        tab, tabs: This tab, and all tabs of the page.
        recognize: The tab that reads a digit that was clicked.
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
    private = {"show_progress": "hidden", "api_visibility": "private"}
    unqueued = {"queue": False, **private}
    context = {"shipped": shipped, "data_dir": data_dir}
    draw.click(
        partial(draw_with_random_seed, **context),
        [count, own.model],
        [seed, random_digits],
        **private,
    )
    for changed in (tab.select, count.input, seed.input, own.mark.change):
        changed(
            partial(draw_digits, **context),
            [count, seed, own.model],
            random_digits,
            trigger_mode="always_last",
            **private,
        )
    evaluate.click(None, outputs=matrix, js=SHOW_BUSY_JS, **unqueued)
    evaluating = evaluate.click(
        partial(evaluate_all, **context),
        own.model,
        [matrix, cell_digits, confusions],
        **private,
    )
    matrix.click(
        with_click(partial(open_cell, data_dir=data_dir)),
        confusions,
        cell_digits,
        **private,
    )
    measure.click(None, outputs=scoreboard, js=SHOW_BUSY_JS, **unqueued)
    measuring = measure.click(
        partial(measure_all, **context), own.model, scoreboard, **private
    )
    own.mark.change(
        lambda: (timestamp(), EMPTY, timestamp(), None),
        outputs=[matrix, cell_digits, scoreboard, confusions],
        cancels=[evaluating, measuring],  # they would show the old network's figures
        **unqueued,
    )
    for digits in (random_digits, cell_digits):
        digits.click(None, js=CANCEL_REQUESTS_JS, **unqueued)
        digits.click(
            with_click(recognize.with_panels(partial(read_digit, data_dir=data_dir))),
            recognize.inputs,
            [tabs, *recognize.outputs],
            js=STAMP_REQUEST_JS,
            **private,
        ).success(None, js=SCROLL_TO_TOP_JS, **unqueued)


def _part(elem_id: str, script: str, facts: Facts = EMPTY) -> gr.HTML:
    """Make a part of this tab; its value is facts of results.py."""
    scripts = ("ordering.js", "testing/elements.js", f"testing/{script}")
    return html_part(facts, elem_id, *scripts)


def with_click(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Give `handler` what a script tells about a click, as its first input."""

    def handle(event: gr.EventData, *inputs: Any) -> Any:
        return handler(event._data, *inputs)

    return handle


def draw_with_random_seed(
    count: int | None, own: LeNet5 | None, *, shipped: LeNet5, data_dir: Path
) -> tuple[int, Facts]:
    """Draw digits with a new seed, which the page shows so that it can be repeated."""
    seed = int(np.random.default_rng().integers(1, MAX_RANDOM_SEED + 1))
    return seed, draw_digits(count, seed, own, shipped=shipped, data_dir=data_dir)


def draw_digits(
    count: int | None,
    seed: int | None,
    own: LeNet5 | None,
    *,
    shipped: LeNet5,
    data_dir: Path,
) -> Any:
    """Draw digits with a seed and read them; an empty field changes nothing."""
    if count is None or seed is None:
        return gr.skip()
    evaluation_digits = cached_evaluation_digits(data_dir)
    max_count = min(MAX_COUNT, len(evaluation_digits.digits))
    if not 1 <= count <= max_count or seed < 0:
        return {"error": "count_out_of_range", "max_count": max_count}
    samples = [
        run_in_background(
            partial(evaluate_random_digits, model=model, seed=seed),
            evaluation_digits.digits,
            evaluation_digits.source,
            count,
        )
        for model in networks(shipped, own)
    ]
    return random_digits_facts(samples, evaluation_digits)


def evaluate_all(
    own: LeNet5 | None, *, shipped: LeNet5, data_dir: Path
) -> tuple[Facts, Facts, list[ConfusionMatrix]]:
    """Read all digits; no cell of the confusion matrix is open yet."""
    begun, evaluation_digits = timestamp(), cached_evaluation_digits(data_dir)
    confusions = [
        run_in_background(confusion_matrix, model, evaluation_digits.digits)
        for model in networks(shipped, own)
    ]
    facts = confusion_matrix_facts(confusions, evaluation_digits)
    return facts | begun, EMPTY, confusions


def open_cell(
    cell: Any, confusions: list[ConfusionMatrix] | None, *, data_dir: Path
) -> Any:
    """Show the digits that the cell that was clicked counts."""
    if confusions is None:
        return gr.skip()
    network = checked_index(cell, "network", len(confusions))
    digits = [checked_index(cell, key, NUM_CLASSES) for key in ("label", "answer")]
    evaluation_digits = cached_evaluation_digits(data_dir)
    return cell_digits_facts(confusions, network, *digits, evaluation_digits)


def measure_all(
    own: LeNet5 | None, *, shipped: LeNet5, data_dir: Path
) -> Iterator[Facts]:
    """Fill the scoreboard, row by row."""
    begun, evaluation_digits = timestamp(), cached_evaluation_digits(data_dir)
    scores = score_digits(
        networks(shipped, own),
        evaluation_digits.digits,
        evaluation_digits.source,
        CORRUPTION_ROWS,
    )
    rows: list = []
    yield scoreboard_facts(rows, evaluation_digits) | begun
    while row := run_in_background(next, scores, None):
        rows.append(row)
        yield scoreboard_facts(rows, evaluation_digits) | begun


def read_digit(click: Any, *switches: Any, model: LeNet5, data_dir: Path) -> tuple:
    """Show the digit that was clicked as the photo on Recognize, and read it."""
    digits = cached_evaluation_digits(data_dir).digits
    image = digits.images[checked_index(click, "index", len(digits))].numpy()
    size = {"fx": ENLARGEMENT, "fy": ENLARGEMENT, "interpolation": cv2.INTER_NEAREST}
    picture = cv2.cvtColor(cv2.resize(image, None, **size), cv2.COLOR_GRAY2RGB)
    shown = read_example(0, *switches, pictures=[picture], model=model)
    return gr.Tabs(selected="recognize"), *shown


def networks(shipped: LeNet5, own: LeNet5 | None) -> list[LeNet5]:
    return [shipped] if own is None else [shipped, own]


@lru_cache(maxsize=1)
def cached_evaluation_digits(data_dir: Path) -> EvaluationDigits:
    """Load the digits of this tab, once: without network every try takes seconds."""
    return load_evaluation_digits(data_dir)


def checked_index(values: Any, key: str, limit: int) -> int:
    """Take a number below `limit` out of what a page sent, which may be forged."""
    number = values.get(key) if isinstance(values, dict) else None
    if type(number) is not int or not 0 <= number < limit:
        raise gr.Error("There is no such digit.", print_exception=False)
    return number
