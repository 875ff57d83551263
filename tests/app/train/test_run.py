from lenet.app.train.result import Baseline
from lenet.app.train.run import TrainingRun
from lenet.data.mnist import LAST_MNIST_FILE
from lenet.training.config import TrainingConfig


def test_a_run_stopped_in_its_first_epoch_has_a_result(queue, untrained, tmp_path):
    config = TrainingConfig(epochs=1, batch_size=16, report_every=1)
    run = TrainingRun("classic", config, sample=True)
    run.updates = StopAtFirst(run)
    run.start(queue, Baseline(untrained), tmp_path)
    assert run.finished.wait(60)
    assert len(run.updates) == 1 and not run.updates[0].validation
    assert run.result.kept.validation.count == 1000


class StopAtFirst(list):
    """The updates of a run that is stopped when the first one arrives."""

    def __init__(self, run: TrainingRun) -> None:
        super().__init__()
        self._run = run

    def append(self, update) -> None:
        super().append(update)
        self._run.stop_requested.set()


def test_damaged_files_are_the_reason_for_the_sample(
    queue, untrained, tmp_path, no_network
):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / LAST_MNIST_FILE).write_bytes(b"damaged")
    run = TrainingRun("classic", TrainingConfig(epochs=1))
    run.stop_requested.set()
    run.start(queue, Baseline(untrained), tmp_path)
    assert run.finished.wait(60)
    assert run.fallback_reason == "damaged" and not run.is_mnist
    assert run.result is None
