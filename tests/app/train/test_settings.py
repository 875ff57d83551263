import pytest

from lenet.app.train.errors import MissingValue
from lenet.app.train.machine import Limits
from lenet.app.train.settings import (
    ALL_OF_MNIST,
    SAMPLE,
    config_from_settings,
    run_from_settings,
    settings_of_preset,
    settings_of_run,
)
from lenet.training.config import SettingOutOfRange
from lenet.training.presets import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_s_controls_give_its_config(preset):
    config = config_from_settings(
        preset, *settings_of_preset(preset), PRESETS[preset].seed
    )
    assert vars(config) | {"report_every": 50} == vars(PRESETS[preset])


def test_limits_shorten_a_preset_and_forbid_longer_runs():
    limits = Limits(epochs=7)
    settings = settings_of_preset("best", limits=limits)
    assert settings[0] == 7
    with pytest.raises(SettingOutOfRange) as error:
        config_from_settings("best", 8, *settings[1:], seed=0, limits=limits)
    assert (error.value.highest, error.value.value) == (7, 8)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_a_setting_without_a_number_is_named(value):
    with pytest.raises(MissingValue, match="learning_rate"):
        config_from_settings("classic", 1, 64, value, False, 0)


@pytest.mark.parametrize("data", [ALL_OF_MNIST, SAMPLE])
def test_the_settings_of_a_run_can_be_restored(data):
    settings = ("best", 3, 64, 0.01, False, 5, data)
    assert settings_of_run(run_from_settings(*settings)) == settings
