"""The settings of a run on the Train tab: their controls and their limits."""

import math
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.localization import label
from lenet.app.train.errors import MissingValue
from lenet.training.config import SettingOutOfRange, TrainingConfig
from lenet.training.presets import PRESETS

IMAGES_PER_UPDATE = 800  # about twelve updates a second on two cores
ALL_OF_MNIST, SAMPLE = "all of MNIST", "the 5,000-digit sample"  # values for programs
MAX_SLIDER_EPOCHS = 150


class Limits(NamedTuple):
    """How long a run may be; the defaults are for one's own machine."""

    epochs: int = 1000
    seconds: float = math.inf


NO_LIMITS = Limits()


def run_settings(limits: Limits) -> list[gr.components.Component]:
    """Lay out the controls; their values are the first inputs of run_training."""
    defaults = TrainingConfig(epochs=min(TrainingConfig.epochs, limits.epochs))
    presets = [(label(f"train.preset_{name}"), name) for name in PRESETS]
    preset = gr.Radio(presets, value="classic", label=label("train.preset"))
    highest = min(MAX_SLIDER_EPOCHS, limits.epochs)
    epochs = gr.Slider(1, highest, defaults.epochs, step=1, label=label("train.epochs"))
    if limits != NO_LIMITS:
        facts = {"epochs": limits.epochs, "minutes": limits.seconds / 60}
        html_part(facts, "limits", "train/limits.js")
    with gr.Accordion(label("train.more"), open=False):
        batch_size = gr.Slider(
            16, 1024, defaults.batch_size, step=16, label=label("train.batch_size")
        )
        learning_rate = gr.Number(
            defaults.learning_rate, label=label("train.learning_rate"), step=0.0005
        )
        augmentation = gr.Checkbox(
            defaults.augmentation, label=label("train.augmentation")
        )
        seed = gr.Number(defaults.seed, label=label("train.seed"), precision=0)
        mnist = label("train.data_mnist"), ALL_OF_MNIST
        sample = label("train.data_sample"), SAMPLE
        data = gr.Radio([mnist, sample], value=ALL_OF_MNIST, label=label("train.data"))
    preset_controls = [epochs, batch_size, learning_rate, augmentation]
    handler = partial(settings_of_preset, limits=limits)
    preset.change(
        handler, preset, preset_controls, queue=False, api_visibility="private"
    )
    return [preset, *preset_controls, seed, data]


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
        MissingValue: A control is empty or holds no preset or finite number.
        SettingOutOfRange: A value is out of range or over the limits.
    """
    if preset not in PRESETS:
        raise MissingValue("preset")
    numbers = {"epochs": epochs, "batch_size": batch_size}
    numbers |= {"learning_rate": learning_rate, "seed": seed}
    for setting, value in numbers.items():
        if value is None or not math.isfinite(value):
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


def settings_of_preset(
    preset: str, *, limits: Limits = NO_LIMITS
) -> tuple[int, int, float, bool]:
    """Give the values of a preset's controls."""
    config = PRESETS[preset]
    epochs = min(config.epochs, limits.epochs)
    return epochs, config.batch_size, config.learning_rate, config.augmentation
