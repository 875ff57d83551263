"""The line that asks for the right answer: ten digits, no digit, and a confirmation.

correction.js shows it about the answer that is shown, so it costs a stroke no request.
"""

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.ordering import timestamp
from lenet.app.teach.hand import CannotTeach, is_read
from lenet.reading.classify import Prediction
from lenet.training.examples import Example

DIGITS = "".join(
    f'<button type="button" data-label="{digit}">{digit}</button>'
    for digit in range(10)
)
MARKUP = f"""
<div class="correction" role="group" data-name="correction.title">
  <p><span class="question"></span><span class="outcome" role="status"></span></p>
  <div class="labels">{DIGITS}</div>
  <div class="labels others">
    <button type="button" data-label="none" data-text="correction.none"></button>
    <button type="button" class="confirm"></button>
  </div>
</div>
"""
FAILED_JS = '() => document.dispatchEvent(new Event("teaching-failed"))'


def correction_line() -> gr.HTML:
    """Make the line; its value is an outcome, or None.

    Its event `submit` has the `index` of a digit of the picture, its `label`, which is
    null for no digit, and the timestamp of the answer that was shown, as `answer`.
    """
    return html_part(None, "correction", "teach/correction.js", markup=MARKUP)


def outcome_facts(example: Example, before: Prediction, after: Prediction) -> Facts:
    """Tell how an example was read, and how it is read now that it was taught."""
    return timestamp() | {
        "label": example.label,
        "digit": after.digit,
        "was_read": is_read(example, before),
        "is_read": is_read(example, after),
        "is_confident": after.is_confident,
    }


def problem_facts(error: CannotTeach) -> Facts:
    """Tell why nothing was taught."""
    return timestamp() | {"problem": error.key, "values": error.values}
