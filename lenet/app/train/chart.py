"""The points of the live chart: of the chosen run, and of the visitor's other runs.

chart.js draws them, on the axes of chart_axes.js; chart_cursor.js tells their values.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.training.curves import MAX_POINTS, every_nth, training_curve
from lenet.training.loop import TrainingUpdate

MAX_PAST_POINTS = 48  # of each of their curves
AXIS_ENDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # epochs
MARKUP = """
<p class="chart-legend" aria-hidden="true">
  <span><b class="training">—</b> <span data-text="chart.training"></span></span>
  <span><b class="validation">●</b> <span data-text="chart.validation"></span></span>
  <span><b class="accuracy">●</b> <span data-text="chart.accuracy"></span></span>
  <span><b>○</b> <span data-text="chart.kept"></span></span>
</p>
<div class="chart-frame">
  <svg class="chart" role="img"></svg>
  <input class="chart-slider" type="range" min="0" data-name="chart.slider">
</div>
<p class="chart-values" aria-hidden="true"></p>
"""
SCRIPTS = (
    *("round_steps.js", "train/chart_axes.js", "train/chart.js"),
    "train/chart_cursor.js",
)


def chart_part() -> gr.HTML:
    """Make the part that draws chart_facts."""
    return html_part(chart_facts([], 1), "chart", *SCRIPTS, markup=MARKUP)


def chart_facts(
    updates: Sequence[TrainingUpdate], epochs: int, past: Sequence[Facts] = ()
) -> Facts:
    """Give the points of a run of `epochs`, and those of other runs.

    Args:
        updates: Of the run that is shown; none if there is no such run.
        past: What past_run made of each of the visitor's other runs, which are drawn
            as pale curves. Gradio sends only what has changed, so that they cost
            nothing while they stay the same.
    Returns:
        axis_epochs: Where the axis ends: near, so that the curves move visibly.
        training: Rows of epoch, loss and smoothed loss, both in nats.
        validation: Rows of epoch, loss and accuracy.
        kept: Such a row, of the epoch whose weights are kept; None before there is one.
        train_loss: The last one; None before the first.
        past: As it was given.
    """
    ends = [update for update in updates if update.validation]
    validation = [_validation_row(update, epochs) for update in ends]
    done = epochs * updates[-1].step / updates[-1].total_steps if updates else 0
    return {
        "axis_epochs": min(next(end for end in AXIS_ENDS if end >= done), epochs),
        "training": _rounded(training_curve(updates, epochs)),
        "validation": _rounded(every_nth(validation, MAX_POINTS)),
        "kept": validation[ends[-1].kept_epoch - 1] if ends else None,
        "train_loss": updates[-1].train_loss if updates else None,
        "past": list(past),
    }


def past_run(number: int, updates: Sequence[TrainingUpdate], epochs: int) -> Facts:
    """Give what the chart shows of a run that has ended, some 3 KB; keep only that.

    Args:
        number: Of the run in the visitor's session, counted from 1.
        updates: All updates of the run, at least one.
        epochs: How many the run was to have.
    Returns:
        number: As it was given.
        axis_epochs: The epochs that the run has come to, a whole number.
        training: Rows of epoch and loss.
        validation: Rows of epoch, loss and accuracy.
    """
    training = training_curve(updates, epochs, MAX_PAST_POINTS)
    ends = [update for update in updates if update.validation]
    validation = [_validation_row(update, epochs) for update in ends]
    return {
        "number": number,
        "axis_epochs": updates[-1].epoch,
        "training": _rounded((epoch, loss) for epoch, loss, _ in training),
        "validation": _rounded(every_nth(validation, MAX_PAST_POINTS)),
    }


def _validation_row(update: TrainingUpdate, epochs: int) -> tuple[float, float, float]:
    """Put an epoch that was stopped where it has come to, such as at 0.3."""
    epoch = epochs * update.step / update.total_steps
    return epoch, update.validation.loss, update.validation.accuracy


def _rounded(rows: Iterable[Sequence[Any]]) -> list[list[float]]:
    return [[float(f"{value:.5g}") for value in row] for row in rows]
