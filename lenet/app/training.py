"""The Train tab: settings, Start and Stop, a loss chart that grows while it learns."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import gradio as gr
import torch

from lenet.app.chart import chart_svg
from lenet.model import LeNet5
from lenet.splits import load_training_data
from lenet.train import (
    PRESETS,
    TrainingConfig,
    TrainingDiverged,
    TrainingUpdate,
    pick_device,
    train,
)

IMAGES_PER_UPDATE = 3200  # some three updates a second on two cores
ALL_OF_MNIST, SAMPLE = "all of MNIST", "the 5,000-digit sample"
READY = "Start, and LeNet-5 learns to read digits before your eyes."
WAITING = "Waiting: one run at a time on this machine, yours is next in the queue."


def train_tab(data_dir: Path) -> None:
    """Lay out the tab inside the current Blocks and wire it."""
    defaults = TrainingConfig()
    with gr.Row():
        with gr.Column(scale=1, min_width=280):
            preset = gr.Radio(list(PRESETS), value="classic", label="Recipe")
            epochs = gr.Slider(1, 100, defaults.epochs, step=1, label="Epochs")
            with gr.Accordion("More settings", open=False):
                batch_size = gr.Slider(
                    16, 1024, defaults.batch_size, step=16, label="Batch size"
                )
                learning_rate = gr.Number(
                    defaults.learning_rate, label="Learning rate", step=0.0005
                )
                seed = gr.Number(defaults.seed, label="Seed", precision=0)
                data = gr.Radio(
                    [ALL_OF_MNIST, SAMPLE], value=ALL_OF_MNIST, label="Data"
                )
            with gr.Row():
                start = gr.Button(
                    "Start", variant="primary", min_width=100, elem_id="start"
                )
                stop = gr.Button(
                    "Stop", interactive=False, min_width=100, elem_id="stop"
                )
        with gr.Column(scale=2, min_width=300):
            status = gr.HTML(status_html(READY), elem_id="status")
            chart = gr.HTML(chart_svg([], defaults.epochs), elem_id="chart")
    preset.change(
        settings_of_preset,
        preset,
        [epochs, batch_size, learning_rate],
        api_visibility="private",
    )
    running = start.click(
        lambda: (status_html(WAITING), *_buttons(running=True)),
        outputs=[status, start, stop],
        queue=False,
        api_visibility="private",
    ).then(
        partial(run_training, data_dir=data_dir),
        [preset, epochs, batch_size, learning_rate, seed, data],
        [chart, status],
        concurrency_limit=1,
        show_progress="hidden",
        api_name="train",
    )
    for ended in (running.success, running.failure):
        ended(
            lambda: _buttons(running=False),
            outputs=[start, stop],
            queue=False,
            api_visibility="private",
        )
    stop.click(
        stopped,
        status,
        [status, start, stop],
        cancels=running,
        queue=False,
        api_visibility="private",
    )


def run_training(
    preset: str,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    seed: int,
    data: str,
    *,
    data_dir: Path,
) -> Iterator[tuple[str, str]]:
    """Train a new network, yielding the chart and a line on how it goes."""
    if None in (epochs, batch_size, learning_rate, seed):
        yield from _refuse("Every setting needs a value.")
    try:
        config = replace(
            PRESETS[preset],
            epochs=int(epochs),
            batch_size=int(batch_size),
            learning_rate=learning_rate,
            seed=int(seed),
            report_every=max(1, IMAGES_PER_UPDATE // max(1, int(batch_size))),
        )
    except ValueError as error:
        yield from _refuse(f"{error}.")
    yield chart_svg([], config.epochs), status_html("Loading the digits …")
    digits = load_training_data(
        data_dir, data == SAMPLE, validate_on_test=config.validate_on_test
    )
    generator = torch.Generator().manual_seed(config.seed)
    model = LeNet5(generator=generator).to(pick_device("auto"))
    updates: list[TrainingUpdate] = []
    with closing(train(model, digits.train, digits.validation, config)) as run:
        try:
            for update in run:
                updates.append(update)
                words = progress_in_words(updates, config, len(digits.train))
                status = status_html(words, update.step / update.total_steps)
                yield chart_svg(updates, config.epochs), status
        except TrainingDiverged as error:
            yield from _refuse(f"{error}.")
    ends = [update for update in updates if update.validation]
    best = ends[ends[-1].best_epoch - 1]
    yield (
        chart_svg(updates, config.epochs),
        status_html(
            f"Done. Best was epoch {best.epoch} of {config.epochs}: "
            f"{best.validation.in_words()} in validation.<br>{digits.source}",
            1,
        ),
    )


def _refuse(sentence: str) -> Iterator[tuple[str, str]]:
    """Put the sentence where the progress stood, then raise it for all to see."""
    yield chart_svg([], 1), status_html(sentence)
    raise gr.Error(sentence, print_exception=False)


def progress_in_words(
    updates: Sequence[TrainingUpdate], config: TrainingConfig, images: int
) -> str:
    """Say where a run is: epoch, pace, time left, and the last validation."""
    now = updates[-1]
    done = now.step / now.total_steps
    pace = done * config.epochs * images / now.seconds
    left = timedelta(seconds=round(now.seconds * (1 - done) / done))
    text = (
        f"Epoch {now.epoch} of {config.epochs} · {pace:,.0f} images a second · "
        f"{left} left<br>training loss {now.train_loss:.4f}"
    )
    judged = [update.validation for update in updates if update.validation]
    if judged:
        text += f" · validation accuracy {judged[-1].in_words()}"
    return text


def status_html(text: str, done: float = 0) -> str:
    """Show a line of text over a progress bar; `done` is a fraction in [0, 1]."""
    return (
        f'<div class="status"><p aria-live="polite"><span>{text}</span></p>'
        f'<progress max="1" value="{done:.4f}" aria-label="progress"></progress></div>'
    )


def settings_of_preset(preset: str) -> tuple[int, int, float]:
    """Give the epochs, batch size and learning rate of a named recipe."""
    config = PRESETS[preset]
    return config.epochs, config.batch_size, config.learning_rate


def stopped(status: str) -> tuple[str, dict, dict]:
    """Say that the run was stopped, above how far it had got."""
    return status.replace("<span>", "<span><b>Stopped.</b> ", 1), *_buttons(False)


def _buttons(running: bool) -> tuple[dict, dict]:
    return gr.update(interactive=not running), gr.update(interactive=running)
