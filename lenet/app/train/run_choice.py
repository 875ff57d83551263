"""The list of a visitor's runs; the chosen one is shown, used and downloaded."""

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.train.run import TrainingRun
from lenet.app.train.visitors import VisitorRuns

MARKUP = """
<fieldset class="run-choice">
  <legend data-text="run_choice.title"></legend>
  <p></p>
  <div></div>
</fieldset>
"""


def run_choice_part() -> gr.HTML:
    """Make the part that shows run_choice_facts; its event `choose` has a number."""
    scripts = "train/evaluation.js", "train/run_choice.js"
    return html_part({"runs": []}, "run-choice", *scripts, markup=MARKUP)


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
