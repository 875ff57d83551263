import torch

from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.confusion_matrix import ConfusionMatrix, confusion_matrix

# 3 is read as 3, 5, 3; 5 as 5, 3; 8 as 3.
BY_HAND = ConfusionMatrix(
    labels=torch.tensor([3, 5, 3, 8, 5, 3]),
    predictions=torch.tensor([3, 5, 5, 3, 3, 3]),
)


def test_rows_are_labels_and_columns_are_predictions():
    counts = BY_HAND.counts
    assert [len(row) for row in counts] == [10] * 10
    assert counts[3] == [0, 0, 0, 2, 0, 1, 0, 0, 0, 0]
    assert counts[5] == [0, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    assert counts[8] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert sum(map(sum, counts)) == 6 and BY_HAND.correct == 3


def test_the_digits_of_a_cell_are_in_the_order_of_the_set():
    assert BY_HAND.indices(3, 3) == [0, 5]
    assert BY_HAND.indices(3, 5) == [2]
    assert BY_HAND.indices(5, 8) == []


def test_a_matrix_counts_all_digits_and_agrees_with_the_accuracy(untrained, sample):
    digits = sample[::7]  # 715 digits: the last batch is smaller
    matrix, evaluation = (
        confusion_matrix(untrained, digits),
        evaluate(untrained, digits),
    )
    assert len(matrix.predictions) == len(digits) == 715
    assert matrix.correct == evaluation.count - evaluation.errors
    labels = torch.bincount(digits.labels, minlength=10).tolist()
    assert [sum(row) for row in matrix.counts] == labels
