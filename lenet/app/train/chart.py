"""The points of the live chart: smoothed, averaged and rounded, so that they stay few.

chart.js draws them; scales, axes and words are there.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from lenet.app.html_part import html_part
from lenet.training.loop import TrainingUpdate

Row = tuple[float, ...]  # an epoch, which may be a fraction, and values
MAX_POINTS = 128  # of a curve; neighbors are averaged beyond
SMOOTHING_UPDATES = 12
MIN_LOSS = 1e-6  # nats; smaller losses count as this one
AXIS_ENDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # epochs
MARKUP = """
<p class="chart-legend" aria-hidden="true">
  <span><b class="training">—</b> <span data-text="chart.training"></span></span>
  <span><b class="validation">●</b> <span data-text="chart.validation"></span></span>
  <span><b class="accuracy">●</b> <span data-text="chart.accuracy"></span></span>
  <span><b>○</b> <span data-text="chart.kept"></span></span>
</p>
<svg class="chart" role="img"></svg>
"""


def chart_part() -> gr.HTML:
    """Make the part that draws chart_facts."""
    return html_part(chart_facts([], 1), "chart", "train/chart.js", markup=MARKUP)


def chart_facts(updates: Sequence[TrainingUpdate], epochs: int) -> dict[str, Any]:
    """Give the points of a run of `epochs`.

    Returns:
        axis_epochs: Where the axis ends: near, so that the curves move visibly.
        training: Rows of epoch, loss and smoothed loss, both in nats.
        validation: Rows of epoch, loss and accuracy.
        kept: Such a row, of the epoch whose weights are kept; None before there is one.
        train_loss: The last one; None before the first.
    """
    steps_per_epoch = updates[-1].total_steps / epochs if updates else 1
    losses = [update.train_loss for update in updates]
    training = [
        (update.step / steps_per_epoch, update.train_loss, smoothed)
        for update, smoothed in zip(updates, smooth(losses))
    ]
    done = training[-1][0] if training else 0
    ends = [update for update in updates if update.validation]
    validation = [(u.epoch, u.validation.loss, u.validation.accuracy) for u in ends]
    return {
        "axis_epochs": min(next(end for end in AXIS_ENDS if end >= done), epochs),
        "training": _rounded(thin(training, MAX_POINTS)),
        "validation": _rounded(thin(validation, MAX_POINTS)),
        "kept": validation[ends[-1].kept_epoch - 1] if ends else None,
        "train_loss": losses[-1] if losses else None,
    }


def smooth(losses: Sequence[float]) -> Iterator[float]:
    """Yield the geometric mean of the recent losses; the newest weighs most."""
    mean = 0.0
    for count, loss in enumerate(losses, start=1):
        weight = max(2 / (count + 1), 2 / (SMOOTHING_UPDATES + 1))
        mean += weight * (math.log(max(loss, MIN_LOSS)) - mean)
        yield math.exp(mean)


def thin(rows: Sequence[Row], most: int) -> Iterator[Row]:
    """Average groups of neighboring rows, so that at most `most` rows are left.

    A group's size is a power of two, so a new row changes only the last group, until
    the size doubles. A group has the epoch of its last row.
    """
    size = 1
    while len(rows) > size * most:
        size *= 2
    for start in range(0, len(rows), size):
        group = rows[start : start + size]
        _, *columns = zip(*group)
        yield group[-1][0], *(sum(column) / len(group) for column in columns)


def _rounded(rows: Iterator[Row]) -> list[list[float]]:
    return [[float(f"{value:.5g}") for value in row] for row in rows]
