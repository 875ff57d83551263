import pytest

from lenet.evaluation.accuracy import Evaluation
from lenet.evaluation.random_sample import multi_predict
from lenet.plots import loss_curve, sample_grid
from lenet.training.loop import TrainingUpdate


def epoch_end(epoch: int, loss: float, kept_epoch: int) -> TrainingUpdate:
    validation = Evaluation(loss=loss, errors=3, count=100)
    return TrainingUpdate(
        epoch, epoch * 9, 27, 0.5, 900, 0.4, validation, kept_epoch, 1.0
    )


def test_the_loss_curve_shows_both_losses_and_marks_the_kept_epoch():
    updates = [epoch_end(1, 0.3, 1), epoch_end(2, 0.1, 2), epoch_end(3, 0.2, 2)]
    axes = loss_curve(updates).axes[0]
    lines = [list(line.get_ydata()) for line in axes.lines]
    assert lines == [[0.4, 0.4, 0.4], [0.3, 0.1, 0.2], [0.1]]
    assert "epoch 2" in axes.get_title() and "97.00 %" in axes.get_title()


def test_a_run_without_a_finished_epoch_has_no_loss_curve():
    with pytest.raises(ValueError, match="finished epoch"):
        loss_curve([])


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
