"""The runs of each visitor, so that a page that was reloaded finds them again."""

import time
from dataclasses import dataclass, field

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.session import SessionEntry
from lenet.app.train.chart import past_run
from lenet.app.train.run import TrainingRun
from lenet.app.train.status import settings_facts

MAX_VISITORS = 50  # with runs; a run of ten epochs takes about 600 KB
MAX_RUNS = 6  # of a visitor; the oldest are forgotten
RUN_CHOICE = """
<fieldset class="run-choice">
  <legend data-text="run_choice.title"></legend>
  <p></p>
  <div></div>
</fieldset>
"""


@dataclass(eq=False)
class VisitorRuns(SessionEntry):
    """The runs of one visitor.

    Attributes:
        runs: The latest run, and those before it that have a result, oldest first.
        chosen: The run that is shown and whose network is offered. None before the
            first run; it is the latest one while that trains.
        in_use: The run whose network answers on the other tabs, or was taught and does.
    """

    runs: list[TrainingRun] = field(default_factory=list)
    chosen: TrainingRun | None = None
    in_use: TrainingRun | None = None
    _curves: dict[int, Facts] = field(default_factory=dict)

    @property
    def is_training(self) -> bool:
        """Whether the latest run trains, or waits in the queue."""
        return bool(self.runs) and not self.runs[-1].finished.is_set()

    is_busy = is_training

    @property
    def past(self) -> list[TrainingRun]:
        """The runs with a result, oldest first."""
        return [run for run in self.runs if run.result]

    def curve(self, run: TrainingRun) -> Facts:
        """Give what past_run makes of a run with a result, made once."""
        if run.number not in self._curves:
            curve = past_run(run.number, run.result.updates, run.config.epochs)
            self._curves[run.number] = curve
        return self._curves[run.number]

    def add(self, run: TrainingRun) -> None:
        """Make `run` the latest and the chosen one, and give it its number."""
        kept = self.past[1 - MAX_RUNS :]
        run.number = kept[-1].number + 1 if kept else 1
        self._curves = {one.number: self.curve(one) for one in kept}
        self.runs = [*kept, run]
        self.chosen = run


def session_facts(visitor: VisitorRuns) -> Facts:
    """Tell the page whether its run is on; the time makes each message differ."""
    return {
        "key": visitor.key,
        "running": visitor.is_training,
        "time": round(1e3 * time.monotonic()),
    }


def run_choice_part() -> gr.HTML:
    """Make the part that shows run_choice_facts; its event `select` has a number."""
    names = "evaluation", "train/settings_text", "train/run_choice"
    scripts = [f"{name}.js" for name in names]
    return html_part({"runs": []}, "run-choice", *scripts, markup=RUN_CHOICE)


def run_choice_facts(visitor: VisitorRuns) -> Facts:
    """Give the runs that have a result.

    Returns:
        runs: Of each, the number, settings and accuracy, the epochs that it has come
            to, and when it was started, in seconds since 1970.
        chosen: The number of the chosen one; of none of `runs` while a run is on.
        is_training: Whether a run is on, so that none can be chosen.
    """
    return {
        "runs": [_run_facts(run) for run in visitor.past],
        "chosen": visitor.chosen and visitor.chosen.number,
        "is_training": visitor.is_training,
    }


def _run_facts(run: TrainingRun) -> Facts:
    kept = run.result.kept.validation
    return {
        "number": run.number,
        "settings": settings_facts(run),
        "epochs": run.result.updates[-1].epoch,
        "errors": kept.errors,
        "count": kept.count,
        "started": run.started,
    }
