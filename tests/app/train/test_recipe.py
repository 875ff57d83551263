import pytest

from lenet.app.train.recipe import TrainingSpeed, recipe_facts
from lenet.training.presets import PRESETS
from tests.app.train.runs import made_up_updates

DATA = {"train": 60_000, "fallback_reason": ""}


@pytest.fixture
def speed() -> TrainingSpeed:
    return TrainingSpeed()


def estimate(speed: TrainingSpeed, preset: str, sample: bool = False) -> float:
    config = PRESETS[preset]
    return speed.estimate(preset, config.epochs, config.augmentation, sample)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_typical_speed_of_each_recipe_is_known(speed, preset):
    assert estimate(speed, preset) > estimate(speed, preset, sample=True) > 0


def test_the_first_second_of_a_run_tells_nothing(speed):
    speed.measure("quick", PRESETS["quick"], DATA, made_up_updates(4)[-1])
    assert speed.factor is None


def test_a_run_of_one_recipe_tells_the_time_of_all(speed):
    quick, best = estimate(speed, "quick"), estimate(speed, "best")
    update = made_up_updates(50, epochs=5)[-1]  # half of the run in ten seconds
    speed.measure("quick", PRESETS["quick"], DATA, update)
    assert estimate(speed, "quick") == pytest.approx(20 * 55 / 60)
    assert estimate(speed, "best") / estimate(speed, "quick") == pytest.approx(
        best / quick
    )


def test_a_run_that_had_to_use_the_sample_shortens_the_next(speed):
    data = DATA | {"fallback_reason": "missing"}
    speed.measure("quick", PRESETS["quick"], data, made_up_updates(50)[-1])
    assert estimate(speed, "best") == estimate(speed, "best", sample=True)


def test_a_run_over_the_time_limit_is_announced(speed):
    for max_seconds, is_limited in ((30, False), (20, True)):
        facts = recipe_facts(
            "quick", 5, augmentation=False, sample=False, max_seconds=max_seconds
        )
        assert facts["is_limited"] == is_limited


def test_without_a_number_of_epochs_there_is_no_time():
    facts = recipe_facts("quick", None, augmentation=False, sample=False)
    assert facts["seconds"] is None and not facts["is_limited"]
