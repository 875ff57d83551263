"""A visitor's training run, in a thread of its own.

The page polls a run's attributes, so showing the run never slows it down. The run goes
on for a while when no page shows it: a page that is loaded again finds it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any, Literal

import torch

from lenet.app.train.machine import TrainingMachine
from lenet.app.train.result import TrainingResult, weights_file
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
MAX_UNSEEN_SECONDS = 60  # then a run ends that nobody looks at
POLL_SECONDS = 0.2  # between two looks at a run


@dataclass(eq=False)
class TrainingRun:
    """A run with its settings, and how far its thread has come.

    The thread writes the attributes and other threads read them; `drawing` is for
    others to set.

    Attributes:
        sample: Use the sample even if MNIST is available.
        drawing: `(N, 28, 28)` uint8, the digits that the visitor drew; None while there
            are none. They and the `watched` digits are classified at every update;
            `answers` are the last.
        number: Counts the visitor's runs, from 1.
        started: When it was started, in seconds since 1970.
        stop_requested: It ends after the current update. The best epoch so far is kept.
        stop_reason: Why: by the visitor, since nobody saw it, or at the time limit.
        abandoned: There will be no result, since nobody is left to get it.
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
    number: int = 1
    started: float = field(default_factory=time.time)
    stop_requested: threading.Event = field(default_factory=threading.Event)
    stop_reason: Literal["visitor", "unseen", "limit"] | None = None
    abandoned: bool = False
    finished: threading.Event = field(default_factory=threading.Event)
    data: dict[str, Any] | None = None
    updates: list[TrainingUpdate] = field(default_factory=list)
    watched: Digits | None = None
    answers: list[Prediction] = field(default_factory=list)
    result: TrainingResult | None = None
    failure: Exception | None = None
    _viewers: int = 0
    _last_seen: float = field(default_factory=time.monotonic)

    def start(self, machine: TrainingMachine) -> None:
        """Join the machine's queue and start the thread, which waits for its turn.

        Raises:
            QueueFull: No more runs may wait.
        """
        machine.queue.join(self)

        def work() -> None:
            try:
                while machine.queue.position(self) and not self._must_stop():
                    time.sleep(POLL_SECONDS)
                if not self._must_stop():
                    self._train(machine)
            except Exception as error:  # noqa: BLE001 - whoever shows the run raises it
                self.failure = error
            finally:
                machine.queue.leave(self)
                self.finished.set()
                release_freed_memory()

        threading.Thread(target=work, name=TRAINING_THREAD, daemon=True).start()

    def stop(self, reason: Literal["visitor", "unseen", "limit"] = "visitor") -> None:
        """End the run after the current update; the first reason counts."""
        if not self.stop_requested.is_set():
            self.stop_reason = reason
            self.stop_requested.set()

    def abandon(self) -> None:
        """End the run without a result."""
        self.abandoned = True
        self.stop("unseen")

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Mark the run as seen by somebody for as long as the context is open."""
        self._viewers += 1
        try:
            yield
        finally:
            self._viewers -= 1
            self._last_seen = time.monotonic()

    def _must_stop(self, deadline: float = float("inf")) -> bool:
        """Stop if nobody looks at the run any more, or if its time is over."""
        now = time.monotonic()
        if not self._viewers and now - self._last_seen > MAX_UNSEEN_SECONDS:
            self.stop("unseen")
        if now > deadline:
            self.stop("limit")
        return self.stop_requested.is_set()

    def _train(self, machine: TrainingMachine) -> None:
        """Train a network and set the result.

        A run that is stopped in its first epoch keeps that epoch; one that is stopped
        before its first update has no result.
        """
        deadline = time.monotonic() + machine.limits.seconds
        data = load_training_data(
            machine.data_dir,
            self.sample,
            validate_on_test=self.config.validate_on_test,
        )
        self.data = data_facts(data, self.config)
        self.watched = choose_watched_digits(data.validation)
        baseline_evaluation = machine.baseline.evaluate(data)
        generator = torch.Generator().manual_seed(self.config.seed)
        model = LeNet5(generator=generator).to(pick_device("auto"))
        updates = train(model, data.train, data.validation, self.config)
        with closing(updates):
            while not self._must_stop(deadline) and (update := next(updates, None)):
                self.answers = classify_watched(model, self.drawing, self.watched)
                self.updates.append(update)
                machine.speed.measure(self.preset, self.config, self.data, update)
        if not self.updates or self.abandoned:
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
