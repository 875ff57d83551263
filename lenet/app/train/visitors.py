"""The runs of each visitor, so that a page that was reloaded finds them again.

A browser tab makes a key that nobody can guess and keeps it as long as it is open. The
server has the runs of each key in memory, for a while after the tab was last seen.
"""

import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.localization import say
from lenet.app.train.chart import past_run
from lenet.app.train.run import TrainingRun

MAX_VISITORS = 50  # with runs; a run of ten epochs takes about 600 KB
MAX_RUNS = 6  # of a visitor; the oldest are forgotten
MAX_UNSEEN_VISITOR_SECONDS = 30 * 60  # then a visitor's runs are forgotten
KEY = re.compile("[0-9a-f]{32}")
RUN_CHOICE = """
<fieldset class="run-choice">
  <legend data-text="run_choice.title"></legend>
  <p></p>
  <div></div>
</fieldset>
"""


@dataclass(eq=False)
class VisitorRuns:
    """The runs of one visitor.

    Attributes:
        key: The one that the visitor's browser tab has made.
        runs: The latest run, and those before it that have a result, oldest first.
        chosen: The run that is shown and whose network is offered. None before the
            first run; it is the latest one while that trains.
        in_use: The run whose network answers on the other tabs.
        last_seen: When the page was last heard of, by time.monotonic().
    """

    key: str
    runs: list[TrainingRun] = field(default_factory=list)
    chosen: TrainingRun | None = None
    in_use: TrainingRun | None = None
    last_seen: float = field(default_factory=time.monotonic)
    _curves: dict[int, Facts] = field(default_factory=dict)

    @property
    def is_training(self) -> bool:
        """Whether the latest run trains, or waits in the queue."""
        return bool(self.runs) and not self.runs[-1].finished.is_set()

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


class Visitors:
    """The runs of all visitors, by key."""

    def __init__(self) -> None:
        self._visitors: dict[str, VisitorRuns] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._visitors)

    def find(self, session: Any) -> VisitorRuns | None:
        """Find a visitor by what the session part sent; None if nothing is known."""
        with self._lock:
            self._forget_unseen()
            visitor = self._visitors.get(_key(session))
            if visitor:
                visitor.last_seen = time.monotonic()
            return visitor

    def find_or_add(self, session: Any) -> VisitorRuns:
        """Find a visitor, or begin with a new one.

        Raises:
            gr.Error: There is no proper key; the page always sends one.
        """
        key = _key(session)
        if not KEY.fullmatch(key):
            raise gr.Error(say("request_error.bad_request"), print_exception=False)
        if visitor := self.find(session):
            return visitor
        with self._lock:
            idle = [v for v in self._visitors.values() if not v.is_training]
            idle.sort(key=lambda visitor: visitor.last_seen)
            for visitor in idle[: max(0, len(self._visitors) + 1 - MAX_VISITORS)]:
                del self._visitors[visitor.key]
            return self._visitors.setdefault(key, VisitorRuns(key))

    def _forget_unseen(self) -> None:
        oldest = time.monotonic() - MAX_UNSEEN_VISITOR_SECONDS
        for visitor in list(self._visitors.values()):
            if visitor.last_seen < oldest and not visitor.is_training:
                del self._visitors[visitor.key]


def _key(session: Any) -> str:
    """Take the key out of what a page sent, which may be forged."""
    key = session.get("key") if isinstance(session, dict) else None
    return key if isinstance(key, str) else ""


def session_part() -> gr.HTML:
    """Make the part that has the key; it belongs outside the tabs and shows nothing.

    Its value is session_facts. Its events are `input`, when the page is loaded again,
    and `tick`, every few minutes.
    """
    return html_part({"key": ""}, "training-session", "train/session.js")


def session_facts(visitor: VisitorRuns) -> dict[str, Any]:
    """Tell the page whether its run is on; the time makes each message differ."""
    return {
        "key": visitor.key,
        "running": visitor.is_training,
        "time": round(1e3 * time.monotonic()),
    }


def run_choice_part() -> gr.HTML:
    """Make the part that shows run_choice_facts; its event `select` has a number."""
    scripts = "train/evaluation.js", "train/run_choice.js"
    return html_part({"runs": []}, "run-choice", *scripts, markup=RUN_CHOICE)


def run_choice_facts(visitor: VisitorRuns) -> Facts:
    """Give the runs that have a result.

    Returns:
        runs: Of each, the number, preset and accuracy, the epochs that it has come to,
            and when it was started, in seconds since 1970.
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
        "preset": run.preset,
        "epochs": run.result.updates[-1].epoch,
        "errors": kept.errors,
        "count": kept.count,
        "started": run.started,
    }
