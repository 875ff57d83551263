import torch

from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.confusion import Confusion, confuse

# By hand: 3 is read as 3, 5, 3; 5 as 5, 3; 8 as 3.
BY_HAND = Confusion(torch.tensor([3, 5, 3, 8, 5, 3]), torch.tensor([3, 5, 5, 3, 3, 3]))


def test_rows_are_truths_and_columns_answers():
    counts = BY_HAND.counts
    assert [len(row) for row in counts] == [10] * 10
    assert counts[3] == [0, 0, 0, 2, 0, 1, 0, 0, 0, 0]
    assert counts[5] == [0, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    assert counts[8] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert sum(map(sum, counts)) == 6 and BY_HAND.correct == 3


def test_behind_a_cell_are_its_digits_in_the_sets_order():
    assert BY_HAND.places(3, 3) == [0, 5]
    assert BY_HAND.places(3, 5) == [2]
    assert BY_HAND.places(5, 8) == []


def test_a_network_is_confused_as_often_as_it_errs(untrained, sample):
    some = sample[::7]  # 715 digits: the last batch is short
    confusion, judged = confuse(untrained, some), evaluate(untrained, some)
    assert len(confusion.answers) == len(some) == 715
    assert confusion.correct == judged.count - judged.errors
    labels = torch.bincount(some.labels, minlength=10).tolist()
    assert [sum(row) for row in confusion.counts] == labels
