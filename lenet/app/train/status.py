"""The state of a run as facts; status.js shows them in the visitor's language."""

from dataclasses import asdict
from typing import Any

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.train.errors import error_facts
from lenet.app.train.run import TrainingRun
from lenet.training.loop import TrainingUpdate

Facts = dict[str, Any]
MARKUP = """
<div class="status">
  <p><strong></strong><br><span></span></p>
  <progress max="1" value="0" data-name="status.progress_bar"></progress>
  <p class="settings"></p>
</div>
"""


def status_part() -> gr.HTML:
    """Make the part that shows status_facts: two lines, a progress bar, settings."""
    scripts = "train/evaluation.js", "train/status.js"
    return html_part(status_facts("ready"), "status", *scripts, markup=MARKUP)


def status_facts(state: str, **facts: Any) -> Facts:
    """Give the facts of a state that needs no run.

    Returns:
        state: ready, queued, loading, training, evaluating, done, stopped or error.
        progress: In [0, 1].
        settings, data: What the run was told, and its digits, as soon as known.
        validation, kept, baseline: Evaluations with `errors` and `count`: the last
            epoch's, the kept epoch's, and that of the page's own network.
    """
    facts |= {"state": state}
    return {"progress": 0, "settings": None, "data": None, "validation": None} | facts


def error_status(error: Exception) -> Facts:
    """Give the facts of a run that an error of errors.VISITOR_ERRORS has ended."""
    return status_facts("error", error=error_facts(error))


def run_status(run: TrainingRun, position: int = 0) -> Facts:
    """Give the facts of a run.

    Args:
        position: How many runs are before it in the queue.
    """
    result = run.result  # read first: the thread may add updates and a result meanwhile
    names = "epochs", "batch_size", "learning_rate", "augmentation", "seed"
    settings = {name: getattr(run.config, name) for name in names}
    facts = {"settings": {"preset": run.preset, **settings}, "data": _data_facts(run)}
    facts |= _progress_facts(run, list(run.updates))
    if result:
        facts["kept"] = {"epoch": result.kept.epoch, **asdict(result.kept.validation)}
        facts["baseline"] = asdict(result.baseline)
        return status_facts("done" if facts["progress"] == 1 else "stopped", **facts)
    if run.finished.is_set():
        return status_facts("stopped", **facts)
    if run.stop_requested.is_set():
        return status_facts("evaluating", **facts)
    if position:
        return status_facts("queued", position=position, **facts)
    return status_facts("training" if "epoch" in facts else "loading", **facts)


def _data_facts(run: TrainingRun) -> Facts | None:
    if not run.train_count:
        return None
    source = "sample"
    if run.is_mnist:
        source = "test" if run.config.validate_on_test else "mnist"
    return {
        "source": source,
        "train": run.train_count,
        "validation": run.validation_count,
        "fallback_reason": run.fallback_reason,
    }


def _progress_facts(run: TrainingRun, updates: list[TrainingUpdate]) -> Facts:
    if not updates:
        return {}
    now = updates[-1]
    progress = now.step / now.total_steps
    images = progress * run.config.epochs * run.train_count
    evaluations = (u.validation for u in reversed(updates) if u.validation)
    latest = next(evaluations, None)
    return {
        "progress": progress,
        "epoch": now.epoch,
        "images_per_second": round(images / now.seconds),
        "seconds_left": round(now.seconds * (1 - progress) / progress),
        "train_loss": now.train_loss,
        "validation": latest and asdict(latest),
    }
