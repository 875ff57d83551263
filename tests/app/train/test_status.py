from lenet.app.train.run import TrainingRun
from lenet.app.train.status import run_status
from lenet.training.config import TrainingConfig
from lenet.training.presets import PRESETS
from tests.app.train.runs import made_up_updates


def test_a_run_tells_its_pace_and_the_time_left():
    run = TrainingRun("classic", TrainingConfig(epochs=1000))
    run.data, run.updates = {"train": 60_000}, made_up_updates(50)
    status = run_status(run)
    assert status["state"] == "training" and status["epoch"] == 3
    assert status["images_per_second"] == 15_000
    assert status["seconds_left"] == 3990
    assert status["validation"]["errors"] == 300
    assert status["progress"] == 0.0025


def test_a_run_without_updates_is_queued_then_loading_then_stopped():
    run = TrainingRun("classic", TrainingConfig())
    assert run_status(run, position=3)["position"] == 3
    assert run_status(run)["state"] == "loading" and run_status(run)["data"] is None
    run.finished.set()
    assert run_status(run)["state"] == "stopped"


def test_a_run_tells_its_settings():
    settings = run_status(TrainingRun("quick", PRESETS["quick"]))["settings"]
    assert settings.pop("preset") == "quick" and len(settings) == 5
    assert settings.items() <= vars(PRESETS["quick"]).items()
