"""The settings of a run on the Train tab: their controls and their limits."""

import math
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.localization import label
from lenet.app.train.errors import MissingValue, UnknownChoice
from lenet.app.train.machine import NO_LIMITS, Limits
from lenet.app.train.recipe import DEFAULT_PRESET, recipe_part
from lenet.app.train.run import TrainingRun
from lenet.training.config import SettingOutOfRange, TrainingConfig
from lenet.training.presets import PRESETS

IMAGES_PER_UPDATE = 800  # about twelve updates a second on two cores
ALL_OF_MNIST, SAMPLE = "all of MNIST", "the 5,000-digit sample"  # values for programs
MAX_SLIDER_EPOCHS = 150
PRESETS_BY_DURATION = ("quick", "classic", "best")


class RunSettings(NamedTuple):
    """The controls, in the order of the first inputs of /train."""

    preset: gr.Radio
    epochs: gr.Slider
    batch_size: gr.Slider
    learning_rate: gr.Number
    augmentation: gr.Checkbox
    seed: gr.Number
    data: gr.Radio

    @property
    def of_preset(self) -> list[gr.components.Component]:
        """The controls that a preset sets, see settings_of_preset."""
        return list(self[1:5])

    @property
    def of_time(self) -> list[gr.components.Component]:
        """The controls that the time of a run depends on."""
        return [self.preset, self.epochs, self.augmentation, self.data]


def run_settings(limits: Limits) -> tuple[RunSettings, gr.HTML]:
    """Lay out the controls, and the part that describes the chosen recipe."""
    default = settings_of_preset(DEFAULT_PRESET, limits=limits)
    presets = [(label(f"train.preset_{name}"), name) for name in PRESETS_BY_DURATION]
    preset = gr.Radio(
        presets, value=DEFAULT_PRESET, label=label("train.preset"), elem_id="preset"
    )
    recipe = recipe_part(default[0])
    highest = min(MAX_SLIDER_EPOCHS, limits.epochs)
    # Gradio's own reset button would not follow the recipe; recipe_part has one.
    slider = partial(gr.Slider, buttons=[])
    epochs = slider(1, highest, default[0], step=1, label=label("train.epochs"))
    if limits != NO_LIMITS:
        facts = {"epochs": limits.epochs, "minutes": limits.seconds / 60}
        html_part(facts, "limits", "train/limits.js")
    with gr.Accordion(label("train.more"), open=False):
        batch_size = slider(
            16, 1024, default[1], step=16, label=label("train.batch_size")
        )
        learning_rate = gr.Number(
            default[2], label=label("train.learning_rate"), step=0.0005
        )
        augmentation = gr.Checkbox(default[3], label=label("train.augmentation"))
        seed = gr.Number(TrainingConfig.seed, label=label("train.seed"), precision=0)
        mnist = label("train.data_mnist"), ALL_OF_MNIST
        sample = label("train.data_sample"), SAMPLE
        data = gr.Radio([mnist, sample], value=ALL_OF_MNIST, label=label("train.data"))
    controls = (preset, epochs, batch_size, learning_rate, augmentation, seed, data)
    return RunSettings(*controls), recipe


def run_from_settings(*values: Any, limits: Limits = NO_LIMITS) -> TrainingRun:
    """Make a run with the values of the controls, in the order of RunSettings.

    Raises:
        MissingValue, UnknownChoice, SettingOutOfRange: As config_from_settings.
    """
    *values, data = values
    config = config_from_settings(*values, limits=limits)
    if data not in [ALL_OF_MNIST, SAMPLE]:
        raise UnknownChoice("data", [ALL_OF_MNIST, SAMPLE])
    return TrainingRun(values[0], config, sample=data == SAMPLE)


def settings_of_run(run: TrainingRun) -> tuple[Any, ...]:
    """Give the values of the controls with which `run` was started."""
    config, data = run.config, SAMPLE if run.sample else ALL_OF_MNIST
    values = config.epochs, config.batch_size, config.learning_rate
    return run.preset, *values, config.augmentation, config.seed, data


def config_from_settings(
    preset: str,
    epochs: int | None,
    batch_size: int | None,
    learning_rate: float | None,
    augmentation: bool,
    seed: int | None,
    limits: Limits = NO_LIMITS,
) -> TrainingConfig:
    """Make a preset's config with the values of the controls.

    Raises:
        MissingValue: A control is empty or holds no finite number.
        UnknownChoice: There is no such preset.
        SettingOutOfRange: A value is out of range or over the limits.
    """
    if preset not in list(PRESETS):  # a program may send what cannot be hashed
        raise UnknownChoice("preset", PRESETS)
    numbers = {"epochs": epochs, "batch_size": batch_size}
    numbers |= {"learning_rate": learning_rate, "seed": seed}
    for setting, value in numbers.items():
        if not _is_finite(value):
            raise MissingValue(setting)
    if epochs > limits.epochs:
        raise SettingOutOfRange("epochs", 1, limits.epochs, epochs)
    return replace(
        PRESETS[preset],
        epochs=int(epochs),
        batch_size=int(batch_size),
        learning_rate=learning_rate,
        augmentation=bool(augmentation),
        seed=int(seed),
        report_every=max(1, IMAGES_PER_UPDATE // max(1, int(batch_size))),
    )


def _is_finite(value: object) -> bool:
    try:
        return math.isfinite(value)
    except (TypeError, OverflowError):  # no number, or one of 300 digits
        return False


def settings_of_preset(
    preset: str, *, limits: Limits = NO_LIMITS
) -> tuple[int, int, float, bool]:
    """Give the values of a preset's controls."""
    config = PRESETS[preset]
    epochs = min(config.epochs, limits.epochs)
    return epochs, config.batch_size, config.learning_rate, config.augmentation
