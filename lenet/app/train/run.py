"""A visitor's training run, in a thread of its own.

The page polls a run's attributes, so showing the run never slows it down.
"""

import threading
from contextlib import closing
from dataclasses import KW_ONLY, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from lenet.app.train.queue import TrainingQueue
from lenet.app.train.result import Baseline, TrainingResult, weights_file
from lenet.app.train.watched_digits import choose_watched_digits, classify_watched
from lenet.data.mnist import Digits
from lenet.data.splits import TrainingData, load_training_data
from lenet.evaluation.accuracy import evaluate
from lenet.model import LeNet5
from lenet.reading.classify import Prediction
from lenet.training.config import TrainingConfig
from lenet.training.loop import TrainingUpdate, pick_device, train, training_record
from lenet.training.memory_allocator import release_freed_memory

TRAINING_THREAD = "training"  # the name of a run's thread


@dataclass(eq=False)
class TrainingRun:
    """A run with its settings, and how far its thread has come.

    The thread writes the attributes and other threads read them; `stop_requested`,
    `abandoned` and `drawing` are for others to set.

    Attributes:
        sample: Use the sample even if MNIST is available.
        drawing: `(N, 28, 28)` uint8, the digits that the visitor drew; None while there
            are none. They and the `watched` digits are classified at every update;
            `answers` are the last.
        stop_requested: Set it to end the run after the current update. The best epoch
            so far is kept.
        abandoned: Set it too when the visitor has left. There will be no result.
        finished: Set when the thread has ended, for whatever reason.
        data: What data_facts gives; None until the digits are loaded.
        result: None unless there was at least one update.
        failure: The exception that ended the run.
    """

    preset: str
    config: TrainingConfig
    _: KW_ONLY
    sample: bool = False
    drawing: torch.Tensor | None = None
    stop_requested: threading.Event = field(default_factory=threading.Event)
    abandoned: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    data: dict[str, Any] | None = None
    updates: list[TrainingUpdate] = field(default_factory=list)
    watched: Digits | None = None
    answers: list[Prediction] = field(default_factory=list)
    result: TrainingResult | None = None
    failure: Exception | None = None

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

    def _train(self, baseline: Baseline, data_dir: Path) -> None:
        """Train a network and set the result.

        A run that is stopped in its first epoch keeps that epoch; one that is stopped
        before its first update has no result.
        """
        data = load_training_data(
            data_dir, self.sample, validate_on_test=self.config.validate_on_test
        )
        self.data = data_facts(data, self.config)
        self.watched = choose_watched_digits(data.validation)
        baseline_evaluation = baseline.evaluate(data)
        generator = torch.Generator().manual_seed(self.config.seed)
        model = LeNet5(generator=generator).to(pick_device("auto"))
        updates = train(model, data.train, data.validation, self.config)
        with closing(updates):
            while not self.stop_requested.is_set() and (update := next(updates, None)):
                self.answers = classify_watched(model, self.drawing, self.watched)
                self.updates.append(update)
        if not self.updates or self.abandoned.is_set():
            return
        model.cpu()
        self.answers = classify_watched(model, self.drawing, self.watched)
        updates = list(self.updates)
        ends = [update for update in updates if update.validation]
        if not ends:
            last, evaluation = updates[-1], evaluate(model, data.validation)
            end = {"epoch_loss": last.train_loss, "validation": evaluation}
            updates[-1] = replace(last, **end, kept_epoch=1)
            ends = updates[-1:]
        record = training_record(self.config, data.source, ends)
        weights = weights_file(model, {"preset": self.preset, **record})
        self.result = TrainingResult(
            model, updates, self.config.epochs, baseline_evaluation, weights
        )


def data_facts(data: TrainingData, config: TrainingConfig) -> dict[str, Any]:
    """Give where the digits of a run come from, and how many there are."""
    source = "sample"
    if data.is_mnist:
        source = "test" if config.validate_on_test else "mnist"
    return {
        "source": source,
        "train": len(data.train),
        "validation": len(data.validation),
        "fallback_reason": data.fallback_reason,
    }
