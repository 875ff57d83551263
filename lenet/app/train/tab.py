"""The Train tab: settings, Start and Stop, and a run that is shown while it learns.

A run has a thread of its own (run.py); a handler polls it several times a second and
yields facts. One run at a time trains, the others wait in a queue.
"""

from pathlib import Path

import gradio as gr

from lenet.app.html_part import with_click
from lenet.app.localization import label
from lenet.app.own_model import OwnModel
from lenet.app.recognize.drawing_pad import CURRENT_DRAWING_JS
from lenet.app.train.chart import chart_part
from lenet.app.train.endpoint import train_endpoint
from lenet.app.train.handlers import TrainingHandlers
from lenet.app.train.machine import Limits, TrainingMachine
from lenet.app.train.result import Baseline, downloads_part
from lenet.app.train.settings import run_settings
from lenet.app.train.status import status_part
from lenet.app.train.visitors import run_choice_part
from lenet.app.train.watched_digits import watched_digits_part
from lenet.model import LeNet5

WITH_DRAWING_JS = f"""(...inputs) => {{
  const drawing = {CURRENT_DRAWING_JS};
  return drawing === undefined ? inputs : [...inputs.slice(0, -1), drawing];
}}"""
SCROLL_TO_TOP_JS = "() => window.scrollTo({ top: 0 })"


def train_tab(
    tab: gr.Tab,
    tabs: gr.Tabs,
    session: gr.HTML,
    data_dir: Path,
    shipped: LeNet5,
    own: OwnModel,
    pad: gr.HTML,
    limits: Limits,
) -> gr.Button:
    """Lay out the tab inside the current Blocks and wire it.

    Args:
        tab, tabs: This tab, and all tabs of the page. Opening this one has the drawing
            read as it is then.
        session: What session_part made; it tells visitors apart.
        shipped: A run's network is compared with it.
        own: Takes the network that the visitor wants to use.
        pad: Its drawing is read at every update, like the fixed digits.
        limits: Of each run; they are shown beside the epochs unless they are NO_LIMITS.
    Returns:
        The button that makes a run's network the visitor's own.
    """
    with gr.Row(elem_id="train"):
        with gr.Column(min_width=280, elem_id="train-settings"):
            settings, recipe = run_settings(limits)
            start = gr.Button(label("train.start"), variant="primary", elem_id="start")
            stop = gr.Button(label("train.stop"), visible=False, elem_id="stop")
        with gr.Column(min_width=280, elem_id="train-curves"):
            status, chart = status_part(), chart_part()
            run_choice = run_choice_part()
        with gr.Column(
            min_width=280, visible=False, elem_id="train-results"
        ) as results:
            use = gr.Button(label("train.use"), variant="primary", elem_id="use")
            go = gr.Button(label("train.in_use"), visible=False, elem_id="go")
            downloads = downloads_part()
        with gr.Column(min_width=280, elem_id="train-watched"):
            watched = watched_digits_part()

    machine = TrainingMachine(data_dir, Baseline(shipped), limits)
    handlers = TrainingHandlers(machine, own.networks)
    shown = [session, status, chart, watched, downloads, run_choice]
    shown += [start, stop, results, use, go]
    private = {"show_progress": "hidden", "api_visibility": "private"}
    unqueued = {"queue": False, **private}
    following = {"concurrency_limit": None, **private}
    inputs = [session, *settings, pad]
    with_drawing = {"js": WITH_DRAWING_JS}  # the pad is the last input
    again = {"trigger_mode": "multiple"}  # while the last run's curves are still drawn
    running = start.click(
        handlers.start, inputs, shown, **with_drawing, **again, **following
    )
    restored = [tabs, *settings]
    attached = session.input(handlers.attach, session, [*shown, *restored], **following)
    stop.click(handlers.stop, session, [status, stop], **unqueued)
    run_choice.select(with_click(handlers.choose), session, shown, **unqueued)
    one_by_one = {"concurrency_limit": 1, **private}
    downloads.download(handlers.download_onnx, session, downloads, **one_by_one)
    session.tick(handlers.visitors.see, session, **unqueued)
    drawn = [session, own.model, pad]
    tab.select(handlers.watch_drawing, drawn, watched, **with_drawing, **unqueued)
    use.click(handlers.use, session, [*own.outputs, use, go], **unqueued)
    own.back.click(handlers.use_shipped, session, [use, go], **unqueued)
    go.click(lambda: gr.Tabs(selected="recognize"), None, tabs, **unqueued).then(
        None, js=SCROLL_TO_TOP_JS, **unqueued
    )
    train_endpoint(machine, settings, pad)

    of_preset = handlers.preset_values
    for asked in (settings.preset.input, recipe.apply):
        asked(of_preset, settings.preset, settings.of_preset, **unqueued)
    changes = [control.change for control in settings.of_time]
    for changed in [*changes, tab.select, running.then, attached.then]:
        changed(handlers.describe, settings.of_time, recipe, **unqueued)
    return use
