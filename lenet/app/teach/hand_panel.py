"""The panel of what a visitor has taught: examples, what was forgotten, downloads."""

import gradio as gr

from lenet.app.html_part import Facts, data_url, html_part, icon
from lenet.app.localization import label
from lenet.app.ordering import timestamp
from lenet.app.teach.archive import MAX_ARCHIVE_BYTES, write_archive
from lenet.app.teach.hand import Hand, is_read
from lenet.app.train.result import file_url, weights_file
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.accuracy import evaluate

REMOVE = icon('<path d="m6 6 12 12M18 6 6 18"/>')
MARKUP = f"""
<div class="hand" data-max-bytes="{MAX_ARCHIVE_BYTES}">
  <p class="summary"></p>
  <button type="button" data-action="use" data-text="hand.use" hidden></button>
  <ol class="taught" data-name="hand.examples"></ol>
  <p class="meter"></p>
  <p class="message" role="status"></p>
  <div class="hand-tools">
    <a role="link" download="my-lenet5.safetensors"></a>
    <a role="link" download="my-digits.zip" data-text="hand.archive"></a>
    <button type="button" data-action="upload" data-text="hand.upload"></button>
    <button type="button" data-action="clear" data-text="hand.clear"></button>
  </div>
  <input type="file" accept=".zip,application/zip" hidden>
  <template>{REMOVE}</template>
</div>
"""


def hand_panel() -> gr.HTML:
    """Lay out the fold and the part in it, whose value is hand_facts.

    Its events are `delete`, with the `index` of an example and the `version`; `clear`;
    `upload`, with a `zip` in base64; `select`, to use the network again; and `tick`,
    when hand_facts with details are to be shown.
    """
    with gr.Accordion(label("hand.title"), open=False, elem_id="hand"):
        scripts = "ordering.js", "teach/hand_panel.js"
        facts = hand_facts(Hand(""), in_use=False)
        part = html_part(facts, "hand-panel", *scripts, markup=MARKUP)
    return part


def hand_facts(hand: Hand, *, in_use: bool) -> Facts:
    """Give the examples and how they are read; the details come when they are seen."""
    examples = [
        {
            "picture": data_url(example.image),
            "label": example.label,
            "is_read": is_read(example, answer),
        }
        for example, answer in zip(hand.examples, hand.answers)
    ]
    facts = {"examples": examples, "num_read": hand.num_read, "in_use": in_use}
    return timestamp() | facts | {"version": hand.version, "details": None}


def details_facts(hand: Hand, digits: EvaluationDigits) -> Facts:
    """Give the errors on held-out digits, before and now, and the downloads."""
    base, model, examples = hand.base, hand.model, hand.examples
    if base is not hand.measured_base:
        errors = evaluate(base, digits.digits).errors
        hand.measured_base, hand.base_errors = base, errors
    record = {
        "preset": "taught",
        "data": f"{len(examples)} examples",
        "sure_from": model.confidence_threshold,
    }
    return {
        "before": hand.base_errors,
        "after": evaluate(model, digits.digits).errors,
        "total": len(digits.digits),
        "source": "mnist" if digits.is_mnist else "sample",
        "weights": file_url("application/octet-stream", weights_file(model, record)),
        "archive": file_url("application/zip", write_archive(examples)),
    }
