import json
from dataclasses import replace
from itertools import pairwise

import pytest

from lenet.app.train.chart import chart_facts, past_run
from lenet.evaluation.accuracy import Evaluation
from lenet.training.config import TrainingConfig
from lenet.training.loop import train
from tests.app.train.runs import made_up_updates, past_runs


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
    assert ends[19][0] == pytest.approx(0.975) and charts[19]["axis_epochs"] == 1


def test_a_past_run_has_thinned_curves():
    (past,) = past_runs(1)
    assert past["number"] == 1
    assert past["axis_epochs"] == past["validation"][-1][0] == 200
    assert 20 < len(past["training"]) <= 48 and 20 < len(past["validation"]) <= 48
    assert len(json.dumps(past)) < 4_000


def test_a_chart_has_the_past_runs_beside_the_run_that_goes_on():
    past = past_runs(2)
    facts = chart_facts(made_up_updates(40), 1000, past)
    assert facts["past"] == past and facts["training"]
    assert chart_facts([], 1, past)["past"] == past
    assert chart_facts([], 1)["past"] == []


def test_a_past_run_stopped_in_its_first_epoch_has_its_training_curve():
    past = past_run(1, made_up_updates(7), 1000)
    assert past["axis_epochs"] == 1 and past["validation"] == []
    assert past["training"][-1][0] < 0.35


def test_an_epoch_that_was_stopped_is_drawn_where_it_has_come_to():
    (update,) = made_up_updates(1)
    stopped = replace(update, validation=Evaluation(1, errors=500, count=1000))
    stopped = replace(stopped, kept_epoch=1)
    facts = chart_facts([stopped], 1000)
    assert facts["kept"][0] == past_run(1, [stopped], 1000)["validation"][0][0] == 0.05
