from lenet.training.config import TrainingConfig
from tests.benchmarks.training import (
    matrix_rate,
    operations_per_image,
    print_quick,
    print_report,
    time_epoch,
    time_usual_epoch,
)


def test_an_image_takes_six_operations_for_each_connection_of_lenet():
    connections = 117_600 + 240_000 + 48_000 + 10_080 + 840  # c1, c3, c5, f6, output
    assert operations_per_image() == 6 * connections


def test_both_loops_train_an_epoch_and_are_timed(mnist_folder):
    assert time_usual_epoch(mnist_folder, 30) > 0
    assert time_epoch(mnist_folder, 30, TrainingConfig()) > 0


def test_the_rate_of_matrix_products_is_positive():
    assert matrix_rate(side=256) > 0


def test_the_report_compares_within_each_repeat(capsys):
    peaks = {"usual": [700.0] * 3, "plain": [900.0] * 3}
    seconds = {"usual": [10.0, 20.0, 30.0], "plain": [2.0, 5.0, 5.0]}
    rates = [60_000 * operations_per_image()] * 3  # an epoch per second
    print_report(60_000, seconds, peaks, rates)
    lines = {
        line[:25].strip(): line[25:] for line in capsys.readouterr().out.splitlines()
    }
    assert lines["plain  speedup"].split("(")[0].strip() == "5.00"
    assert "(4.00 to 6.00)" in lines["plain  speedup"]
    assert lines["plain  times the bound"].split("(")[0].strip() == "5.00"
    assert lines["usual  images per second"].split("(")[0].strip() == "3000.00"


def test_a_run_that_misses_the_target_makes_the_mean_infinite(capsys):
    print_quick([8.0, 11.0, float("inf")], [20.0, 21.0, 22.0], [0.992, 0.993, 0.989])
    target, run, accuracy = capsys.readouterr().out.splitlines()
    assert "mean inf  (8.00 to inf), 3 seeds" in target
    assert "mean 21.00  (20.00 to 22.00)" in run
    assert "mean 99.13  (98.90 to 99.30)" in accuracy
