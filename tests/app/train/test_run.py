import time

import pytest

from lenet.app.train import run as module
from lenet.app.train.machine import Limits
from lenet.app.train.run import TrainingRun, data_facts
from lenet.data.mnist import LAST_MNIST_FILE
from lenet.data.splits import TrainingData
from lenet.training.config import TrainingConfig
from lenet.training.presets import PRESETS


def test_a_run_stopped_in_its_first_epoch_has_a_result(machine):
    config = TrainingConfig(epochs=1, batch_size=16, report_every=1)
    run = TrainingRun("classic", config, sample=True)

    class StoppedByFirst(list):
        def append(self, update):
            super().append(update)
            run.stop_requested.set()

    run.updates = StoppedByFirst()
    run.start(machine)
    assert run.finished.wait(60)
    assert len(run.updates) == 1 and not run.updates[0].validation
    assert run.result.kept.validation.count == 1000


def test_damaged_files_are_the_reason_for_the_sample(machine, tmp_path, no_network):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / LAST_MNIST_FILE).write_bytes(b"damaged")
    run = TrainingRun("classic", TrainingConfig(epochs=1, batch_size=500))
    run.start(machine)
    assert run.finished.wait(60)
    assert run.data["fallback_reason"] == "damaged" and run.data["source"] == "sample"


def test_a_run_that_nobody_sees_ends_and_keeps_its_result(machine, monkeypatch):
    run = TrainingRun("classic", TrainingConfig(epochs=900), sample=True)
    with run.shown():
        run.start(machine)
        while not run.updates:
            time.sleep(0.05)
        monkeypatch.setattr(module, "MAX_UNSEEN_SECONDS", 0)
        count = len(run.updates)
        while len(run.updates) < count + 3:
            time.sleep(0.05)
    assert run.finished.wait(60)
    assert run.stop_reason == "unseen" and run.result


def test_a_run_that_nobody_sees_leaves_the_queue_without_training(machine, monkeypatch):
    machine.queue.join("the run that trains")
    run = TrainingRun("classic", TrainingConfig(), sample=True)
    monkeypatch.setattr(module, "MAX_UNSEEN_SECONDS", 0)
    run.start(machine)
    assert run.finished.wait(60)
    assert run.stop_reason == "unseen" and run.data is None and len(machine.queue) == 1


def test_a_run_ends_at_its_time_limit_with_a_result(machine):
    machine.limits = Limits(seconds=2)
    run = TrainingRun("classic", TrainingConfig(epochs=900), sample=True)
    run.start(machine)
    assert run.finished.wait(60)
    assert run.stop_reason == "limit" and run.result


@pytest.mark.parametrize(
    ("is_mnist", "fallback_reason", "preset", "source"),
    [
        (True, "", "best", "mnist"),
        (True, "", "classic", "test"),
        (False, "", "best", "sample"),
        (False, "damaged", "classic", "sample"),
    ],
)
def test_a_run_tells_which_digits_it_uses(
    few, is_mnist, fallback_reason, preset, source
):
    data = TrainingData(few, few[:5], "", is_mnist, fallback_reason)
    assert data_facts(data, PRESETS[preset]) == {
        "source": source,
        "train": 32,
        "validation": 5,
        "fallback_reason": fallback_reason,
    }
