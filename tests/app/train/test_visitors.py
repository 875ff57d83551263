import time

import pytest

from lenet.app import session as module
from lenet.app.session import SessionStore
from lenet.app.train.run import TrainingRun
from lenet.app.train.visitors import MAX_RUNS, MAX_VISITORS, VisitorRuns
from lenet.training.config import TrainingConfig
from tests.app.train.runs import session


@pytest.fixture
def visitors() -> SessionStore[VisitorRuns]:
    return SessionStore(VisitorRuns, MAX_VISITORS)


def new_run() -> TrainingRun:
    return TrainingRun("quick", TrainingConfig())


def test_a_visitor_is_found_by_the_key_alone(visitors):
    visitor = visitors.find_or_add(session(1))
    assert visitors.find(session(1)) is visitors.find_or_add(session(1)) is visitor
    assert visitors.find(session(2)) is None


def test_the_last_runs_with_a_result_are_kept_and_their_numbers_go_on(finished):
    visitor = VisitorRuns("")
    for _ in range(MAX_RUNS + 2):
        run = new_run()
        run.result, run.updates = finished.result, finished.updates
        visitor.add(run)
    visitor.add(new_run())  # has no result yet
    assert [run.number for run in visitor.past] == [4, 5, 6, 7, 8]
    assert visitor.chosen.number == 9
    visitor.add(new_run())
    assert [run.number for run in visitor.runs] == [4, 5, 6, 7, 8, 9]


def test_a_visitor_who_is_not_seen_any_more_is_forgotten(visitors, monkeypatch):
    visitors.find_or_add(session(1))
    visitors.find_or_add(session(2)).runs.append(new_run())  # still trains
    monkeypatch.setattr(module, "MAX_UNSEEN_SECONDS", -1)
    assert visitors.find(session(1)) is None
    assert visitors.find(session(2)) is not None


def test_of_too_many_visitors_the_one_seen_least_recently_is_forgotten(visitors):
    for number in range(MAX_VISITORS):
        visitors.find_or_add(session(number))
        time.sleep(0.001)  # the clock may be coarse
    visitors.find(session(0))
    visitors.find_or_add(session(MAX_VISITORS))
    assert len(visitors) == MAX_VISITORS
    assert visitors.find(session(0)) and visitors.find(session(1)) is None
