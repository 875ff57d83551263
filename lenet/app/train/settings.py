"""What a run on the Train tab can be told: its controls, and what they come to."""

from dataclasses import replace
from functools import partial

import gradio as gr

from lenet.app.said import english, said
from lenet.app.texts import TEXTS, scripted
from lenet.app.train.run import NO_LIMITS, Limits
from lenet.training.loop import PRESETS, TrainingConfig

IMAGES_PER_UPDATE = 1600  # some six updates a second on two cores
ALL_OF_MNIST, SAMPLE = "all of MNIST", "the 5,000-digit sample"  # for programs
MAX_SLIDER_EPOCHS = 150  # of the slider


class Refused(ValueError):
    """A run that may not begin, with the text that says why.

    Attributes:
        shown: The text as HTML.
    """

    def __init__(self, key: str, *values: object) -> None:
        super().__init__(english(key, *values))
        self.shown = said(key, *values)


def run_settings(limits: Limits) -> list[gr.components.Component]:
    """Lay out the controls; their values are run_training's first inputs."""
    defaults = TrainingConfig(epochs=min(TrainingConfig.epochs, limits.epochs))
    preset = gr.Radio(list(PRESETS), value="classic", label=TEXTS("train_recipe"))
    epochs = gr.Slider(
        1,
        min(MAX_SLIDER_EPOCHS, limits.epochs),
        defaults.epochs,
        step=1,
        label=TEXTS("train_epochs"),
    )
    gr.HTML(
        said("run_limited", *_parts_of(limits)),
        visible=limits != NO_LIMITS,
        elem_id="limits",
        **scripted("run", "said.js"),
    )
    with gr.Accordion(TEXTS("train_more"), open=False):
        batch_size = gr.Slider(
            16,
            1024,
            defaults.batch_size,
            step=16,
            label=TEXTS("train_batch_size"),
        )
        learning_rate = gr.Number(
            defaults.learning_rate,
            label=TEXTS("train_learning_rate"),
            step=0.0005,
        )
        augmentation = gr.Checkbox(
            defaults.augmentation, label=TEXTS("train_augmentation")
        )
        seed = gr.Number(defaults.seed, label=TEXTS("train_seed"), precision=0)
        data = gr.Radio(
            [
                (TEXTS("train_all"), ALL_OF_MNIST),
                (TEXTS("train_sample"), SAMPLE),
            ],
            value=ALL_OF_MNIST,
            label=TEXTS("train_data"),
        )
    preset.change(
        partial(settings_of_preset, limits=limits),
        preset,
        [epochs, batch_size, learning_rate, augmentation],
        queue=False,
        api_visibility="private",
    )
    return [preset, epochs, batch_size, learning_rate, augmentation, seed, data]


def config_of(
    preset: str,
    epochs: int | None,
    batch_size: int | None,
    learning_rate: float | None,
    augmentation: bool,
    seed: int | None,
    limits: Limits = NO_LIMITS,
) -> TrainingConfig:
    """Change a named recipe by what the controls say.

    Raises:
        Refused: A value is missing, or over the limits.
        ValueError: One is out of range.
    """
    if None in (epochs, batch_size, learning_rate, seed):
        raise Refused("run_no_value")
    config = replace(
        PRESETS[preset],
        epochs=int(epochs),
        batch_size=int(batch_size),
        learning_rate=learning_rate,
        augmentation=bool(augmentation),
        seed=int(seed),
        report_every=max(1, IMAGES_PER_UPDATE // max(1, int(batch_size))),
    )
    if config.epochs > limits.epochs:
        raise Refused("run_limited", *_parts_of(limits))
    return config


def _parts_of(limits: Limits) -> tuple[int, str]:
    return limits.epochs, f"{limits.seconds / 60:g}"


def settings_of_preset(
    preset: str, *, limits: Limits = NO_LIMITS
) -> tuple[int, int, float, bool]:
    """Give the settings of a named recipe that have a control."""
    config = PRESETS[preset]
    epochs = min(config.epochs, limits.epochs)
    return epochs, config.batch_size, config.learning_rate, config.augmentation
