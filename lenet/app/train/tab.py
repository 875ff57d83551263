"""The Train tab: settings, Start and Stop, and a run that is shown while it learns.

A run has a thread of its own (run.py); a handler polls it several times a second and
yields facts. One run at a time trains, the others wait in a queue.
"""

from functools import partial
from pathlib import Path

import gradio as gr

from lenet.app.localization import label
from lenet.app.own_model import OwnModel
from lenet.app.train.chart import chart_part
from lenet.app.train.downloads import downloads_part
from lenet.app.train.handlers import (
    button_updates,
    downloads_with_curves,
    run_training,
    stop_run,
    use_trained_model,
    watch_drawing,
)
from lenet.app.train.queue import TrainingQueue
from lenet.app.train.result import Baseline
from lenet.app.train.settings import NO_LIMITS, Limits, run_settings
from lenet.app.train.status import status_part
from lenet.app.train.watched_digits import watched_digits_part
from lenet.model import LeNet5


def train_tab(
    tab: gr.Tab,
    data_dir: Path,
    shipped: LeNet5,
    own: OwnModel,
    pad: gr.HTML,
    limits: Limits = NO_LIMITS,
) -> gr.Button:
    """Lay out the tab inside the current Blocks and wire it.

    Args:
        tab: Opening it has the drawing read as it is then.
        shipped: A run's network is compared with it.
        own: Takes the network that the visitor wants to use.
        pad: Its drawing is read at every update, like the fixed digits.
        limits: Of each run; they are shown beside the epochs unless they are NO_LIMITS.
    Returns:
        The button that makes a run's network the visitor's own.
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
    start.click(partial(button_updates, None, running=True), outputs=buttons, **private)
    train = partial(run_training, queue=TrainingQueue(), baseline=Baseline(shipped))
    running = start.click(
        partial(train, data_dir=data_dir, limits=limits),
        [*settings, pad],
        [status, chart, watched, downloads, run],
        concurrency_limit=None,  # the queue lets one run at a time train
        show_progress="hidden",
        api_name="train",
    )
    running.failure(button_updates, run, buttons, **private)
    # Drawing the curves is slow and so comes last. If the next run has begun by then,
    # its updates take the links away again.
    running.success(button_updates, run, buttons, **private).then(
        downloads_with_curves,
        run,
        downloads,
        trigger_mode="always_last",
        show_progress="hidden",
        **private,
    )
    stop.click(stop_run, run, [status, stop], **private)
    tab.select(
        partial(watch_drawing, shipped=shipped),
        [pad, run, own.model],
        watched,
        show_progress="hidden",
        **private,
    )
    use.click(use_trained_model, run, [*own.outputs, use], **private)
    own.back.click(button_updates, run, buttons, **private)
    return use
