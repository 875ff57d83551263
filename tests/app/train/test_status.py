import pytest

from lenet.app.train.run import TrainingRun
from lenet.app.train.status import run_status
from lenet.training.config import TrainingConfig
from lenet.training.presets import PRESETS
from tests.app.train.runs import made_up_updates


def test_a_run_tells_its_pace_and_the_time_left():
    run = TrainingRun("classic", TrainingConfig(epochs=1000))
    run.train_count, run.updates = 60_000, made_up_updates(50)
    status = run_status(run)
    assert status["state"] == "training" and status["epoch"] == 3
    assert status["images_per_second"] == 15_000
    assert status["seconds_left"] == 3990
    assert status["validation"]["errors"] == 300
    assert status["progress"] == 0.0025


def test_a_run_without_updates_is_queued_then_loading_then_stopped():
    run = TrainingRun("classic", TrainingConfig())
    assert run_status(run, position=3)["position"] == 3
    assert run_status(run)["state"] == "loading"
    run.finished.set()
    assert run_status(run)["state"] == "stopped"


@pytest.mark.parametrize(
    ("is_mnist", "fallback_reason", "preset", "source"),
    [
        (True, "", "best", "mnist"),
        (True, "", "classic", "test"),
        (False, "", "best", "sample"),
        (False, "damaged", "classic", "sample"),
    ],
)
def test_a_run_tells_which_digits_it_uses(is_mnist, fallback_reason, preset, source):
    run = TrainingRun(preset, PRESETS[preset])
    assert run_status(run)["data"] is None
    run.train_count, run.validation_count = 55_000, 5_000
    run.is_mnist, run.fallback_reason = is_mnist, fallback_reason
    assert run_status(run)["data"] == {
        "source": source,
        "train": 55_000,
        "validation": 5_000,
        "fallback_reason": fallback_reason,
    }


def test_a_run_tells_its_settings():
    settings = run_status(TrainingRun("quick", PRESETS["quick"]))["settings"]
    assert settings == {
        "preset": "quick",
        "epochs": 5,
        "batch_size": 128,
        "learning_rate": 0.004,
        "augmentation": False,
        "seed": 0,
    }
