"""A visitor's run in a thread of its own, and the line of runs for the machine.

The page looks at a run whenever it likes and so never slows it down. Gradio, HTML and
words for the visitor are elsewhere.
"""

import gc
import io
import math
import tempfile
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import torch

from lenet.app.train.watched_digits import Watched, choose_watched
from lenet.checkpoint import save_model
from lenet.data.splits import TrainingData, load_training_data
from lenet.evaluation.accuracy import Evaluation, evaluate
from lenet.model import LeNet5
from lenet.reading.classify import Prediction
from lenet.training.loop import (
    TrainingConfig,
    TrainingUpdate,
    pick_device,
    train,
    training_record,
)
from lenet.training.memory_allocator import release_freed_memory

PLOT_LOCK = threading.Lock()  # matplotlib's caches are not for several threads
MAX_QUEUED_RUNS = 40  # runs, with the one that has the machine
TRAINING_THREAD = "training"  # the name of a run's thread


class Limits(NamedTuple):
    """How far a run may go; the defaults are for one's own machine."""

    epochs: int = 1000
    seconds: float = math.inf


NO_LIMITS = Limits()


class QueueFull(Exception):
    """As many runs wait for the machine as may."""


@dataclass(frozen=True)
class Outcome:
    """What a run leaves to its visitor; the digits it learned from are gone.

    Attributes:
        model: With the weights of the kept epoch, in eval mode on the CPU.
        ends: The ends of all epochs.
        kept: That of the one kept.
        before: How the page's own network does on the same validation digits.
        weights: A file that load_model takes.
    """

    model: LeNet5
    ends: list[TrainingUpdate]
    kept: TrainingUpdate
    before: Evaluation
    weights: bytes

    def draw_curves(self) -> bytes:
        """Draw the loss curves as a PNG; it takes half a second."""
        from lenet.plots import loss_curve  # matplotlib is slow to import

        picture = io.BytesIO()
        with PLOT_LOCK:
            loss_curve(self.ends).savefig(picture, format="png", dpi=150)
        gc.collect()  # matplotlib's cycles
        return picture.getvalue()


class Baseline:
    """How the page's own network does on what a run validates on, reckoned once."""

    def __init__(self, model: LeNet5) -> None:
        self._model = model
        self._reckoned: dict[str, Evaluation] = {}

    def on(self, data: TrainingData) -> Evaluation:
        if data.source not in self._reckoned:
            self._reckoned[data.source] = evaluate(self._model, data.validation)
        return self._reckoned[data.source]


class Run:
    """What a visitor asked for, and how far its thread has got.

    The thread writes, others read; only `stop` and `left` are for others to set.

    Attributes:
        stop: Set it, and the run ends after the update at hand, its best epoch kept.
        left: Set it too, and the run leaves nothing: its visitor has gone.
        ended: Set when the thread is through, whatever the reason.
        source: What it learns from, in words; empty until that is loaded.
        images, held_out: How many digits it trains on and validates on.
        is_mnist: Those are MNIST's, not the sample's.
        lack: Why they are not, where MNIST was asked for.
        watched, answers: The digits judged at every update, and the last answers.
        outcome: None unless at least one update came.
        failure: The exception that ended it.
    """

    def __init__(
        self,
        preset: str,
        config: TrainingConfig,
        *,
        sample: bool = False,
        drawing: torch.Tensor | None = None,
    ) -> None:
        self.preset, self.config = preset, config
        self.sample, self.drawing = sample, drawing
        self.stop, self.left, self.ended = (threading.Event() for _ in range(3))
        self.source, self.images, self.held_out = "", 0, 0
        self.is_mnist, self.fallback_reason = False, ""
        self.updates: list[TrainingUpdate] = []
        self.watched: Watched | None = None
        self.answers: list[Prediction] = []
        self.outcome: Outcome | None = None
        self.failure: Exception | None = None

    def start(self, line: "TrainingQueue", baseline: Baseline, data_dir: Path) -> None:
        """Begin in a thread that leaves the line when it ends."""

        def work() -> None:
            try:
                self._work(baseline, data_dir)
            except Exception as error:  # noqa: BLE001 - the reader raises it
                self.failure = error
            finally:
                line.leave(self)
                self.ended.set()
                release_freed_memory()

        threading.Thread(target=work, name=TRAINING_THREAD, daemon=True).start()

    def watch(self, drawing: torch.Tensor | None) -> None:
        """Judge this drawing from now on; the fixed digits stay."""
        self.drawing = drawing
        if self.watched:
            self.watched = self.watched.with_drawing(drawing)

    def _work(self, baseline: Baseline, data_dir: Path) -> None:
        learned = self._learn(baseline, data_dir)
        if learned and not self.left.is_set():
            self.outcome = self._outcome(*learned)

    def _learn(
        self, baseline: Baseline, data_dir: Path
    ) -> tuple[LeNet5, list[TrainingUpdate], Evaluation] | None:
        """Train, and give the network, the end of each epoch and the yardstick's mark.

        Stopped within the first epoch, that is the one kept; stopped before its
        first update, the run gives None.
        """
        data = load_training_data(
            data_dir, self.sample, validate_on_test=self.config.validate_on_test
        )
        self.images, self.held_out = len(data.train), len(data.validation)
        self.is_mnist, self.fallback_reason = data.is_mnist, data.fallback_reason
        self.source = data.source
        self.watched = choose_watched(data.validation).with_drawing(self.drawing)
        before = baseline.on(data)
        generator = torch.Generator().manual_seed(self.config.seed)
        model = LeNet5(generator=generator).to(pick_device("auto"))
        updates = train(model, data.train, data.validation, self.config)
        with closing(updates):
            while not self.stop.is_set() and (update := next(updates, None)):
                self.answers = self.watched.judged_by(model)
                self.updates.append(update)
        if not self.updates:
            return None
        self.answers = self.watched.judged_by(model.cpu())
        ends = [update for update in self.updates if update.validation]
        if not ends:
            last, judged = self.updates[-1], evaluate(model, data.validation)
            ends = [
                replace(
                    last, epoch_loss=last.train_loss, validation=judged, kept_epoch=1
                )
            ]
        return model, ends, before

    def _outcome(
        self, model: LeNet5, ends: list[TrainingUpdate], before: Evaluation
    ) -> Outcome:
        record = {"preset": self.preset}
        record |= training_record(self.config, self.source, ends)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "weights.pt"
            save_model(model, path, record)
            weights = path.read_bytes()
        kept = ends[ends[-1].kept_epoch - 1]
        return Outcome(model, ends, kept, before, weights)


class TrainingQueue:
    """The runs of this machine in the order they came; the first one has it."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    def join(self, run: Run) -> None:
        """Put `run` at the end.

        Raises:
            LineFull: The line is as long as it may be.
        """
        if len(self._runs) >= MAX_QUEUED_RUNS:
            raise QueueFull
        self._runs.append(run)

    def leave(self, run: Run) -> None:
        """Take `run` out, wherever it stands; it may have left already."""
        if run in self._runs:
            self._runs.remove(run)

    @property
    def is_free(self) -> bool:
        return not self._runs

    def ahead_of(self, run: Run) -> int:
        """Count the runs before `run`, which must be in the line."""
        return self._runs.index(run)
