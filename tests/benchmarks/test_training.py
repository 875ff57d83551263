from lenet.training.loop import TrainingConfig
from tests.benchmarks.training import (
    matrix_rate,
    operations_of_an_image,
    our_epoch,
    plain_epoch,
    report,
)


def test_an_image_takes_six_operations_for_each_of_lenets_connections():
    connections = 117_600 + 240_000 + 48_000 + 10_080 + 840  # c1, c3, c5, f6, output
    assert operations_of_an_image() == 6 * connections


def test_both_loops_train_an_epoch_and_are_timed(mnist_folder):
    assert 0 < plain_epoch(mnist_folder, 30) < 60
    assert 0 < our_epoch(mnist_folder, 30, TrainingConfig()) < 60


def test_a_machine_multiplies_a_matrix_in_finite_time():
    assert 1e8 < matrix_rate(side=256) < 1e15


def test_the_report_compares_turn_by_turn(capsys):
    peaks = {"plain": [700.0] * 3, "ours": [900.0] * 3}
    seconds = {"plain": [10.0, 20.0, 30.0], "ours": [2.0, 5.0, 5.0]}
    rates = [60_000 * operations_of_an_image()] * 3  # an epoch a second
    report(60_000, seconds, peaks, rates)
    lines = {
        line[:24].strip(): line[24:] for line in capsys.readouterr().out.splitlines()
    }
    assert lines["ours   times plain"].split("(")[0].strip() == "5.00"
    assert lines["ours   times the floor"].split("(")[0].strip() == "5.00"
    assert "(4.00 to 6.00)" in lines["ours   times plain"]
    assert lines["plain  images a second"].split("(")[0].strip() == "3000.00"
