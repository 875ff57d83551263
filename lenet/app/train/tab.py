"""The Train tab: settings, Start and Stop, and a run that is shown while it learns.

A run has a thread of its own (run.py); the handler here polls it several times a second
and yields facts. One run at a time trains, the others wait in a queue.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
import torch

from lenet.app.localization import label
from lenet.app.own_model import OwnModel, use_own_model
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.app.train.chart import chart_facts, chart_part
from lenet.app.train.downloads import download_facts, downloads_part
from lenet.app.train.errors import VISITOR_ERRORS, gradio_error
from lenet.app.train.queue import TrainingQueue
from lenet.app.train.result import Baseline
from lenet.app.train.run import TrainingRun
from lenet.app.train.settings import (
    NO_LIMITS,
    SAMPLE,
    Limits,
    config_from_settings,
    run_settings,
)
from lenet.app.train.status import error_status, run_status, status_part
from lenet.app.train.watched_digits import watched_digits_part, watched_facts
from lenet.imaging.errors import BadPicture, NoDigitFound
from lenet.imaging.preprocess import prepare
from lenet.model import LeNet5

POLL_SECONDS = 0.2
USE, IN_USE = str(label("train.use")), str(label("train.in_use"))


def train_tab(
    tab: gr.Tab,
    data_dir: Path,
    shipped: LeNet5,
    own: OwnModel,
    pad: gr.HTML,
    limits: Limits = NO_LIMITS,
) -> None:
    """Lay out the tab inside the current Blocks and wire it.

    Args:
        tab: Opening it makes a run read the drawing as it is then.
        shipped: A run's network is compared with it.
        own: Takes the network that the visitor wants to use.
        pad: Its drawing is read at every update, like the fixed digits.
        limits: Of each run; they are shown beside the epochs unless they are NO_LIMITS.
    """
    with gr.Row(elem_id="train"):
        with gr.Column(scale=1, min_width=280):
            settings = run_settings(limits)
            with gr.Row():
                start = gr.Button(
                    label("train.start"),
                    variant="primary",
                    min_width=100,
                    elem_id="start",
                )
                stop = gr.Button(
                    label("train.stop"),
                    interactive=False,
                    min_width=100,
                    elem_id="stop",
                )
            use = gr.Button(label("train.use"), interactive=False, elem_id="use")
            downloads = downloads_part()
        with gr.Column(scale=2, min_width=300):
            status, chart = status_part(), chart_part()
            watched = watched_digits_part()
    run = gr.State(None)
    private = {"queue": False, "api_visibility": "private"}
    buttons = [start, stop, use]
    start.click(lambda: button_updates(running=True), outputs=buttons, **private)
    running = start.click(
        partial(
            run_training,
            queue=TrainingQueue(),
            baseline=Baseline(shipped),
            data_dir=data_dir,
            limits=limits,
        ),
        [*settings, pad],
        [status, chart, watched, downloads, run],
        concurrency_limit=None,  # the queue lets one run at a time train
        show_progress="hidden",
        api_name="train",
    )
    running.failure(buttons_after_run, run, buttons, **private)
    # Drawing the curves is slow and so comes last. If the next run has begun by then,
    # its updates take the links away again.
    running.success(buttons_after_run, run, buttons, **private).then(
        downloads_with_curves,
        run,
        downloads,
        trigger_mode="always_last",
        show_progress="hidden",
        **private,
    )
    stop.click(stop_run, run, [status, stop], **private)
    tab.select(watch_drawing, [pad, run], show_progress="hidden", **private)
    use.click(use_trained_model, run, [*own.outputs, use], **private)
    own.back.click(buttons_after_run, run, buttons, **private)


async def run_training(
    preset: str,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    augmentation: bool,
    seed: int,
    data: str,
    drawing: str = "",
    *,
    queue: TrainingQueue,
    baseline: Baseline,
    data_dir: Path,
    limits: Limits = NO_LIMITS,
) -> AsyncIterator[tuple[Any, ...]]:
    """Train a new network, yielding status, chart, digits, downloads and the run.

    It waits in `queue` first. Closing the generator ends the run; Gradio does so when
    the page is closed.
    """
    values = (epochs, batch_size, learning_rate, augmentation, seed)
    try:
        config = config_from_settings(preset, *values, limits=limits)
        image = drawing_to_image(drawing)
        run = TrainingRun(preset, config, sample=data == SAMPLE, drawing=image)
        queue.join(run)
    except VISITOR_ERRORS as error:
        yield error_outputs(error)
        raise gradio_error(error) from error
    started = False
    try:
        yield run_outputs(run, queue.position(run))
        while (position := queue.position(run)) and not run.stop_requested.is_set():
            yield run_outputs(run, position)
            await asyncio.sleep(POLL_SECONDS)
        if not run.stop_requested.is_set():
            run.start(queue, baseline, data_dir)
            started, start_time = True, time.monotonic()
        while started and not run.finished.is_set():
            yield run_outputs(run)
            await asyncio.to_thread(run.finished.wait, POLL_SECONDS)
            if time.monotonic() - start_time > limits.seconds:
                run.stop_requested.set()
        run.finished.set()
    finally:
        if not run.finished.is_set():
            run.abandoned.set()
        run.stop_requested.set()
        if not started:
            queue.leave(run)
    if isinstance(run.failure, VISITOR_ERRORS):
        yield error_outputs(run.failure)
        raise gradio_error(run.failure) from run.failure
    if run.failure:
        raise run.failure
    yield run_outputs(run)


def run_outputs(run: TrainingRun, position: int = 0) -> tuple[Any, ...]:
    """Show a run as it is now."""
    return (
        run_status(run, position),
        chart_facts(list(run.updates), run.config.epochs),
        watched_facts(run.watched, run.answers),
        download_facts(run.result),
        run,
    )


def error_outputs(error: Exception) -> tuple[Any, ...]:
    """Show an error in the place of the status, and forget the run before."""
    return error_status(error), gr.skip(), gr.skip(), download_facts(None), None


def drawing_to_image(url: str) -> torch.Tensor | None:
    """Bring the pad's drawing to `(28, 28)` uint8; None where there is no digit."""
    try:
        prepared = prepare(decode_drawing(url))
    except (BadPicture, NoDigitFound):
        return None
    return torch.from_numpy(prepared.steps["center"])


def watch_drawing(url: str, run: TrainingRun | None) -> None:
    """Let the visitor's run read the drawing as it is now."""
    if run and not run.finished.is_set():
        run.watch_drawing(drawing_to_image(url))


def stop_run(run: TrainingRun | None) -> tuple[Any, ...]:
    """End the visitor's run after the current update; run_training shows the rest."""
    if run is None:
        return gr.skip(), gr.skip()
    run.stop_requested.set()
    return run_status(run), gr.update(interactive=False)


def downloads_with_curves(run: TrainingRun | None) -> dict[str, str]:
    """Offer the downloads of the visitor's last run, now with the curves."""
    result = run and run.result
    return download_facts(result, result and result.draw_curves())


def use_trained_model(run: TrainingRun | None) -> tuple[Any, ...]:
    """Let the network of the visitor's last run answer on the other tabs."""
    if run is None or run.result is None:
        return (*[gr.skip()] * 4,)
    in_use = gr.update(value=IN_USE, interactive=False)
    return *use_own_model(run.result.model, run.preset, run.result.kept), in_use


def button_updates(*, running: bool, usable: bool = False) -> tuple[dict, dict, dict]:
    """Enable or disable Start, Stop and Use my model."""
    return (
        gr.update(interactive=not running),
        gr.update(interactive=running),
        gr.update(value=USE, interactive=usable),
    )


def buttons_after_run(run: TrainingRun | None) -> tuple[dict, dict, dict]:
    """Enable Start again, and Use my model where the run has a result."""
    usable = run is not None and run.result is not None
    return button_updates(running=False, usable=usable)
