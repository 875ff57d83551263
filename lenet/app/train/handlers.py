"""The handlers of the Train tab: they start a run, follow it and show it as facts.

A handler that follows a run polls it several times a second. When the page is closed,
Gradio closes the handler; the run goes on for a while, and the next page follows it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts
from lenet.app.own_model import NetworksInUse, mark_of_run, unchanged
from lenet.app.session import SessionStore
from lenet.app.train.errors import VISITOR_ERRORS, error_facts
from lenet.app.train.machine import TrainingMachine
from lenet.app.train.outputs import (
    NUM_BUTTONS,
    NUM_CONTROLS,
    NUM_OUTPUTS,
    Updates,
    onnx_output,
    run_outputs,
    show_controls,
    skips,
    use_buttons,
)
from lenet.app.train.recipe import recipe_facts
from lenet.app.train.run import POLL_SECONDS
from lenet.app.train.settings import (
    SAMPLE,
    RunSettings,
    run_from_settings,
    settings_of_preset,
    settings_of_run,
)
from lenet.app.train.status import run_status
from lenet.app.train.visitors import MAX_VISITORS, VisitorRuns
from lenet.app.train.watched_digits import (
    classify_watched,
    drawing_to_images,
    watched_facts,
)
from lenet.model import LeNet5


class TrainingHandlers:
    """The handlers of one page, which share the machine and know its visitors.

    The first input of most is what the session part sends, see session_part.
    """

    def __init__(self, machine: TrainingMachine, networks: NetworksInUse) -> None:
        self.machine, self.networks = machine, networks
        self.visitors = SessionStore(VisitorRuns, MAX_VISITORS)

    async def start(self, session: Any, *settings: Any) -> AsyncIterator[Updates]:
        """Start a run and follow it; a run of this visitor that is on is followed."""
        visitor = self.visitors.find_or_add(session)
        if not visitor.is_training:
            try:
                *values, drawing = settings
                run = run_from_settings(*values, limits=self.machine.limits)
                model = self.machine.baseline.model
                run.drawing = await asyncio.to_thread(drawing_to_images, drawing, model)
                if not visitor.is_training:  # no second click was quicker
                    run.start(self.machine)
                    visitor.add(run)
            except VISITOR_ERRORS as error:
                status = {"state": "error", "error": error_facts(error)}
                yield gr.skip(), status, *skips(NUM_OUTPUTS - 2)
                return
        async with aclosing(self.follow(visitor)) as updates:
            async for update in updates:
                yield update

    async def attach(self, session: Any) -> AsyncIterator[Updates]:
        """Show a page that was loaded again its runs and settings."""
        visitor = self.visitors.find(session)
        num_restored = 1 + len(RunSettings._fields)
        if visitor is None or visitor.chosen is None:
            yield skips(NUM_OUTPUTS + num_restored)
            return
        was_shown = isinstance(session, dict) and session.get("shown")
        tab = gr.Tabs(selected="train") if was_shown else gr.skip()
        restored = (tab, *settings_of_run(visitor.runs[-1]))
        async with aclosing(self.follow(visitor)) as updates:
            async for update in updates:
                yield *update, *restored
                restored = skips(num_restored)

    async def follow(self, visitor: VisitorRuns) -> AsyncIterator[Updates]:
        """Show the chosen run until it has ended."""
        run = visitor.chosen
        controls = show_controls(visitor)
        with run.shown():
            while not run.finished.is_set():
                yield *self.show_facts(visitor), *controls
                controls = skips(NUM_CONTROLS)
                visitor.last_seen = time.monotonic()
                await asyncio.sleep(POLL_SECONDS)
        yield *self.show_facts(visitor), *show_controls(visitor)
        if run.failure and not isinstance(run.failure, VISITOR_ERRORS):
            raise run.failure
        shown = None
        while run.result and shown is not visitor.chosen:
            # Drawing the curves takes half a second. If another run is chosen
            # meanwhile, it is shown again: what was yielded here may reach the page
            # later. This run's controls are not sent again, as it may be in use now.
            shown = visitor.chosen
            facts = await asyncio.to_thread(self.show_facts, visitor, with_curves=True)
            if shown is visitor.chosen:
                as_they_are = skips(NUM_CONTROLS)
                yield *facts, *(as_they_are if shown is run else show_controls(visitor))

    def show_facts(self, visitor: VisitorRuns, with_curves: bool = False) -> Updates:
        """Give the facts of the chosen run as it is now."""
        position = self.machine.queue.position(visitor.chosen)
        return run_outputs(visitor, position, with_curves=with_curves)

    def stop(self, session: Any) -> Any:
        """End the visitor's run after the current update; `start` shows the rest."""
        visitor = self.visitors.find(session)
        if visitor is None or not visitor.is_training:
            return gr.skip()
        run = visitor.runs[-1]
        run.stop()
        return run_status(run), gr.update(interactive=False)

    def choose(self, click: Any, session: Any) -> Updates:
        """Show an earlier run, whose network can then be used and downloaded."""
        visitor = self.visitors.find(session)
        number = click.get("number") if isinstance(click, dict) else None
        runs = [run for run in visitor.past if run.number == number] if visitor else []
        if not runs or visitor.is_training:
            return skips(NUM_OUTPUTS)
        visitor.chosen = runs[0]
        return *self.show_facts(visitor, with_curves=True), *show_controls(visitor)

    def download_onnx(self, session: Any) -> Any:
        """Have the network of the chosen run written as an ONNX file."""
        return onnx_output(self.visitors.find(session))

    def use(self, session: Any) -> Updates:
        """Let the network of the chosen run answer on the other tabs."""
        visitor = self.visitors.find(session)
        if visitor is None or not (visitor.chosen and visitor.chosen.result):
            return *unchanged(), *skips(NUM_BUTTONS)
        visitor.in_use = visitor.chosen
        run = visitor.in_use
        mark = mark_of_run(run.preset, run.result.kept)
        own = self.networks.use(session, run.result.model, mark)
        return *own, *use_buttons(visitor)

    def use_shipped(self, session: Any) -> Updates:
        """Let the page's own network answer again; the buttons offer the run's again."""
        visitor = self.visitors.find(session)
        if visitor is None:
            return skips(NUM_BUTTONS)
        visitor.in_use = None
        return use_buttons(visitor)

    def watch_drawing(self, session: Any, own: LeNet5 | None, url: str) -> Any:
        """Have the drawing read as it is now.

        A run reads it at its next update. After a run its network reads it once, and
        before one the network in use: the visitor's `own` one, or else the page's.
        """
        visitor = self.visitors.find(session)
        run = visitor and visitor.chosen
        model = own or self.machine.baseline.model
        images = drawing_to_images(url, model)
        if run and not run.finished.is_set():
            run.drawing = images
            return gr.skip()
        if run and run.result:
            run.drawing = images
            run.answers = classify_watched(run.result.model, images, run.watched)
            return watched_facts(images, run.watched, run.answers)
        answers = classify_watched(model, images, None)
        return watched_facts(images, None, answers, "own" if own else "shipped")

    def describe(
        self, preset: str, epochs: int | None, augmentation: bool, data: str
    ) -> Facts:
        """Tell what the recipe is and how long a run takes."""
        return recipe_facts(
            preset,
            epochs,
            augmentation=augmentation,
            sample=data == SAMPLE,
            speed=self.machine.speed,
            max_seconds=self.machine.limits.seconds,
        )

    def preset_values(self, preset: str) -> Updates:
        """Give the values of a preset's controls."""
        return settings_of_preset(preset, limits=self.machine.limits)
