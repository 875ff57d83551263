"""The handlers of the Train tab: they start a run, poll it and show it as facts."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr

from lenet.app.localization import label
from lenet.app.own_model import use_own_model
from lenet.app.train.chart import chart_facts
from lenet.app.train.downloads import download_facts
from lenet.app.train.errors import VISITOR_ERRORS, error_facts, gradio_error
from lenet.app.train.queue import TrainingQueue
from lenet.app.train.result import Baseline
from lenet.app.train.run import TrainingRun
from lenet.app.train.settings import NO_LIMITS, SAMPLE, Limits, config_from_settings
from lenet.app.train.status import run_status
from lenet.app.train.watched_digits import (
    classify_watched,
    drawing_to_images,
    watched_facts,
)
from lenet.model import LeNet5

POLL_SECONDS = 0.2
USE, IN_USE = str(label("train.use")), str(label("train.in_use"))


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
        images = drawing_to_images(drawing, baseline.model)
        run = TrainingRun(preset, config, sample=data == SAMPLE, drawing=images)
        queue.join(run)
        started = False
        try:
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
        if run.failure:
            raise run.failure
        yield run_outputs(run)
    except VISITOR_ERRORS as error:
        status = {"state": "error", "error": error_facts(error)}
        yield status, gr.skip(), gr.skip(), download_facts(None), None
        raise gradio_error(error) from error


def run_outputs(run: TrainingRun, position: int = 0) -> tuple[Any, ...]:
    """Show a run as it is now."""
    return (
        run_status(run, position),
        chart_facts(list(run.updates), run.config.epochs),
        watched_facts(run.drawing, run.watched, run.answers),
        download_facts(run.result),
        run,
    )


def watch_drawing(
    url: str, run: TrainingRun | None, own: LeNet5 | None, *, shipped: LeNet5
) -> Any:
    """Have the drawing read as it is now.

    A run reads it at its next update. After a run its network reads it once, and before
    one the network in use: the visitor's own one, or else the page's.
    """
    images = drawing_to_images(url, own or shipped)
    if run and not run.finished.is_set():
        run.drawing = images
        return gr.skip()
    if run and run.result:
        run.drawing = images
        run.answers = classify_watched(run.result.model, images, run.watched)
        return watched_facts(images, run.watched, run.answers)
    answers = classify_watched(own or shipped, images, None)
    return watched_facts(images, None, answers, "own" if own else "shipped")


def stop_run(run: TrainingRun | None) -> Any:
    """End the visitor's run after the current update; run_training shows the rest."""
    if run is None:
        return gr.skip()
    run.stop_requested.set()
    return run_status(run), gr.update(interactive=False)


def downloads_with_curves(run: TrainingRun | None) -> dict[str, str]:
    """Offer the downloads of the visitor's last run, now with the curves."""
    result = run and run.result
    return download_facts(result, result and result.draw_curves())


def use_trained_model(run: TrainingRun | None) -> Any:
    """Let the network of the visitor's last run answer on the other tabs."""
    if run is None or run.result is None:
        return gr.skip()
    in_use = gr.update(value=IN_USE, interactive=False)
    return *use_own_model(run.result.model, run.preset, run.result.kept), in_use


def button_updates(
    run: TrainingRun | None, *, running: bool = False
) -> tuple[dict, dict, dict]:
    """Enable Stop during a run, Start after it, and Use my model if it has a result."""
    usable = run is not None and run.result is not None
    return (
        gr.update(interactive=not running),
        gr.update(interactive=running),
        gr.update(value=USE, interactive=usable),
    )
