"""The handlers of the Test tab: they evaluate networks and give facts to show."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts, checked_index
from lenet.app.serving.workers import run_in_background
from lenet.app.testing.results import (
    CORRUPTION_ROWS,
    cell_digits_facts,
    confusion_matrix_facts,
    random_digits_facts,
    scoreboard_facts,
)
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.confusion_matrix import ConfusionMatrix, confusion_matrix
from lenet.evaluation.random_sample import evaluate_random_digits
from lenet.evaluation.scores import score_digits
from lenet.model import NUM_CLASSES, LeNet5

MAX_COUNT = 100  # random digits
MAX_RANDOM_SEED = 9999  # of a click; they begin with 1, and the tab opens with 0
EMPTY: Facts = {}


class EvaluationHandlers:
    """The handlers of one page, which share its network and its digits.

    Args:
        shipped: The page's own network. A visitor's is `own`, or None.
        load_digits: Gives the digits.
    """

    def __init__(
        self, shipped: LeNet5, load_digits: Callable[[], EvaluationDigits]
    ) -> None:
        self._shipped, self._load_digits = shipped, load_digits

    @property
    def evaluation_digits(self) -> EvaluationDigits:
        return self._load_digits()

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
        self, requested_at: float, own: LeNet5 | None
    ) -> tuple[Facts, Facts, list[ConfusionMatrix]]:
        """Read all digits; no cell of the confusion matrix is open yet.

        Args:
            requested_at: When the visitor clicked, by the browser's clock.
        """
        digits = self.evaluation_digits.digits
        confusions = [
            run_in_background(confusion_matrix, model, digits)
            for model in self._networks(own)
        ]
        facts = confusion_matrix_facts(confusions, self.evaluation_digits)
        return facts | {"timestamp": requested_at}, EMPTY, confusions

    def open_cell(self, cell: Any, confusions: list[ConfusionMatrix] | None) -> Any:
        """Show the digits that the cell that was clicked counts."""
        if confusions is None:
            return gr.skip()
        network = checked_index(cell, "network", len(confusions))
        digits = [checked_index(cell, key, NUM_CLASSES) for key in ("label", "answer")]
        return cell_digits_facts(confusions, network, *digits, self.evaluation_digits)

    def measure_all(self, requested_at: float, own: LeNet5 | None) -> Iterator[Facts]:
        """Fill the scoreboard, row by row; the arguments are those of evaluate_all."""
        stamp, evaluation_digits = {"timestamp": requested_at}, self.evaluation_digits
        digits, source = evaluation_digits.digits, evaluation_digits.source
        scores = score_digits(self._networks(own), digits, source, CORRUPTION_ROWS)
        rows: list = []
        yield scoreboard_facts(rows, evaluation_digits) | stamp
        while row := run_in_background(next, scores, None):
            rows.append(row)
            yield scoreboard_facts(rows, evaluation_digits) | stamp
