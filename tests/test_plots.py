import pytest

from lenet.evaluation.accuracy import Evaluation
from lenet.plots import loss_curve, sample_grid
from lenet.predict import multi_predict
from lenet.training.loop import TrainingUpdate


def ended(epoch: int, loss: float, best: int) -> TrainingUpdate:
    validation = Evaluation(loss=loss, errors=3, count=100)
    return TrainingUpdate(epoch, epoch * 9, 27, 0.5, 0.4, validation, best, 1.0)


def test_loss_curve_shows_both_losses_and_rings_the_kept_epoch():
    ends = [ended(1, 0.3, 1), ended(2, 0.1, 2), ended(3, 0.2, 2)]
    axes = loss_curve(ends).axes[0]
    lines = [list(line.get_ydata()) for line in axes.lines]
    assert lines == [[0.4, 0.4, 0.4], [0.3, 0.1, 0.2], [0.1]]
    assert "epoch 2" in axes.get_title() and "97.00 %" in axes.get_title()


def test_a_run_without_a_finished_epoch_has_no_curve():
    with pytest.raises(ValueError, match="finished epoch"):
        loss_curve([])


def test_wrong_answers_are_marked_with_the_truth(mnist_folder, untrained):
    trial = multi_predict(12, data_dir=mnist_folder, seed=0, model=untrained)
    figure = sample_grid(trial.digits, "twelve")
    titles = [axes.get_title() for axes in figure.axes if axes.get_title()]
    wrong = [one for one in trial.digits if one.prediction.digit != one.label]
    assert len(titles) == 12 and len(wrong) > 0
    assert sum("✗" in title for title in titles) == len(wrong)


def test_the_grid_becomes_a_png(mnist_folder, tmp_path):
    trial = multi_predict(3, data_dir=mnist_folder, seed=0)
    sample_grid(trial.digits, "three").savefig(tmp_path / "grid.png")
    assert (tmp_path / "grid.png").read_bytes().startswith(b"\x89PNG")
