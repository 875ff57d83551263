"""The handlers of the Test tab, called as functions."""

from functools import partial

import gradio as gr
import pytest

from lenet.app.testing.handlers import EvaluationHandlers
from lenet.app.testing.results import CORRUPTION_ROWS
from lenet.data.splits import load_evaluation_digits
from lenet.evaluation.random_sample import multi_predict
from lenet.evaluation.scores import score_mnist


@pytest.fixture
def handlers(shipped, mnist_folder):
    """The handlers of a page with 30 test digits, three of each class."""
    return EvaluationHandlers(shipped, partial(load_evaluation_digits, mnist_folder))


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
    *_, last = handlers.measure_all(0, None)
    shown = [row["scores"][0]["correct"] for row in last["rows"][1:]]
    scores = {score.name: score.correct for score in score_mnist(shipped, mnist_folder)}
    assert shown == [scores[name] for name in CORRUPTION_ROWS]


def test_what_is_measured_has_the_time_of_the_click_that_asked_for_it(handlers):
    """The page drops what was asked for before the network changed."""
    rows = handlers.measure_all(12.5, None)
    assert [next(rows)["timestamp"] for _ in range(2)] == [12.5, 12.5]
    matrix, *_ = handlers.evaluate_all(13.5, None)
    assert matrix["timestamp"] == 13.5


def test_every_cell_of_the_confusion_matrix_can_be_opened(handlers):
    facts, _, matrices = handlers.evaluate_all(0, None)
    shown = 0
    for label, row in enumerate(facts["networks"][0]["counts"]):
        for answer, count in enumerate(row):
            cell = {"network": 0, "label": label, "answer": answer}
            assert len(handlers.open_cell(cell, matrices)["digits"]) == count
            shown += count
    assert shown == 30


@pytest.mark.parametrize("cell", [{"network": 1}, {"network": 0, "label": 10}, [3, 5]])
def test_a_forged_cell_is_refused_with_a_sentence(handlers, cell):
    *_, confusions = handlers.evaluate_all(0, None)
    with pytest.raises(gr.Error, match="cannot be understood"):
        handlers.open_cell(cell, confusions)
