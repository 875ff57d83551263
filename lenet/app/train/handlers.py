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

from lenet.app.own_model import use_own_model
from lenet.app.train.chart import chart_facts
from lenet.app.train.errors import VISITOR_ERRORS, error_facts
from lenet.app.train.machine import TrainingMachine
from lenet.app.train.recipe import recipe_facts
from lenet.app.train.result import download_facts
from lenet.app.train.run_choice import run_choice_facts
from lenet.app.train.settings import (
    SAMPLE,
    RunSettings,
    run_from_settings,
    settings_of_preset,
    settings_of_run,
)
from lenet.app.train.status import run_status
from lenet.app.train.visitors import VisitorRuns, Visitors, session_facts
from lenet.app.train.watched_digits import (
    classify_watched,
    drawing_to_images,
    watched_facts,
)
from lenet.model import LeNet5

POLL_SECONDS = 0.2
NUM_FACTS = 6  # values of show_facts
NUM_OUTPUTS = NUM_FACTS + 5  # and of show_controls
NUM_OWN = 3  # values of network_outputs
Updates = tuple[Any, ...]


class TrainingHandlers:
    """The handlers of one page, which share the machine and know its visitors.

    The first input of most is what the session part sends, see session_part.
    """

    def __init__(self, machine: TrainingMachine) -> None:
        self.machine, self.visitors = machine, Visitors()

    async def start(self, session: Any, *settings: Any) -> AsyncIterator[Updates]:
        """Start a run and follow it; a run of this visitor that is on is followed."""
        visitor = self.visitors.find_or_add(session)
        if not visitor.is_training:
            try:
                *values, drawing = settings
                run = run_from_settings(*values, limits=self.machine.limits)
                shipped = self.machine.baseline.model
                images = asyncio.to_thread(drawing_to_images, drawing, shipped)
                run.drawing = await images
                run.start(self.machine)
            except VISITOR_ERRORS as error:
                status = {"state": "error", "error": error_facts(error)}
                yield gr.skip(), status, *_skips(NUM_OUTPUTS - 2)
                return
            visitor.add(run)
        async with aclosing(self.follow(visitor)) as updates:
            async for update in updates:
                yield update

    async def attach(self, session: Any) -> AsyncIterator[Updates]:
        """Show a page that was loaded again its runs, settings and network."""
        visitor = self.visitors.find(session)
        num_restored = 1 + len(RunSettings._fields) + NUM_OWN
        if visitor is None or visitor.chosen is None:
            yield _skips(NUM_OUTPUTS + num_restored)
            return
        was_shown = isinstance(session, dict) and session.get("shown")
        tab = gr.Tabs(selected="train") if was_shown else gr.skip()
        own = network_outputs(visitor) if visitor.in_use else _skips(NUM_OWN)
        restored = (tab, *settings_of_run(visitor.runs[-1]), *own)
        async with aclosing(self.follow(visitor)) as updates:
            async for update in updates:
                yield *update, *restored
                restored = _skips(num_restored)

    async def follow(self, visitor: VisitorRuns) -> AsyncIterator[Updates]:
        """Show the chosen run until it has ended."""
        run = visitor.chosen
        controls = show_controls(visitor)
        with run.shown():
            while not run.finished.is_set():
                yield *self.show_facts(visitor), *controls
                controls = _skips(NUM_OUTPUTS - NUM_FACTS)
                visitor.last_seen = time.monotonic()
                await asyncio.sleep(POLL_SECONDS)
        yield *self.show_facts(visitor), *show_controls(visitor)
        if run.failure and not isinstance(run.failure, VISITOR_ERRORS):
            raise run.failure
        if run.result:
            shown = await asyncio.to_thread(self.show_facts, visitor, with_curves=True)
            if visitor.chosen is not run:  # drawing the curves takes half a second
                return
            yield *shown, *_skips(NUM_OUTPUTS - NUM_FACTS)
            if visitor.chosen is not run and not visitor.is_training:
                # Another run was chosen meanwhile, and may have been shown before this one.
                yield (
                    *self.show_facts(visitor, with_curves=True),
                    *show_controls(visitor),
                )

    def show_facts(self, visitor: VisitorRuns, with_curves: bool = False) -> Updates:
        """Show the chosen run as it is now, and the others as pale curves and a list."""
        run = visitor.chosen
        updates = run.result.updates if run.result else list(run.updates)
        past = [visitor.curve(one) for one in visitor.past if one is not run]
        return (
            session_facts(visitor),
            run_status(run, self.machine.queue.position(run)),
            chart_facts(updates, run.config.epochs, past),
            watched_facts(run.drawing, run.watched, run.answers),
            download_facts(run.result, with_curves=with_curves),
            run_choice_facts(visitor),
        )

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
            return _skips(NUM_OUTPUTS)
        visitor.chosen = runs[0]
        return *self.show_facts(visitor, with_curves=True), *show_controls(visitor)

    def use(self, session: Any) -> Updates:
        """Let the network of the chosen run answer on the other tabs."""
        visitor = self.visitors.find(session)
        if visitor is None or not (visitor.chosen and visitor.chosen.result):
            return _skips(NUM_OWN + 2)
        visitor.in_use = visitor.chosen
        return *network_outputs(visitor), *use_buttons(visitor)

    def use_shipped(self, session: Any) -> Updates:
        """Let the page's own network answer again; the buttons offer the run's again."""
        visitor = self.visitors.find(session)
        if visitor is None:
            return _skips(2)
        visitor.in_use = None
        return use_buttons(visitor)

    def watch_drawing(self, session: Any, url: str, own: LeNet5 | None) -> Any:
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

    def see(self, session: Any) -> None:
        """Note that the page is still there."""
        self.visitors.find(session)

    def describe(
        self, preset: str, epochs: int | None, varied: bool, data: str
    ) -> dict[str, Any]:
        """Tell what the recipe is and how long a run takes."""
        return recipe_facts(
            preset,
            epochs,
            varied=varied,
            sample=data == SAMPLE,
            speed=self.machine.speed,
            max_seconds=self.machine.limits.seconds,
        )

    def preset_values(self, preset: str) -> Updates:
        """Give the values of a preset's controls."""
        return settings_of_preset(preset, limits=self.machine.limits)


def network_outputs(visitor: VisitorRuns) -> Updates:
    """Let the network in use answer, and mark that it does."""
    run = visitor.in_use
    return use_own_model(run.result.model, run.preset, run.result.kept)


def show_controls(visitor: VisitorRuns) -> Updates:
    """Show Stop in place of Start during a run, and the results when there are some."""
    is_training = visitor.is_training
    has_result = bool(visitor.chosen and visitor.chosen.result)
    return (
        gr.update(visible=not is_training),
        gr.update(visible=is_training, interactive=is_training),
        gr.update(visible=has_result and not is_training),
        *use_buttons(visitor),
    )


def use_buttons(visitor: VisitorRuns) -> tuple[dict, dict]:
    """Offer the chosen run's network, or the way to where it is in use."""
    in_use = visitor.in_use is not None and visitor.in_use is visitor.chosen
    return gr.update(visible=not in_use), gr.update(visible=in_use)


def _skips(count: int) -> Updates:
    return (gr.skip(),) * count
