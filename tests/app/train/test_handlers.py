"""The handlers of the Train tab, without a browser."""

import asyncio
import gc
import sys
from pathlib import Path

import gradio as gr
import numpy as np
import pytest

from lenet.app.own_model import NetworksInUse
from lenet.app.train import recipe
from lenet.app.train.handlers import TrainingHandlers
from lenet.app.train.machine import TrainingMachine
from lenet.app.train.outputs import NUM_CONTROLS, skips
from lenet.app.train.result import Baseline
from lenet.app.train.settings import SAMPLE
from lenet.checkpoint import load_model
from tests.app.train.runs import (
    CHART,
    DOWNLOADS,
    PAST,
    STATUS,
    WATCHED,
    all_outputs,
    finished_run,
    first_output,
    has_updates,
    session,
    wait_for_threads,
)
from tests.handwriting import draw_digit, to_data_url
from tests.threads import run_in_thread

SKIP = gr.skip()


def is_at_second_epoch(output: tuple) -> bool:
    return len(output[CHART]["validation"]) >= 2


def test_a_run_streams_growing_curves_and_ends_with_a_comparison(start):
    outputs = run_in_thread(all_outputs(start(epochs=3)))
    lengths = [len(output[CHART]["training"]) for output in outputs]
    assert lengths == sorted(lengths) and lengths[-1] > 3
    status = outputs[-1][STATUS]
    assert status["state"] == "done" and status["progress"] == 1
    assert status["kept"]["count"] == status["baseline"]["count"] == 1000
    assert status["kept"]["errors"] < status["baseline"]["errors"]


def test_stop_keeps_the_best_epoch_and_ends_with_the_current_update(start, handlers):
    async def visit():
        outputs = start(epochs=500, batch_size=100)
        await first_output(outputs, is_at_second_epoch)
        (run,) = handlers.visitors.find(session(1)).runs
        assert handlers.stop(session(1))[0]["state"] == "evaluating"
        count = len(run.updates)
        return run, count, (await all_outputs(outputs))[-1][STATUS]

    run, count, status = run_in_thread(visit())
    assert len(run.updates) <= count + 1
    assert status["state"] == "stopped" and status["stop_reason"] == "visitor"
    best = min(u.validation.loss for u in run.updates if u.validation)
    assert run.result.kept.validation.loss == status["kept"]["loss"] == best


def test_a_run_that_was_chosen_while_curves_are_drawn_stays_shown(start, handlers):
    finished_run(start())

    async def visit():
        outputs = start(seed=1)
        await first_output(outputs, lambda output: output[STATUS]["state"] == "done")
        show, visitor = handlers.show_facts, handlers.visitors.find(session(1))

        def choose_and_show(*arguments, **options):
            shown = show(*arguments, **options)
            visitor.chosen = visitor.runs[0]
            return shown

        handlers.show_facts = choose_and_show
        return await all_outputs(outputs)

    outputs = run_in_thread(visit())  # Gradio sends the last one twice
    assert {output[PAST]["chosen"] for output in outputs} == {1}
    assert outputs[-1][DOWNLOADS]["curves"]


def test_a_run_that_was_chosen_while_another_is_on_its_way_is_shown_after_it(
    start, handlers
):
    finished_run(start())

    async def visit():
        outputs = start(seed=1)
        await first_output(outputs, lambda output: output[DOWNLOADS]["curves"])
        handlers.choose({"number": 1}, session(1))
        return await all_outputs(outputs)

    (output,) = run_in_thread(visit())
    assert output[PAST]["chosen"] == 1 and output[STATUS]["settings"]["seed"] == 0


def test_curves_that_come_late_leave_the_buttons_as_a_click_on_use_has_left_them(
    start, handlers
):
    async def visit():
        outputs = start()
        await first_output(outputs, lambda output: output[STATUS]["state"] == "done")
        handlers.use(session(1))
        return await all_outputs(outputs)

    (output,) = run_in_thread(visit())
    assert output[DOWNLOADS]["curves"] and output[-NUM_CONTROLS:] == skips(NUM_CONTROLS)


def test_two_clicks_at_once_start_one_run(start, handlers):
    async def visit():
        outputs = start(), start(seed=1)
        await asyncio.gather(*map(anext, outputs))
        (run,) = handlers.visitors.find(session(1)).runs
        run.stop()
        for one in outputs:
            await all_outputs(one)

    run_in_thread(visit())


def test_a_run_goes_on_without_its_page_and_is_shown_to_the_page_that_comes_back(
    start, handlers
):
    async def visit():
        outputs = start(epochs=500, batch_size=64, seed=7)
        await first_output(outputs, has_updates)
        await outputs.aclose()
        (run,) = handlers.visitors.find(session(1)).runs
        count = len(run.updates)
        again = handlers.attach(session(1))
        restored = await anext(again)
        moving = await first_output(again, lambda _: len(run.updates) > count + 2)
        handlers.stop(session(1))
        return restored, moving, (await all_outputs(again))[-1]

    restored, moving, last = run_in_thread(visit())
    assert restored[STATUS]["state"] == "training"
    assert restored[-7:] == ("classic", 500, 64, 2e-3, False, 7, SAMPLE)
    assert moving[-1] == SKIP  # the settings may have been changed by now
    assert last[STATUS]["state"] == "stopped" and "kept" in last[STATUS]


def test_another_visitor_finds_nothing(start, handlers):
    async def visit():
        outputs = start(visitor=1, epochs=500)
        await first_output(outputs, has_updates)
        for stranger in (session(2), {"key": ""}, {"key": None}, {}, None, "1"):
            (output,) = await all_outputs(handlers.attach(stranger))
            assert set(map(str, output)) == {str(SKIP)}
            assert handlers.stop(stranger) == SKIP
        handlers.stop(session(1))
        await all_outputs(outputs)

    run_in_thread(visit())


def test_a_forged_key_starts_no_run(handlers, start, machine):
    for forged in ({"key": "x" * 32}, {"key": ["0" * 32]}, {}, None):
        with pytest.raises(gr.Error):
            run_in_thread(anext(handlers.start(forged, *range(8))))
    assert not len(machine.queue) and not len(handlers.visitors)


def test_a_second_start_shows_the_run_that_is_on(start, handlers, machine):
    async def visit():
        first, second = start(epochs=500), start(epochs=2)
        await first_output(first, has_updates)
        assert (await anext(second))[STATUS]["settings"]["epochs"] == 500
        assert len(machine.queue) == 1
        handlers.stop(session(1))
        for outputs in (first, second):
            assert (await all_outputs(outputs))[-1][STATUS]["state"] == "stopped"

    run_in_thread(visit())


def test_one_run_at_a_time_trains_and_the_others_know_their_position(
    start, handlers, machine
):
    def is_next(output):
        return output[STATUS].get("position") == 1

    async def visit():
        first, second, third = (start(visitor, epochs=500) for visitor in (1, 2, 3))
        await first_output(first, has_updates)
        assert is_next(await anext(second))
        assert (await anext(third))[STATUS]["position"] == 2
        handlers.stop(session(1))
        status = (await first_output(second, has_updates))[STATUS]
        assert status["state"] == "training" and status["epoch"] == 1
        assert not has_updates(await first_output(third, is_next))
        handlers.stop(session(3))
        status = (await all_outputs(third))[-1][STATUS]
        assert status["state"] == "stopped" and "kept" not in status
        handlers.stop(session(2))

    run_in_thread(visit())
    wait_for_threads()
    assert not len(machine.queue)


@pytest.mark.parametrize(
    ("setting", "value"), [("epochs", 0), ("learning_rate", 7), ("seed", None)]
)
def test_a_wrong_setting_is_a_fact_for_the_page(start, machine, setting, value):
    (output,) = run_in_thread(all_outputs(start(**{setting: value})))
    status = output[STATUS]
    assert status["state"] == "error" and status["error"]["setting"] == setting
    assert not len(machine.queue)


def test_earlier_runs_stay_and_one_of_them_can_be_chosen_and_used(start, handlers):
    finished_run(start(seed=1))
    output = finished_run(start(seed=2))
    numbers = [run["number"] for run in output[PAST]["runs"]]
    assert numbers == [1, 2] and output[PAST]["chosen"] == 2
    assert [run["number"] for run in output[CHART]["past"]] == [1]
    chosen = handlers.choose({"number": 1}, session(1))
    assert chosen[PAST]["chosen"] == 1 and chosen[STATUS]["settings"]["seed"] == 1
    assert [run["number"] for run in chosen[CHART]["past"]] == [2]
    first = handlers.visitors.find(session(1)).runs[0]
    assert handlers.use(session(1))[0] is first.result.model


@pytest.mark.parametrize("click", [None, {}, {"number": 9}, {"number": "1"}])
def test_a_run_that_is_not_there_cannot_be_chosen(handlers, visitor, click):
    assert set(map(str, handlers.choose(click, session(1)))) == {str(SKIP)}
    assert set(map(str, handlers.choose({"number": 1}, session(2)))) == {str(SKIP)}


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_after_20_runs_is_that_after_the_eighth(start):
    def megabytes():
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096 / 2**20

    used = []
    gc.freeze()  # as the server does: objects of other tests are not visited again
    for _ in range(20):
        finished_run(start())
        wait_for_threads()
        used.append(megabytes())
    gc.unfreeze()
    assert used[-1] < 1.1 * used[7]


def test_the_drawing_and_eight_fixed_digits_are_read_while_it_learns(start):
    outputs = finished_run(start(drawing=to_data_url(draw_digit(4)), epochs=5))
    drawing, *fixed = outputs[WATCHED]["digits"]
    assert drawing["picture"] and drawing["label"] is None and drawing["answer"] == 4
    assert len(fixed) == 8
    assert sum(digit["answer"] == digit["label"] for digit in fixed) >= 5


def test_a_drawing_made_during_a_run_is_read_too(start, handlers):
    async def visit():
        outputs, pictures = start(epochs=500), []
        await first_output(outputs, has_updates)
        for drawing in ("", to_data_url(draw_digit(3)), ""):
            assert handlers.watch_drawing(session(1), None, drawing) == SKIP
            pictures.append((await anext(outputs))[WATCHED]["digits"][0]["picture"])
        handlers.stop(session(1))
        await all_outputs(outputs)
        return pictures

    before, during, after = run_in_thread(visit())
    assert during and not before and not after


@pytest.fixture
def shipped_handlers(tmp_path):
    """The handlers of a page with the shipped network."""
    machine = TrainingMachine(tmp_path, Baseline(load_model()))
    return TrainingHandlers(machine, NetworksInUse())


def test_before_a_run_the_network_in_use_reads_the_drawing(finished, shipped_handlers):
    own, read = finished.result.model, shipped_handlers.watch_drawing
    drawing = to_data_url(np.hstack([draw_digit(4), draw_digit(2)]))
    facts = read(session(1), None, drawing)
    assert [digit["answer"] for digit in facts["digits"]] == [4, 2, *[None] * 8]
    assert facts["reader"] == "shipped"
    of_own = read(session(1), own, drawing)
    assert of_own["reader"] == "own" and of_own["digits"][0] != facts["digits"][0]


def test_after_a_run_its_network_reads_what_is_drawn_then(visitor, handlers):
    facts = handlers.watch_drawing(session(1), None, to_data_url(draw_digit(1)))
    (drawn, *fixed), reader = facts["digits"], facts["reader"]
    assert reader == "run" and drawn["picture"] and drawn["answer"] is not None
    assert all(digit["answer"] is not None for digit in fixed)
    assert handlers.watch_drawing(session(1), None, "")["digits"][1:] == fixed


def test_use_my_model_hands_over_the_network_until_the_visitor_goes_back(
    visitor, handlers, finished
):
    model, bar, facts, use, go = handlers.use(session(1))
    assert model is finished.result.model and bar["visible"]
    assert facts["preset"] == "classic" and facts["count"] == 1000
    assert not use["visible"] and go["visible"]
    use, go = handlers.use_shipped(session(1))
    assert use["visible"] and not go["visible"]


def test_nothing_can_be_used_or_stopped_before_a_run(handlers):
    assert handlers.use(session(1)) == skips(NUM_CONTROLS)
    assert handlers.stop(session(1)) == SKIP


def test_the_time_of_a_run_is_measured_by_a_run(start, handlers, monkeypatch):
    monkeypatch.setattr(recipe, "MIN_MEASURED_SECONDS", 0)
    before = handlers.describe("quick", 5, False, "all of MNIST")
    assert not before["is_measured"] and before["seconds"] == 25
    run_in_thread(all_outputs(start(preset="classic", epochs=1)))
    after = handlers.describe("quick", 5, False, "all of MNIST")
    assert after["is_measured"] and after["seconds"] != before["seconds"]
