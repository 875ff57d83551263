"""What the Test tab shows, as facts."""

import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image

from lenet.app.testing.results import (
    CORRUPTION_ROWS,
    MAX_COLUMNS,
    cell_digits_facts,
    confusion_matrix_facts,
    scoreboard_facts,
    sprite_sheet_facts,
)
from lenet.data.mnist import Digits
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.confusion_matrix import ConfusionMatrix
from lenet.evaluation.corruptions import CORRUPTIONS
from lenet.evaluation.scores import Score


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
    return np.asarray(Image.open(file).convert("L"))


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
