import json
from itertools import pairwise

import pytest

from lenet.app.train.chart import chart_facts, smooth, thin
from lenet.training.config import TrainingConfig
from lenet.training.loop import train
from tests.app.train.runs import made_up_updates


def test_there_is_a_validation_for_each_epoch_and_one_is_kept(few, untrained):
    config = TrainingConfig(epochs=4, batch_size=16)
    updates = list(train(untrained, few, few, config))
    facts = chart_facts(updates, 4)
    assert [epoch for epoch, *_ in facts["validation"]] == [1, 2, 3, 4]
    best = min(facts["validation"], key=lambda row: row[1])
    assert facts["kept"] == pytest.approx(best, rel=1e-3)


def test_before_a_run_there_are_no_points():
    facts = chart_facts([], 30)
    assert facts["training"] == facts["validation"] == []
    assert facts["kept"] is facts["train_loss"] is None


def test_a_chart_stays_small_however_long_the_run():
    facts = chart_facts(made_up_updates(20_000), 1000)
    assert len(json.dumps(facts)) < 8_000


def test_the_last_point_moves_at_every_update_and_the_curve_fills_its_axis():
    updates = made_up_updates(400)
    charts = [chart_facts(updates[:count], 1000) for count in range(1, 401)]
    ends = [chart["training"][-1] for chart in charts]
    assert all(before != after for before, after in pairwise(ends))
    assert all(end[0] <= chart["axis_epochs"] for end, chart in zip(ends, charts))
    assert ends[19][0] == charts[19]["axis_epochs"] == 1


def test_the_smoothed_loss_lies_between_the_extremes_of_the_raw_loss():
    losses = [update.train_loss for update in made_up_updates(100)]
    smoothed = list(smooth(losses))
    assert smoothed[0] == pytest.approx(losses[0])
    assert min(losses) < min(smoothed) and max(smoothed) <= max(losses) + 1e-9


def test_neighbouring_points_are_averaged_in_groups_of_a_power_of_two():
    rows = [(1, 10, 1), (2, 20, 2), (3, 30, 3), (4, 40, 4), (5, 50, 5)]
    assert list(thin(rows, 5)) == rows
    assert list(thin(rows, 4)) == [(2, 15, 1.5), (4, 35, 3.5), (5, 50, 5)]
