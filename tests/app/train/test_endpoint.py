"""/train as a program calls it."""

import gradio as gr
import pytest

from lenet.app.train.endpoint import follow_for_program
from lenet.checkpoint import load_model
from tests.app.train.runs import (
    SETTINGS,
    all_outputs,
    first_output,
    wait_for_threads,
)
from tests.threads import run_in_thread


def call(machine, **settings):
    return follow_for_program(machine, *(SETTINGS | settings).values())


def test_a_program_gets_one_object_an_update_and_at_the_end_a_file(machine):
    updates = run_in_thread(all_outputs(call(machine, epochs=2)))
    states = [update["state"] for update in updates]
    assert states[-1] == "done" and "training" in states
    assert not any(update["weights"] for update in updates[:-1])
    last = updates[-1]
    assert last["accuracy"] == 1 - last["kept"]["errors"] / 1000
    assert not load_model(last["weights"]["path"]).training


def test_a_run_whose_program_goes_away_ends_at_once(machine):
    async def visit():
        updates = call(machine, epochs=500)
        await first_output(updates, lambda update: "epoch" in update)
        await updates.aclose()

    run_in_thread(visit())
    wait_for_threads()
    assert not len(machine.queue)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("epochs", 0, "epochs: must be between 1 and 1000, but is 0."),
        ("epochs", "many", "epochs: please enter a value."),
        ("epochs", 10**400, "epochs: please enter a value."),
        ("learning_rate", 7, "learning_rate: must be between"),
        ("seed", None, "seed: please enter a value."),
        ("preset", "fast", "preset: must be one of best, classic, quick."),
        ("preset", [], "preset: must be one of best, classic, quick."),
        ("data", {}, "data: must be one of all of MNIST, the 5,000-digit sample."),
    ],
)
def test_a_wrong_value_gets_a_sentence(machine, setting, value, sentence):
    with pytest.raises(gr.Error) as raised:
        run_in_thread(all_outputs(call(machine, **{setting: value})))
    assert raised.value.message.startswith(sentence)
    assert not len(machine.queue)
