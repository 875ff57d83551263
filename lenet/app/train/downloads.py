"""What a run offers for download: its weights and its curves, in the page, on no disk."""

import base64

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.train.result import TrainingResult

MARKUP = """
<div class="downloads">
  <a role="link" download="my-lenet5.pt" data-text="train.download"></a>
  <a role="link" download="my-lenet5-loss.png" data-text="train.curves"></a>
</div>
"""


def downloads_part() -> gr.HTML:
    """Make the part that offers downloads."""
    facts = download_facts(None)
    return html_part(facts, "downloads", "train/downloads.js", markup=MARKUP)


def download_facts(
    result: TrainingResult | None, curves: bytes | None = None
) -> dict[str, str]:
    """Give the weights and the curves as data URLs, "" where there are none."""
    weights = result and result.weights
    return {
        "weights": _data_url("application/octet-stream", weights),
        "curves": _data_url("image/png", curves),
    }


def _data_url(media_type: str, content: bytes | None) -> str:
    if not content:
        return ""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
