"""The Train tab: settings, Start and Stop, and a run to watch while it learns.

A run has a thread of its own (run.py); the handler here looks at it several times a
second and shows what is new. One run at a time has the machine, others see their place.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
import torch

from lenet.app.own_model import OwnModel, use_own_model
from lenet.app.recognize.drawing_pad import decode_drawing
from lenet.app.said import parts_of, said
from lenet.app.texts import TEXTS, scripted
from lenet.app.train.chart import chart_svg
from lenet.app.train.run import (
    NO_LIMITS,
    Baseline,
    Limits,
    QueueFull,
    Run,
    TrainingQueue,
)
from lenet.app.train.settings import SAMPLE, Refused, config_of, run_settings
from lenet.app.train.status import downloads_html, run_status_html, status_html
from lenet.app.train.watched_digits import answers_html, pictures_html
from lenet.imaging.preprocess import BadPicture, NoDigitFound, prepare
from lenet.model import LeNet5
from lenet.training.loop import TrainingDiverged

POLL_SECONDS = 0.2  # seconds between two looks at a run
USE, IN_USE = str(TEXTS("train_use")), str(TEXTS("train_in_use"))


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
        tab: When it is opened, a run is told of the drawing as it is then.
        shipped: What a run's network is compared with.
        own: Where a visitor's own network goes.
        pad: Its drawing is judged along with the fixed digits.
        limits: Of each run; anything but the defaults is told beside the epochs.
    """
    words = scripted("run", "said.js")
    with gr.Row(elem_id="train"):
        with gr.Column(scale=1, min_width=280):
            settings = run_settings(limits)
            with gr.Row():
                start = gr.Button(
                    TEXTS("train_start"),
                    variant="primary",
                    min_width=100,
                    elem_id="start",
                )
                stop = gr.Button(
                    TEXTS("train_stop"),
                    interactive=False,
                    min_width=100,
                    elem_id="stop",
                )
            use = gr.Button(TEXTS("train_use"), interactive=False, elem_id="use")
            downloads = gr.HTML(downloads_html(None), elem_id="downloads", **words)
        with gr.Column(scale=2, min_width=300):
            status = gr.HTML(status_html(said("run_ready")), elem_id="status", **words)
            chart = gr.HTML(chart_svg([], 1), elem_id="chart", **words)
            pictures = gr.HTML(pictures_html(None), elem_id="watched", **words)
            answers = gr.HTML(answers_html(None, []), elem_id="answers", **words)
    run = gr.State(None)
    private = {"queue": False, "api_visibility": "private"}
    buttons = [start, stop, use]
    start.click(lambda: buttons_of(running=True), outputs=buttons, **private)
    running = start.click(
        partial(
            run_training,
            line=TrainingQueue(),
            baseline=Baseline(shipped),
            data_dir=data_dir,
            limits=limits,
        ),
        [*settings, pad],
        [status, chart, pictures, answers, downloads, run],
        concurrency_limit=None,  # the line lets one at a time train
        show_progress="hidden",
        api_name="train",
    )
    running.failure(buttons_of_ended, run, buttons, **private)
    # Drawing is slow and so comes last. Should a next run have begun by then, its frames
    # take the links away again.
    running.success(buttons_of_ended, run, buttons, **private).then(
        offer_curves,
        run,
        downloads,
        trigger_mode="always_last",
        show_progress="hidden",
        **private,
    )
    stop.click(stop_run, run, [status, stop], **private)
    tab.select(watch_drawing, [pad, run], show_progress="hidden", **private)
    use.click(use_run, run, [*own.shown, use], **private)
    own.back.click(buttons_of_ended, run, buttons, **private)


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
    line: TrainingQueue,
    baseline: Baseline,
    data_dir: Path,
    limits: Limits = NO_LIMITS,
) -> AsyncIterator[tuple[Any, ...]]:
    """Train a new network, yielding status, chart, digits, answers, files and the run.

    It waits in `line` first. Closing it, as Gradio does when the page is closed, ends
    the run.
    """
    given = (epochs, batch_size, learning_rate, augmentation, seed)
    try:
        config = config_of(preset, *given, limits=limits)
        run = Run(
            preset,
            config,
            sample=data == SAMPLE,
            drawing=drawing_to_image(drawing),
        )
        line.join(run)
    except (ValueError, QueueFull) as error:
        if isinstance(error, QueueFull):
            error = Refused("run_too_many")
        known = isinstance(error, Refused)  # has a text of the page's own
        sentence = str(error) if known else f"{error}."
        yield refusal(error.shown if known else escape(sentence))
        raise gr.Error(sentence, print_exception=False) from error
    started = False
    try:
        yield frame(run, line.ahead_of(run))
        while (ahead := line.ahead_of(run)) and not run.stop.is_set():
            yield frame(run, ahead)
            await asyncio.sleep(POLL_SECONDS)
        if not run.stop.is_set():
            run.start(line, baseline, data_dir)
            started, begun = True, time.monotonic()
        while started and not run.ended.is_set():
            yield frame(run)
            await asyncio.to_thread(run.ended.wait, POLL_SECONDS)
            if time.monotonic() - begun > limits.seconds:
                run.stop.set()
        run.ended.set()
    finally:
        if not run.ended.is_set():
            run.left.set()
        run.stop.set()
        if not started:
            line.leave(run)
    if isinstance(run.failure, TrainingDiverged):
        sentence = f"{run.failure}."
        yield refusal(escape(sentence))
        raise gr.Error(sentence, print_exception=False) from run.failure
    if run.failure:
        raise run.failure
    yield frame(run)


def frame(run: Run, ahead: int = 0) -> tuple[Any, ...]:
    """Show a run as it is now."""
    return (
        run_status_html(run, ahead),
        chart_svg(list(run.updates), run.config.epochs),
        pictures_html(run.watched),
        answers_html(run.watched, run.answers),
        downloads_html(run.outcome),
        run,
    )


def refusal(shown: str) -> tuple[Any, ...]:
    """Put a sentence where the progress would stand, and forget the run before."""
    return status_html(shown), *[gr.skip()] * 3, downloads_html(None), None


def drawing_to_image(url: str) -> torch.Tensor | None:
    """Bring the pad's drawing to `(28, 28)` uint8; None where there is no digit."""
    try:
        prepared = prepare(decode_drawing(url))
    except (BadPicture, NoDigitFound):
        return None
    return torch.from_numpy(prepared.steps["center"])


def watch_drawing(url: str, run: Run | None) -> None:
    """Let the visitor's run judge a new drawing too."""
    if run and not run.ended.is_set():
        run.watch(drawing_to_image(url))


def stop_run(run: Run | None) -> tuple[Any, ...]:
    """End the visitor's run after the update at hand; it tells the rest itself."""
    if run is None:
        return gr.skip(), gr.skip()
    run.stop.set()
    return run_status_html(run), gr.update(interactive=False)


def offer_curves(run: Run | None) -> str:
    """Offer what the last run leaves, now with its curves."""
    outcome = run and run.outcome
    return downloads_html(outcome, outcome and outcome.draw_curves())


def use_run(run: Run | None) -> tuple[Any, ...]:
    """Let the network of the visitor's last run answer on the other tabs."""
    if run is None or run.outcome is None:
        return (*[gr.skip()] * 4,)
    kept = run.outcome.kept
    words = said("own_words", run.preset, kept.epoch, *parts_of(kept.validation))
    in_use = gr.update(value=IN_USE, interactive=False)
    return *use_own_model(run.outcome.model, words), in_use


def buttons_of(*, running: bool, usable: bool = False) -> tuple[dict, dict, dict]:
    """Say which of Start, Stop and Use my model can be pressed."""
    return (
        gr.update(interactive=not running),
        gr.update(interactive=running),
        gr.update(value=USE, interactive=usable),
    )


def buttons_of_ended(run: Run | None) -> tuple[dict, dict, dict]:
    """Give the buttons back when a run has ended."""
    usable = run is not None and run.outcome is not None
    return buttons_of(running=False, usable=usable)
