"""The result of a run: its network, its downloads, and the baseline for comparison.

Downloads are data URLs in the page; no file is kept on the server.
"""

import base64
import gc
import io
import subprocess
import sys
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
from lenet.onnx_format import check_onnx
from lenet.training.loop import TrainingUpdate

DOWNLOADS = """
<p class="use-hint" data-text="train.use_hint"></p>
<div class="downloads">
  <a role="link" download="my-lenet5.safetensors"></a>
  <button type="button"></button>
  <a role="link" download="my-lenet5-loss.png" data-text="train.curves"></a>
</div>
<p class="downloads-message" role="status"></p>
"""
ROOT = Path(__file__).parents[3]  # the folder of the package lenet
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

    @cached_property
    def onnx(self) -> bytes:
        """The network as an ONNX file, which another process writes within seconds.

        While torch's exporter works, no other thread of its process can use a network.

        Raises:
            ValueError: A package is missing.
            subprocess.CalledProcessError: The file could not be written.
        """
        check_onnx()
        with tempfile.TemporaryDirectory() as folder:
            weights, file = Path(folder, "my.safetensors"), Path(folder, "my.onnx")
            weights.write_bytes(self.weights)
            command = [sys.executable, "-m", "lenet.export"]
            command += ["--weights", weights, "--onnx", file]
            subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
            return file.read_bytes()


class Baseline:
    """Evaluates the page's own network, `model`, once on each validation set."""

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

    `onnx` and `onnx_error` are for with_onnx to set.

    Args:
        with_curves: Give the curves too, which takes half a second the first time.
    """
    weights = result and result.weights
    curves = result.curves if result and with_curves else None
    return {
        "weights": file_url("application/octet-stream", weights),
        "curves": file_url("image/png", curves),
        "onnx": "",
        "onnx_error": "",
    }


def with_onnx(result: TrainingResult) -> dict[str, str]:
    """Give download_facts with the ONNX file, or with the reason why there is none.

    The reason is `missing_packages` or `failed`.
    """
    facts = download_facts(result, with_curves=True)
    try:
        return facts | {"onnx": file_url("application/octet-stream", result.onnx)}
    except ValueError:
        return facts | {"onnx_error": "missing_packages"}
    except (subprocess.CalledProcessError, OSError):
        return facts | {"onnx_error": "failed"}


def file_url(media_type: str, content: bytes | None) -> str:
    """Give a file as a data URL, "" for none."""
    if not content:
        return ""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
