from dataclasses import replace

import pytest

from lenet.evaluation.accuracy import Evaluation
from lenet.evaluation.random_sample import multi_predict
from lenet.plots import sample_grid, training_curves
from tests.app.train.runs import made_up_updates


def curves(count: int, epochs: int, per_epoch: int = 20) -> tuple[list, list]:
    """Draw a run of `count` updates; give the lines of both pairs of axes."""
    updates = made_up_updates(count, per_epoch, epochs)
    return [axes.lines for axes in training_curves(updates, epochs).axes]


def places(line) -> list[float]:
    return list(line.get_xdata())


def test_the_curves_show_both_losses_and_below_them_the_accuracy():
    (_, smoothed, validation, _), (accuracy, _) = curves(60, epochs=3)
    assert len(places(smoothed)) == 60 and places(validation) == [1, 2, 3]
    assert list(validation.get_ydata()) == [1 / 20, 1 / 40, 1 / 60]
    assert places(accuracy) == [1, 2, 3] and list(accuracy.get_ydata()) == [97] * 3


def test_the_kept_epoch_is_marked_and_named():
    updates = made_up_updates(60, 20, 3)
    updates[-1] = replace(updates[-1], kept_epoch=2)
    above, below = training_curves(updates, 3).axes
    assert places(above.lines[-1]) == places(below.lines[-1]) == [2]
    assert "epoch 2" in above.get_title() and "97.00 %" in above.get_title()


def test_a_run_of_one_epoch_has_a_training_curve():
    (raw, smoothed, *_), _ = curves(20, epochs=1)
    assert len(places(raw)) == len(places(smoothed)) == 20
    assert 0 < places(raw)[0] < places(raw)[-1] < 1


def test_an_epoch_that_was_stopped_early_ends_where_it_was_stopped():
    updates = made_up_updates(5, 20, 1)
    evaluation = Evaluation(0.2, errors=30, count=1000)
    updates[-1] = replace(updates[-1], validation=evaluation, kept_epoch=1)
    above, _ = training_curves(updates, 1).axes
    assert places(above.lines[2]) == [0.25]


def test_a_run_without_a_finished_epoch_has_no_curves():
    with pytest.raises(ValueError, match="finished epoch"):
        training_curves(made_up_updates(5), 1000)


def test_wrong_answers_are_marked_and_show_the_label(mnist_folder, untrained):
    sample = multi_predict(12, data_dir=mnist_folder, seed=0, model=untrained)
    figure = sample_grid(sample.digits, "twelve")
    titles = [axes.get_title() for axes in figure.axes if axes.get_title()]
    wrong_count = len(sample.digits) - sample.correct
    assert len(titles) == 12 and wrong_count > 0
    assert sum("✗" in title for title in titles) == wrong_count


def test_the_grid_is_saved_as_png(mnist_folder, tmp_path):
    sample = multi_predict(3, data_dir=mnist_folder, seed=0)
    sample_grid(sample.digits, "three").savefig(tmp_path / "grid.png")
    assert (tmp_path / "grid.png").read_bytes().startswith(b"\x89PNG")
