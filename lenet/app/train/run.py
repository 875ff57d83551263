"""A visitor's training run, in a thread of its own.

The page polls a run's attributes, so showing the run never slows it down.
"""

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import torch

from lenet.app.train.queue import TrainingQueue
from lenet.app.train.result import Baseline, TrainingResult, weights_file
from lenet.app.train.watched_digits import WatchedDigits, choose_watched_digits
from lenet.data.splits import load_training_data
from lenet.evaluation.accuracy import evaluate
from lenet.model import LeNet5
from lenet.reading.classify import Prediction
from lenet.training.config import TrainingConfig
from lenet.training.loop import TrainingUpdate, pick_device, train, training_record
from lenet.training.memory_allocator import release_freed_memory

TRAINING_THREAD = "training"  # the name of a run's thread


class TrainingRun:
    """A run with its settings, and how far its thread has come.

    The thread writes the attributes and other threads read them; `stop_requested` and
    `abandoned` are for others to set.

    Attributes:
        stop_requested: Set it to end the run after the current update. The best epoch
            so far is kept.
        abandoned: Set it too when the visitor has left. There will be no result.
        finished: Set when the thread has ended, for whatever reason.
        train_count, validation_count: How many digits there are; 0 until they are
            loaded.
        is_mnist: True where they are MNIST's, not the sample's.
        fallback_reason: TrainingData's.
        watched, answers: Digits that are read at every update, and the last answers.
        result: None unless there was at least one update.
        failure: The exception that ended the run.
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
        self.stop_requested = threading.Event()
        self.abandoned = threading.Event()
        self.finished = threading.Event()
        self.train_count, self.validation_count = 0, 0
        self.is_mnist, self.fallback_reason = False, ""
        self.updates: list[TrainingUpdate] = []
        self.watched: WatchedDigits | None = None
        self.answers: list[Prediction] = []
        self.result: TrainingResult | None = None
        self.failure: Exception | None = None

    def start(self, queue: TrainingQueue, baseline: Baseline, data_dir: Path) -> None:
        """Start the thread, which leaves the queue when it ends."""

        def work() -> None:
            try:
                self._train(baseline, data_dir)
            except Exception as error:  # noqa: BLE001 - the handler raises it
                self.failure = error
            finally:
                queue.leave(self)
                self.finished.set()
                release_freed_memory()

        threading.Thread(target=work, name=TRAINING_THREAD, daemon=True).start()

    def watch_drawing(self, drawing: torch.Tensor | None) -> None:
        """Read this drawing at every update from now on; the other digits stay."""
        self.drawing = drawing
        if self.watched:
            self.watched = self.watched.with_drawing(drawing)

    def _train(self, baseline: Baseline, data_dir: Path) -> None:
        """Train a network and set the result.

        A run that is stopped in its first epoch keeps that epoch; one that is stopped
        before its first update has no result.
        """
        data = load_training_data(
            data_dir, self.sample, validate_on_test=self.config.validate_on_test
        )
        self.is_mnist, self.fallback_reason = data.is_mnist, data.fallback_reason
        self.validation_count = len(data.validation)
        self.train_count = len(data.train)
        watched = choose_watched_digits(data.validation)
        self.watched = watched.with_drawing(self.drawing)
        baseline_evaluation = baseline.evaluate(data)
        generator = torch.Generator().manual_seed(self.config.seed)
        model = LeNet5(generator=generator).to(pick_device("auto"))
        updates = train(model, data.train, data.validation, self.config)
        with closing(updates):
            while not self.stop_requested.is_set() and (update := next(updates, None)):
                self.answers = self.watched.classify(model)
                self.updates.append(update)
        if not self.updates:
            return
        self.answers = self.watched.classify(model.cpu())
        ends = [update for update in self.updates if update.validation]
        if not ends:
            last, evaluation = self.updates[-1], evaluate(model, data.validation)
            end = {"epoch_loss": last.train_loss, "validation": evaluation}
            ends = [replace(last, **end, kept_epoch=1)]
        if not self.abandoned.is_set():
            record = {"preset": self.preset}
            record |= training_record(self.config, data.source, ends)
            weights = weights_file(model, record)
            self.result = TrainingResult(model, ends, baseline_evaluation, weights)
