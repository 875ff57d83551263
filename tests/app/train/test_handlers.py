"""The handlers of the Train tab, without a browser."""

import gc
import sys
from pathlib import Path

import gradio as gr
import numpy as np
import pytest

from lenet.app.train.handlers import (
    IN_USE,
    button_updates,
    downloads_with_curves,
    run_outputs,
    stop_run,
    use_trained_model,
    watch_drawing,
)
from lenet.app.train.run import TrainingRun
from lenet.app.train.watched_digits import choose_watched_digits
from lenet.checkpoint import load_model
from lenet.training.config import TrainingConfig
from tests.app.train.runs import (
    all_outputs,
    finished_run,
    first_output,
    has_updates,
    run_in_thread,
    wait_for_threads,
)
from tests.handwriting import draw_digit, to_data_url


def has_validated_twice(output: tuple) -> bool:
    updates = output[-1].updates
    return bool(updates) and updates[-1].kept_epoch >= 2


def test_a_run_streams_growing_curves_and_ends_with_a_comparison(start):
    outputs = run_in_thread(all_outputs(start(epochs=3)))
    lengths = [len(chart["training"]) for _, chart, *_ in outputs]
    assert lengths == sorted(lengths) and lengths[-1] > 3
    status = outputs[-1][0]
    assert status["state"] == "done" and status["progress"] == 1
    assert status["kept"]["count"] == status["baseline"]["count"] == 1000
    assert status["kept"]["errors"] < status["baseline"]["errors"]


def test_stop_keeps_the_best_epoch_and_ends_with_the_current_update(start):
    async def visit():
        outputs = start(epochs=500, batch_size=100)
        run = (await first_output(outputs, has_validated_twice))[-1]
        assert stop_run(run)[0]["state"] == "evaluating"
        count = len(run.updates)
        return run, count, (await all_outputs(outputs))[-1][0]

    run, count, status = run_in_thread(visit())
    assert len(run.updates) <= count + 1
    assert status["state"] == "stopped" and status["settings"]["epochs"] == 500
    best = min(u.validation.loss for u in run.updates if u.validation)
    assert run.result.kept.validation.loss == status["kept"]["loss"] == best


def test_closing_the_stream_ends_the_thread_and_frees_the_machine(start, queue):
    async def visit():
        outputs = start(epochs=500)
        run = (await first_output(outputs, has_updates))[-1]
        await outputs.aclose()
        return run

    run = run_in_thread(visit())
    wait_for_threads()
    assert run.finished.is_set() and run.result is None  # nobody is there to see it
    assert not len(queue)


def test_one_run_at_a_time_trains_and_the_others_know_their_position(start, queue):
    def is_next(output):
        return output[0].get("position") == 1

    async def visit():
        first, second, third = (start(epochs=500) for _ in range(3))
        await first_output(first, has_updates)
        assert is_next(await anext(second))
        assert (await anext(third))[0]["position"] == 2
        await first.aclose()
        status = (await first_output(second, has_updates))[0]
        assert status["state"] == "training" and status["epoch"] == 1
        moved_up = await first_output(third, is_next)
        assert not has_updates(moved_up)
        moved_up[-1].stop_requested.set()
        status = (await all_outputs(third))[-1][0]
        assert status["state"] == "stopped" and "kept" not in status
        await second.aclose()

    run_in_thread(visit())
    wait_for_threads()
    assert not len(queue)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("epochs", 0, "Epochs: must be between 1 and 1000, but is 0."),
        ("learning_rate", 7, "Learning rate: must be between"),
        ("seed", None, "Seed: please enter a value."),
    ],
)
def test_an_error_is_a_fact_for_the_page_and_a_sentence_for_programs(
    start, queue, setting, value, sentence
):
    async def visit():
        outputs = start(**{setting: value})
        status, *_ = await anext(outputs)
        with pytest.raises(gr.Error) as raised:
            await anext(outputs)
        return status, raised.value

    status, error = run_in_thread(visit())
    assert status["state"] == "error" and status["error"]["setting"] == setting
    assert error.message.startswith(sentence) and not error.visible
    assert not len(queue)


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_after_20_runs_is_that_after_the_second(start):
    def megabytes():
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096 / 2**20

    used = []
    gc.freeze()  # as the server does: objects of other tests are not visited again
    for _ in range(20):
        downloads_with_curves(finished_run(start())[-1])
        wait_for_threads()
        used.append(megabytes())
    gc.unfreeze()
    assert used[-1] < 1.1 * used[1]


def test_the_drawing_and_eight_fixed_digits_are_read_while_it_learns(start):
    outputs = finished_run(start(drawing=to_data_url(draw_digit(4)), epochs=5))
    drawing, *fixed = outputs[2]["digits"]
    assert drawing["picture"] and drawing["label"] is None and drawing["answer"] == 4
    assert len(fixed) == 8
    assert sum(digit["answer"] == digit["label"] for digit in fixed) >= 5


def test_a_drawing_made_during_a_run_is_read_too(few, untrained):
    run = TrainingRun("classic", TrainingConfig())
    run.watched = choose_watched_digits(few)
    pictures = []
    for drawing in ("", to_data_url(draw_digit(3)), ""):
        watch_drawing(drawing, run, None, shipped=untrained)
        pictures.append(run_outputs(run)[2]["digits"][0]["picture"])
    assert pictures[1] and not pictures[0] and not pictures[2]


def test_before_a_run_the_network_in_use_reads_the_drawing(finished):
    shipped, own = load_model(), finished.result.model
    drawing = to_data_url(np.hstack([draw_digit(4), draw_digit(2)]))
    facts = watch_drawing(drawing, None, None, shipped=shipped)
    assert [digit["answer"] for digit in facts["digits"]] == [4, 2, *[None] * 8]
    assert facts["reader"] == "shipped"
    of_own = watch_drawing(drawing, None, own, shipped=shipped)
    assert of_own["reader"] == "own" and of_own["digits"][0] != facts["digits"][0]


def test_after_a_run_its_network_reads_what_is_drawn_then(finished):
    drawing, shipped = to_data_url(draw_digit(1)), load_model()
    facts = watch_drawing(drawing, finished, None, shipped=shipped)
    (drawn, *fixed), reader = facts["digits"], facts["reader"]
    assert reader == "run" and drawn["picture"] and drawn["answer"] is not None
    assert all(digit["answer"] is not None for digit in fixed)
    assert watch_drawing("", finished, None, shipped=shipped)["digits"][1:] == fixed


def test_use_my_model_hands_over_the_network_with_its_accuracy(finished):
    model, bar, facts, button = use_trained_model(finished)
    assert model is finished.result.model and bar["visible"]
    assert facts["preset"] == "classic" and facts["count"] == 1000
    assert button == gr.update(value=IN_USE, interactive=False)


def test_nothing_can_be_used_or_stopped_before_a_run():
    assert use_trained_model(None) == stop_run(None) == gr.skip()
    start_button, stop_button, use_button = button_updates(None)
    assert start_button["interactive"] and not stop_button["interactive"]
    assert not use_button["interactive"]
