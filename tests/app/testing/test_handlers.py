"""The Test tab's handlers and facts, called as functions."""

import base64
import io

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from lenet.app.ordering import timestamp
from lenet.app.testing.handlers import EvaluationHandlers
from lenet.app.testing.results import (
    CORRUPTION_ROWS,
    MAX_COLUMNS,
    cell_digits_facts,
    confusion_matrix_facts,
    scoreboard_facts,
    sprite_sheet_facts,
)
from lenet.checkpoint import load_model
from lenet.data.mnist import Digits
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.confusion_matrix import ConfusionMatrix
from lenet.evaluation.corruptions import CORRUPTIONS
from lenet.evaluation.random_sample import multi_predict
from lenet.evaluation.scores import Score, score_mnist


@pytest.fixture(scope="module")
def shipped():
    return load_model()


@pytest.fixture
def handlers(shipped, mnist_folder):
    """The handlers of a page with 30 test digits, three of each class."""
    return EvaluationHandlers(shipped, mnist_folder)


@pytest.fixture
def four_digits() -> EvaluationDigits:
    """Four images, each of one gray level: a 3, two 5s, an 8."""
    levels = torch.tensor([10, 20, 30, 40], dtype=torch.uint8)
    images = levels[:, None, None].expand(4, 28, 28)
    return EvaluationDigits(Digits(images, torch.tensor([3, 5, 5, 8])), is_mnist=False)


# The 3 and one 5 are read correctly, the other 5 and the 8 are read as 3.
HALF_CORRECT = ConfusionMatrix(torch.tensor([3, 5, 5, 8]), torch.tensor([3, 5, 3, 3]))


def pixels(url: str) -> np.ndarray:
    file = io.BytesIO(base64.b64decode(url.split(",")[1]))
    return np.asarray(Image.open(file))


def test_a_sprite_sheet_holds_the_digits_in_rows_in_their_order():
    count = MAX_COLUMNS + 2
    levels = np.arange(1, count + 1, dtype=np.uint8)
    images = np.broadcast_to(levels[:, None, None], (count, 28, 28))
    facts = sprite_sheet_facts(images)
    assert (facts["columns"], facts["rows"]) == (MAX_COLUMNS, 2)
    centers = pixels(facts["sprite_sheet"])[14::28, 14::28]
    assert centers.ravel().tolist() == [*levels, *[0] * (2 * MAX_COLUMNS - count)]


def test_a_confusion_matrix_comes_with_accuracy_and_interval_of_all_and_each_digit(
    four_digits,
):
    (network,) = confusion_matrix_facts([HALF_CORRECT], four_digits)["networks"]
    assert (network["correct"], network["count"], network["accuracy"]) == (2, 4, 0.5)
    assert network["interval"] == pytest.approx([0.15, 0.85], abs=5e-4)  # Wilson's
    assert network["counts"][5][3] == 1 and network["counts"][3][5] == 0
    accuracies = {one["digit"]: one["accuracy"] for one in network["digits"]}
    assert accuracies == {3: 1, 5: 0.5, 8: 0}  # there are no other digits


def test_a_cell_opens_as_many_digits_as_it_counts(four_digits):
    all_correct = ConfusionMatrix(four_digits.digits.labels, four_digits.digits.labels)
    matrices = [all_correct, HALF_CORRECT]
    facts = cell_digits_facts(matrices, 1, 5, 3, four_digits)
    assert facts["digits"] == [{"index": 2, "label": 5, "answers": [3]}]
    assert (pixels(facts["sprite_sheet"]) == 30).all()
    assert cell_digits_facts(matrices, 0, 5, 3, four_digits)["digits"] == []


def test_the_scoreboard_has_empty_rows_for_what_is_not_measured_yet(four_digits):
    measured = [(Score("", 3, 4),), (Score("", 1, 4),)]
    facts = scoreboard_facts(measured, four_digits)
    assert facts["measured"] == 2 and len(facts["rows"]) == 1 + len(CORRUPTION_ROWS)
    shown = [row["scores"][0]["accuracy"] for row in facts["rows"] if row["scores"]]
    assert shown == [0.75, 0.25] and facts["rows"][0]["name"] == "unchanged"


def test_the_rows_of_the_scoreboard_are_corruptions():
    assert CORRUPTION_ROWS.keys() <= CORRUPTIONS.keys()


def test_the_same_digits_are_drawn_as_on_the_command_line(
    handlers, shipped, mnist_folder
):
    facts = handlers.draw_digits(12, 3, None)
    sample = multi_predict(12, model=shipped, data_dir=mnist_folder, seed=3)
    assert facts["correct"] == [sample.correct]
    shown = [(digit["label"], *digit["answers"]) for digit in facts["digits"]]
    assert shown == [(one.label, one.prediction.digit) for one in sample.digits]


def test_the_visitor_s_own_network_answers_beside_the_page_s(handlers, untrained):
    facts = handlers.draw_digits(30, 0, untrained)
    assert facts["correct"][0] >= 27 > facts["correct"][1]
    assert all(len(digit["answers"]) == 2 for digit in facts["digits"])


def test_the_seed_of_a_click_is_shown_and_draws_the_same_digits_again(handlers):
    seed, facts = handlers.draw_with_random_seed(9, None)
    assert handlers.draw_digits(9, seed, None) == facts


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (31, 1), (5, -1)])
def test_a_count_or_seed_out_of_range_gives_an_error_with_the_range(
    handlers, count, seed
):
    facts = handlers.draw_digits(count, seed, None)
    assert facts == {"error": "count_out_of_range", "max_count": 30}


@pytest.mark.parametrize("missing", [(None, 1), (5, None)])
def test_an_empty_field_changes_nothing(handlers, missing):
    assert handlers.draw_digits(*missing, None) == gr.skip()


def test_the_scoreboard_has_the_scores_of_the_command_line(
    handlers, shipped, mnist_folder
):
    *_, last = handlers.measure_all(None)
    shown = [row["scores"][0]["correct"] for row in last["rows"][1:]]
    scores = {score.name: score.correct for score in score_mnist(shipped, mnist_folder)}
    assert shown == [scores[name] for name in CORRUPTION_ROWS]


def test_rows_that_arrive_after_a_change_of_network_are_older_than_it(handlers):
    """The page shows what was asked for last; a row may be on its way meanwhile."""
    rows = handlers.measure_all(None)
    next(rows)
    changed = timestamp()
    assert next(rows)["timestamp"] < changed["timestamp"]


def test_every_cell_of_the_confusion_matrix_can_be_opened(handlers):
    facts, _, matrices = handlers.evaluate_all(None)
    shown = 0
    for label, row in enumerate(facts["networks"][0]["counts"]):
        for answer, count in enumerate(row):
            cell = {"network": 0, "label": label, "answer": answer}
            assert len(handlers.open_cell(cell, matrices)["digits"]) == count
            shown += count
    assert shown == 30


def test_a_clicked_digit_is_read_on_recognize(handlers, shipped):
    outputs = handlers.read_digit({"index": 7}, model=shipped)
    tabs, picture, answer, steps, _, drawn_last = outputs
    assert tabs.selected == "recognize" and picture.shape == (280, 280, 3)
    assert answer["text"] == "7" and len(steps) == 8 and not drawn_last


@pytest.mark.parametrize("click", [None, {}, {"index": 30}, {"index": -1}, "7"])
def test_a_forged_click_is_refused_with_a_sentence(handlers, shipped, click):
    with pytest.raises(gr.Error, match="no such digit"):
        handlers.read_digit(click, model=shipped)


@pytest.mark.parametrize("cell", [{"network": 1}, {"network": 0, "label": 10}, [3, 5]])
def test_a_forged_cell_is_refused_with_a_sentence(handlers, cell):
    with pytest.raises(gr.Error, match="no such digit"):
        handlers.open_cell(cell, [HALF_CORRECT])
