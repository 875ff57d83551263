"""The list of a visitor's runs; the chosen one is shown, used and downloaded."""

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.train.visitors import VisitorRuns

MARKUP = """
<fieldset class="run-choice">
  <legend data-text="run_choice.title"></legend>
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
        runs: What past_run gives of each, and when it was started, in seconds since 1970.
        chosen: The number of the chosen one.
    """
    runs = [{**visitor.curve(run), "started": run.started} for run in visitor.past]
    for run in runs:
        del run["training"], run["validation"]  # the chart has them
    return {"runs": runs, "chosen": visitor.chosen and visitor.chosen.number}
