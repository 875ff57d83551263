"""What a run leaves to its visitor: network, downloads; and what it is compared with.

Downloads are in the page itself and on no disk.
"""

import base64
import gc
import io
import tempfile
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import gradio as gr

from lenet.app.html_part import html_part
from lenet.checkpoint import save_model
from lenet.data.splits import TrainingData
from lenet.evaluation.accuracy import Evaluation, evaluate
from lenet.model import LeNet5
from lenet.training.loop import TrainingUpdate

DOWNLOADS = """
<p class="use-hint" data-text="train.use_hint"></p>
<div class="downloads">
  <a role="link" download="my-lenet5.safetensors"></a>
  <a role="link" download="my-lenet5-loss.png" data-text="train.curves"></a>
</div>
"""
PLOT_LOCK = threading.Lock()  # matplotlib's caches are not thread-safe


@dataclass(frozen=True)
class TrainingResult:
    """The result of a run; it does not hold the digits of the run.

    Attributes:
        model: In eval mode on the CPU, with the weights of the kept epoch.
        updates: All of the run; at least one of them ends an epoch.
        epochs: How many the run was to have.
        baseline: How the page's own network does on the same validation digits.
        weights: The content of a file that load_model reads.
    """

    model: LeNet5
    updates: list[TrainingUpdate]
    epochs: int
    baseline: Evaluation
    weights: bytes

    @property
    def kept(self) -> TrainingUpdate:
        """The last update of the epoch whose weights were kept."""
        ends = [update for update in self.updates if update.validation]
        return ends[ends[-1].kept_epoch - 1]

    @cached_property
    def curves(self) -> bytes:
        """The curves as a PNG; drawing them takes half a second."""
        from lenet.plots import training_curves  # matplotlib is slow to import

        file = io.BytesIO()
        with PLOT_LOCK:
            training_curves(self.updates, self.epochs).savefig(
                file, format="png", dpi=150
            )
        gc.collect()  # matplotlib's reference cycles
        return file.getvalue()


class Baseline:
    """Evaluates the page's own network, `model`, on validation digits, once a set."""

    def __init__(self, model: LeNet5) -> None:
        self.model = model
        self._evaluations: dict[str, Evaluation] = {}

    def evaluate(self, data: TrainingData) -> Evaluation:
        if data.source not in self._evaluations:
            self._evaluations[data.source] = evaluate(self.model, data.validation)
        return self._evaluations[data.source]


def weights_file(model: LeNet5, record: dict[str, Any]) -> bytes:
    """Give the content of a weights file, for a download from memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.safetensors"
        save_model(model, path, record)
        return path.read_bytes()


def downloads_part() -> gr.HTML:
    """Make the part that offers downloads."""
    facts = download_facts(None)
    return html_part(facts, "downloads", "train/downloads.js", markup=DOWNLOADS)


def download_facts(
    result: TrainingResult | None, *, with_curves: bool = False
) -> dict[str, str]:
    """Give the weights and the curves as data URLs, "" where there are none.

    Args:
        with_curves: Give the curves too, which takes half a second the first time.
    """
    weights = result and result.weights
    curves = result.curves if result and with_curves else None
    return {
        "weights": _data_url("application/octet-stream", weights),
        "curves": _data_url("image/png", curves),
    }


def _data_url(media_type: str, content: bytes | None) -> str:
    if not content:
        return ""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
