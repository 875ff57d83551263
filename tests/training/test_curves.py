import math
from dataclasses import replace
from itertools import chain, pairwise

import pytest

from lenet.training.config import TrainingConfig
from lenet.training.curves import (
    MAX_SMOOTHING_POINTS,
    every_nth,
    group_updates,
    smooth,
    training_curve,
)
from lenet.training.loop import train
from tests.app.train.runs import made_up_updates

NOISY = [3, 0.5, 2, 0.9, 1.5, 0.2, 0.8, 0.1, 0.4, 0.05, 0.3, 0.02, 0.2] * 3


def updates_with_counts(*counts: int) -> list:
    updates = made_up_updates(len(counts), per_epoch=1000, epochs=1)
    return [replace(one, train_count=count) for one, count in zip(updates, counts)]


def counts_of(groups: list) -> list[int]:
    return [sum(update.train_count for update in group) for group in groups]


def test_a_straight_line_on_a_logarithmic_scale_stays_itself_at_both_ends_too():
    losses = [2.3 * 0.8**place for place in range(40)]
    assert smooth(losses, [100] * 40) == pytest.approx(losses, rel=1e-12)


def test_no_smoothed_point_lies_outside_the_raw_values_around_it():
    for place, value in enumerate(smooth(NOISY, [100] * len(NOISY))):
        around = NOISY[
            max(0, place - MAX_SMOOTHING_POINTS) : place + MAX_SMOOTHING_POINTS + 1
        ]
        assert 0.999999 * min(around) <= value <= 1.000001 * max(around)


def test_a_curve_of_few_points_is_hardly_smoothed():
    losses = [2.3, 1.2, 0.7, 0.5, 0.4, 0.35, 0.3]
    assert smooth(losses, [100] * 7) == pytest.approx(losses)


def test_a_step_is_smoothed_to_the_same_extent_before_and_after_it():
    losses = [1.0] * 20 + [0.01] * 20
    smoothed = smooth(losses, [100] * 40)
    mirrored = [0.01 / value for value in reversed(smoothed)]
    assert smoothed == pytest.approx(mirrored)
    assert smoothed[19 - MAX_SMOOTHING_POINTS] == 1


def test_a_loss_that_covers_few_digits_weighs_little():
    spike, counts = [0.1] * 20 + [0.8] + [0.1] * 20, [100] * 20
    light, heavy = (smooth(spike, [*counts, n, *counts])[20] for n in (1, 100))
    assert light == pytest.approx(0.1, rel=0.02) and heavy > 0.12


def test_a_loss_of_zero_can_be_smoothed():
    assert all(map(math.isfinite, smooth([0.1, 0, 0.1], [1, 1, 1])))


def test_the_short_update_at_the_end_of_an_epoch_is_joined_with_its_neighbor():
    epoch = [992, 992, 992, 992, 32]
    groups = group_updates(updates_with_counts(*epoch, *epoch), 128)
    assert counts_of(groups) == [992, 992, 992, 992, 1024, 992, 992, 1024]


def test_the_parts_of_an_update_that_an_epoch_s_end_cuts_are_joined_again():
    groups = group_updates(updates_with_counts(1600, 1600, 800, 768, 1600), 128)
    assert counts_of(groups) == [1600, 1600, 1568, 1600]


def test_groups_of_many_updates_are_about_equally_large_and_few():
    updates = updates_with_counts(*[1600, 1600, 1600, 200] * 250)
    groups = group_updates(updates, 128)
    assert list(chain(*groups)) == updates and 40 <= len(groups) <= 128
    counts = counts_of(groups)
    assert min(counts) > 0.5 * max(counts)


def test_a_point_lies_in_the_middle_of_the_steps_it_covers():
    updates = made_up_updates(4, per_epoch=4, epochs=2)
    assert [p.epoch for p in training_curve(updates, 2)] == [0.125, 0.375, 0.625, 0.875]
    (mean,) = training_curve(updates, 2, 1)
    assert mean.epoch == 0.5
    assert mean.loss == pytest.approx(sum(u.train_loss for u in updates) / 4)


def test_a_new_update_changes_only_the_end_of_the_curve():
    updates = made_up_updates(100)
    before, after = (training_curve(updates[:n], 1000) for n in (99, 100))
    settled = len(before) - MAX_SMOOTHING_POINTS - 1
    assert before[:settled] == after[:settled] and before[-1] != after[-1]


def test_one_epoch_of_training_gives_a_curve(few, untrained):
    config = TrainingConfig(epochs=1, batch_size=8, report_every=1)
    curve = training_curve(list(train(untrained, few, few, config)), 1)
    assert len(curve) == 4
    assert all(before.epoch < after.epoch for before, after in pairwise(curve))


def test_before_the_first_update_there_is_no_curve():
    assert training_curve([], 30) == []


def test_of_too_many_items_every_second_or_fourth_and_the_last_are_kept():
    items = list(range(1, 11))
    assert every_nth(items, 10) == items
    assert every_nth(items, 5) == [2, 4, 6, 8, 10]
    assert every_nth(items, 4) == [4, 8, 10]
    assert every_nth([], 4) == []
