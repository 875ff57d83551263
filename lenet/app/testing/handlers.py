"""The handlers of the Test tab: they evaluate networks and give facts to show."""

import random
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import cv2
import gradio as gr

from lenet.app.html_part import Facts
from lenet.app.localization import say
from lenet.app.ordering import timestamp
from lenet.app.recognize.handlers import read_example
from lenet.app.serving.workers import run_in_background
from lenet.app.testing.results import (
    CORRUPTION_ROWS,
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

MAX_COUNT = 100  # random digits
MAX_RANDOM_SEED = 9999  # of a click; they begin with 1, and the tab opens with 0
SIDE = 280  # pixels of a digit as Recognize gets it
EMPTY: Facts = {}


class EvaluationHandlers:
    """The handlers of one page, which share its network and its digits.

    Args:
        shipped: The page's own network. A visitor's is `own`, or None.
        data_dir: The folder of MNIST.
    """

    def __init__(self, shipped: LeNet5, data_dir: Path) -> None:
        self._shipped, self._data_dir = shipped, data_dir

    @cached_property
    def evaluation_digits(self) -> EvaluationDigits:
        """The digits, loaded once: without network every try takes seconds."""
        return load_evaluation_digits(self._data_dir)

    def _networks(self, own: LeNet5 | None) -> list[LeNet5]:
        return [self._shipped] if own is None else [self._shipped, own]

    def draw_with_random_seed(
        self, count: int | None, own: LeNet5 | None
    ) -> tuple[int, Facts]:
        """Draw digits with a new seed, which the page shows to be used again."""
        seed = random.randint(1, MAX_RANDOM_SEED)
        return seed, self.draw_digits(count, seed, own)

    def draw_digits(
        self, count: int | None, seed: int | None, own: LeNet5 | None
    ) -> Any:
        """Draw digits with a seed and read them; an empty field changes nothing."""
        if count is None or seed is None:
            return gr.skip()
        digits, source = self.evaluation_digits.digits, self.evaluation_digits.source
        max_count = min(MAX_COUNT, len(digits))
        if not 1 <= count <= max_count or seed < 0:
            return {"error": "count_out_of_range", "max_count": max_count}
        draw = partial(evaluate_random_digits, digits, source, count, seed=seed)
        models = self._networks(own)
        samples = [run_in_background(partial(draw, model=model)) for model in models]
        return random_digits_facts(samples, self.evaluation_digits)

    def evaluate_all(
        self, own: LeNet5 | None
    ) -> tuple[Facts, Facts, list[ConfusionMatrix]]:
        """Read all digits; no cell of the confusion matrix is open yet."""
        begun, digits = timestamp(), self.evaluation_digits.digits
        confusions = [
            run_in_background(confusion_matrix, model, digits)
            for model in self._networks(own)
        ]
        facts = confusion_matrix_facts(confusions, self.evaluation_digits)
        return facts | begun, EMPTY, confusions

    def open_cell(self, cell: Any, confusions: list[ConfusionMatrix] | None) -> Any:
        """Show the digits that the cell that was clicked counts."""
        if confusions is None:
            return gr.skip()
        network = checked_index(cell, "network", len(confusions))
        digits = [checked_index(cell, key, NUM_CLASSES) for key in ("label", "answer")]
        return cell_digits_facts(confusions, network, *digits, self.evaluation_digits)

    def measure_all(self, own: LeNet5 | None) -> Iterator[Facts]:
        """Fill the scoreboard, row by row."""
        begun, evaluation_digits = timestamp(), self.evaluation_digits
        digits, source = evaluation_digits.digits, evaluation_digits.source
        scores = score_digits(self._networks(own), digits, source, CORRUPTION_ROWS)
        rows: list = []
        yield scoreboard_facts(rows, evaluation_digits) | begun
        while row := run_in_background(next, scores, None):
            rows.append(row)
            yield scoreboard_facts(rows, evaluation_digits) | begun

    def read_digit(self, click: Any, *switches: Any, model: LeNet5) -> tuple:
        """Show the digit that was clicked as the photo on Recognize, and read it."""
        digits = self.evaluation_digits.digits
        image = digits.images[checked_index(click, "index", len(digits))].numpy()
        image = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
        pictures = [cv2.cvtColor(image, cv2.COLOR_GRAY2RGB)]
        shown = read_example(0, *switches, pictures=pictures, model=model)
        return gr.Tabs(selected="recognize"), *shown


def with_click(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Give `handler` what a script tells about a click, as its first input."""

    def handle(event: gr.EventData, *inputs: Any) -> Any:
        return handler(event._data, *inputs)

    return handle


def checked_index(values: Any, key: str, limit: int) -> int:
    """Take a number below `limit` out of what a page sent, which may be forged."""
    number = values.get(key) if isinstance(values, dict) else None
    if type(number) is not int or not 0 <= number < limit:
        raise gr.Error(say("request_error.bad_request"), print_exception=False)
    return number
