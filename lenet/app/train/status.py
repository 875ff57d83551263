"""The state of a run as facts; status.js shows them in the visitor's language.

It shows one more state: ready, before the first run.
"""

from dataclasses import asdict

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.train.errors import VISITOR_ERRORS, error_facts
from lenet.app.train.run import TrainingRun
from lenet.training.loop import TrainingUpdate

MARKUP = """
<div class="status">
  <p><strong></strong><br><span></span></p>
  <progress max="1" value="0" data-name="status.progress_bar"></progress>
  <p class="settings"></p>
</div>
"""


def status_part() -> gr.HTML:
    """Make the part that shows run_status: two lines, a progress bar, settings."""
    names = "evaluation", "train/duration", "train/settings_text", "train/status"
    scripts = [f"{name}.js" for name in names]
    return html_part({"state": "ready"}, "status", *scripts, markup=MARKUP)


def run_status(run: TrainingRun, position: int = 0) -> Facts:
    """Give the facts of a run, as far as they are known.

    Args:
        position: How many runs are before it in the queue.
    Returns:
        state: queued, loading, training, evaluating, done, stopped or error.
        stop_reason: Why it was stopped, see TrainingRun.
        error: What the visitor can change, see error_facts.
        settings, data: What the run was told, and its digits.
        progress: In [0, 1].
        validation, kept, baseline: Evaluations with `errors` and `count`: the last
            epoch's, the kept epoch's, and that of the page's own network.
    """
    result = run.result  # read first: the thread may add updates and a result meanwhile
    facts = {"settings": settings_facts(run), "data": run.data}
    facts |= {"position": position, "stop_reason": run.stop_reason}
    facts |= _progress_facts(run, list(run.updates))
    if result:
        facts["kept"] = {"epoch": result.kept.epoch, **asdict(result.kept.validation)}
        facts["baseline"] = asdict(result.baseline)
    if isinstance(run.failure, VISITOR_ERRORS):
        return {"state": "error", "error": error_facts(run.failure)}
    if result or run.finished.is_set():
        state = "done" if result and facts["progress"] == 1 else "stopped"
    elif run.stop_requested.is_set():
        state = "evaluating"
    elif position:
        state = "queued"
    else:
        state = "training" if "epoch" in facts else "loading"
    return facts | {"state": state}


def settings_facts(run: TrainingRun) -> Facts:
    """Give what the run was told: its preset, and what the controls change."""
    names = "epochs", "batch_size", "learning_rate", "augmentation", "seed"
    values = {name: getattr(run.config, name) for name in names}
    return {"preset": run.preset, **values}


def _progress_facts(run: TrainingRun, updates: list[TrainingUpdate]) -> Facts:
    if not updates:
        return {"progress": 0}
    now = updates[-1]
    progress = now.step / now.total_steps
    images = progress * run.config.epochs * run.data["train"]
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
