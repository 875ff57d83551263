"""/train for programs: it starts a run and gives one JSON object per update.

A program gets what the page shows, and at the end the weights as a file. A run whose
program goes away ends at once.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from lenet.app.html_part import Facts
from lenet.app.train.errors import VISITOR_ERRORS, gradio_error
from lenet.app.train.machine import TrainingMachine
from lenet.app.train.run import POLL_SECONDS, TrainingRun
from lenet.app.train.settings import RunSettings, run_from_settings
from lenet.app.train.status import run_status

FILE_NAME = "my-lenet5.safetensors"


def train_endpoint(
    machine: TrainingMachine, settings: RunSettings, pad: gr.HTML
) -> None:
    """Offer /train to programs; the page does not use it."""

    async def train(
        preset: Any,
        epochs: Any,
        batch_size: Any,
        learning_rate: Any,
        augmentation: Any,
        seed: Any,
        data: Any,
        drawing: Any = "",
    ) -> AsyncIterator[Facts]:
        values = (preset, epochs, batch_size, learning_rate, augmentation, seed, data)
        async for facts in follow_for_program(machine, *values):
            yield facts

    gr.Button(visible=False).click(
        train,
        [*settings, pad],
        gr.JSON(visible=False),
        preprocess=False,  # wrong values are refused here, in a sentence
        concurrency_limit=None,  # the queue lets one run at a time train
        api_name="train",
        api_description="Train a network: state, epoch, losses and accuracy as JSON, "
        "several times a second, and the weights as a file at the end.",
    )


async def follow_for_program(
    machine: TrainingMachine, *values: Any
) -> AsyncIterator[Facts]:
    """Start a run and yield program_facts until it has ended.

    Raises:
        gr.Error: A setting is wrong, the queue is full, or the training diverged.
    """
    try:
        run = run_from_settings(*values, limits=machine.limits)
        run.start(machine)
        try:
            with run.shown():
                while not run.finished.is_set():
                    yield program_facts(run, machine.queue.position(run))
                    await asyncio.sleep(POLL_SECONDS)
        finally:
            if not run.finished.is_set():
                run.abandon()
        if run.failure:
            raise run.failure
    except VISITOR_ERRORS as error:
        raise gradio_error(error) from error
    yield program_facts(run)


def program_facts(run: TrainingRun, position: int = 0) -> Facts:
    """Give what run_status gives, and more.

    Returns:
        accuracy: Of the latest validation, or at the end of the kept epoch; a fraction.
        weights: None until the end, then a file that gradio_client downloads.
    """
    facts, result = run_status(run, position), run.result
    validations = [update.validation for update in run.updates if update.validation]
    latest = result.kept.validation if result else next(reversed(validations), None)
    facts["accuracy"] = latest and latest.accuracy
    facts["weights"] = result and _stored_file(result.weights)
    return facts


def _stored_file(content: bytes) -> Facts:
    """Put a file where Gradio serves it from; uploads.py deletes it some time later."""
    folder = Path(tempfile.mkdtemp(dir=get_upload_folder()))
    path = folder / FILE_NAME
    path.write_bytes(content)
    return {"path": str(path), "meta": {"_type": "gradio.FileData"}}
