"""Training runs for the tests of the Train tab, without a browser."""

import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from lenet.app.train.chart import past_run
from lenet.app.train.run import TRAINING_THREAD
from lenet.app.train.settings import SAMPLE
from lenet.evaluation.accuracy import Evaluation
from lenet.training.loop import TrainingUpdate
from tests.threads import run_in_thread

SETTINGS = {
    "preset": "classic",
    "epochs": 1,
    "batch_size": 500,
    "learning_rate": 2e-3,
    "augmentation": False,
    "seed": 0,
    "data": SAMPLE,
}
STATUS, CHART, WATCHED, DOWNLOADS, PAST = 1, 2, 3, 4, 5  # places in an output
Outputs = AsyncIterator[tuple[Any, ...]]


def session(visitor: int) -> dict[str, str]:
    """Give what the page of a visitor sends, see session_part."""
    return {"key": f"{visitor:032x}"}


async def all_outputs(outputs: Outputs) -> list[tuple]:
    return [output async for output in outputs]


async def first_output(outputs: Outputs, condition: Callable[[tuple], Any]) -> tuple:
    """Give the first output that meets a condition."""
    return await anext(output async for output in outputs if condition(output))


def finished_run(outputs: Outputs) -> tuple:
    """Let a run come to its end and give its last outputs."""
    return run_in_thread(all_outputs(outputs))[-1]


def has_updates(output: tuple) -> bool:
    return "epoch" in output[STATUS]  # the run may be ahead of what is shown


def wait_for_threads() -> None:
    for thread in threading.enumerate():
        if thread.name == TRAINING_THREAD:
            thread.join(timeout=60)
            assert not thread.is_alive()


def made_up_updates(
    count: int, per_epoch: int = 20, epochs: int = 1000
) -> list[TrainingUpdate]:
    """Make the updates of a run whose losses fall; five take a second."""
    updates = []
    for step in range(1, count + 1):
        epoch_ended = step % per_epoch == 0
        evaluation = Evaluation(1 / step, errors=300, count=10_000)
        loss = 2 / step**0.5
        updates.append(
            TrainingUpdate(
                epoch=(step - 1) // per_epoch + 1,
                step=step,
                total_steps=per_epoch * epochs,
                train_loss=loss,
                train_count=100,
                epoch_loss=loss if epoch_ended else None,
                validation=evaluation if epoch_ended else None,
                kept_epoch=step // per_epoch,
                seconds=step / 5,
            )
        )
    return updates


def past_runs(count: int) -> list[dict]:
    updates = made_up_updates(4000)
    return [past_run(number, updates, 1000) for number in range(1, count + 1)]
