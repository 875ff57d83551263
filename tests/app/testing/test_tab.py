"""The Test tab's handlers and facts, called as functions."""

import base64
import io

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from lenet.app.ordering import now
from lenet.app.testing.results import (
    COLUMNS,
    ROWS,
    atlas_facts,
    behind_facts,
    board_facts,
    matrix_facts,
)
from lenet.app.testing.tab import (
    draw_digits,
    draw_new,
    evaluate_all,
    measure_all,
    open_cell,
    show_digit,
)
from lenet.checkpoint import load_model
from lenet.data.mnist import Digits
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.confusion import Confusion
from lenet.evaluation.corruptions import CORRUPTIONS
from lenet.evaluation.scores import Score, score_mnist
from lenet.predict import multi_predict


@pytest.fixture(scope="module")
def shipped():
    return load_model()


@pytest.fixture
def given(shipped, mnist_folder):
    """What the page gives to each handler: 30 test digits, three of each."""
    return {"shipped": shipped, "data_dir": mnist_folder}


@pytest.fixture
def four() -> EvaluationDigits:
    """Four pictures, each of one tone: a 3, two 5s, an 8."""
    tones = torch.tensor([10, 20, 30, 40], dtype=torch.uint8)
    images = tones[:, None, None].expand(4, 28, 28)
    return EvaluationDigits(Digits(images, torch.tensor([3, 5, 5, 8])), is_mnist=False)


# The 3 and one 5 are right, the other 5 and the 8 are read as 3.
BY_HAND = Confusion(torch.tensor([3, 5, 5, 8]), torch.tensor([3, 5, 3, 3]))


def pixels(url: str) -> np.ndarray:
    file = io.BytesIO(base64.b64decode(url.split(",")[1]))
    return np.asarray(Image.open(file))


def test_an_atlas_holds_the_digits_in_rows_in_their_order():
    count = COLUMNS + 2
    tones = np.arange(1, count + 1, dtype=np.uint8)
    facts = atlas_facts(np.broadcast_to(tones[:, None, None], (count, 28, 28)))
    assert (facts["columns"], facts["rows"]) == (COLUMNS, 2)
    middles = pixels(facts["atlas"])[14::28, 14::28]
    assert middles.ravel().tolist() == [*tones, *[0] * (2 * COLUMNS - count)]


def test_the_matrix_gives_accuracy_interval_and_each_digit(four):
    (network,) = matrix_facts([BY_HAND], four)["networks"]
    assert (network["right"], network["count"], network["accuracy"]) == (2, 4, 50)
    assert network["interval"] == pytest.approx([15.0, 85.0], abs=0.05)  # Wilson's
    assert network["counts"][5][3] == 1 and network["counts"][3][5] == 0
    accuracies = {digit["name"]: digit["accuracy"] for digit in network["digits"]}
    assert accuracies == {"3": 100, "5": 50, "8": 0}  # the others have no digits


def test_a_cell_opens_as_many_digits_as_it_counts(four):
    right = Confusion(four.digits.labels, four.digits.labels)
    facts = behind_facts([right, BY_HAND], 1, 5, 3, four)
    assert facts["cells"] == [{"place": 2, "truth": 5, "answers": [3]}]
    assert (pixels(facts["atlas"]) == 30).all()
    assert behind_facts([right, BY_HAND], 0, 5, 3, four)["cells"] == []


def test_the_board_leaves_room_for_rows_to_come(four):
    rows = [(Score("", 3, 4),), (Score("", 1, 4),)]
    facts = board_facts(rows, four)
    assert facts["measured"] == 2 and len(facts["board"]) == 1 + len(ROWS)
    shown = [row["scores"][0]["accuracy"] for row in facts["board"] if row["scores"]]
    assert shown == [75, 25] and facts["board"][0]["row"] == "sample"


def test_the_boards_rows_are_damages():
    assert ROWS.keys() <= CORRUPTIONS.keys()


def test_drawn_digits_are_those_of_the_terminal(given, shipped, mnist_folder):
    facts = draw_digits(12, 3, None, **given)
    trial = multi_predict(12, model=shipped, data_dir=mnist_folder, seed=3)
    assert facts["right"] == [trial.correct]
    shown = [(cell["truth"], *cell["answers"]) for cell in facts["cells"]]
    assert shown == [(one.label, one.prediction.digit) for one in trial.digits]


def test_ones_own_network_answers_beside_the_shipped_one(given, untrained):
    facts = draw_digits(30, 0, untrained, **given)
    assert facts["right"][0] >= 27 > facts["right"][1]
    assert all(len(cell["answers"]) == 2 for cell in facts["cells"])


def test_a_new_draw_says_its_seed(given):
    seed, facts = draw_new(9, None, **given)
    assert draw_digits(9, seed, None, **given) == facts


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (31, 1), (5, -1)])
def test_a_draw_out_of_range_is_told(given, count, seed):
    assert draw_digits(count, seed, None, **given) == {"problem": "range", "most": 30}


@pytest.mark.parametrize("missing", [(None, 1), (5, None)])
def test_an_empty_field_changes_nothing(given, missing):
    assert draw_digits(*missing, None, **given) == gr.skip()


def test_the_board_says_what_the_terminal_says(given, shipped, mnist_folder):
    *_, last = measure_all(None, **given)
    terminal = {
        score.name: score.correct for score in score_mnist(shipped, mnist_folder)
    }
    board = dict(zip(ROWS, last["board"][1:]))
    assert {name: row["scores"][0]["right"] for name, row in board.items()} == {
        name: terminal[name] for name in ROWS
    }


def test_rows_that_come_late_are_older_than_the_change_of_network(given):
    """The page shows what was asked for last; a row may be on its way meanwhile."""
    rows = measure_all(None, **given)
    next(rows)
    changed = now()
    assert next(rows)["at"] < changed["at"]


def test_every_cell_of_the_matrix_can_be_opened(given, mnist_folder):
    matrix, _, confusions = evaluate_all(None, **given)
    shown = 0
    for truth, row in enumerate(matrix["networks"][0]["counts"]):
        for answer, count in enumerate(row):
            cell = {"network": 0, "truth": truth, "answer": answer}
            facts = open_cell(cell, confusions, data_dir=mnist_folder)
            assert len(facts["cells"]) == count
            shown += count
    assert shown == 30


def test_a_clicked_digit_is_read_on_recognize(shipped, mnist_folder):
    tabs, picture, answer, steps, _, drawn_last = show_digit(
        {"place": 7}, model=shipped, data_dir=mnist_folder
    )
    assert tabs.selected == "recognize" and picture.shape == (280, 280, 3)
    assert answer["text"] == "7" and len(steps) == 8 and not drawn_last


@pytest.mark.parametrize("click", [None, {}, {"place": 30}, {"place": -1}, "7"])
def test_a_forged_click_gets_a_sentence(shipped, mnist_folder, click):
    with pytest.raises(gr.Error, match="no such digit"):
        show_digit(click, model=shipped, data_dir=mnist_folder)


@pytest.mark.parametrize("cell", [{"network": 1}, {"network": 0, "truth": 10}, [3, 5]])
def test_a_forged_cell_gets_a_sentence(mnist_folder, cell):
    with pytest.raises(gr.Error, match="no such digit"):
        open_cell(cell, [BY_HAND], data_dir=mnist_folder)
