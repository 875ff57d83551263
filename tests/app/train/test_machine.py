import pytest

from lenet.app.train.errors import QueueFull
from lenet.app.train.machine import MAX_QUEUED_RUNS, TrainingQueue


def test_runs_move_up_when_one_leaves():
    queue = TrainingQueue()
    for run in ("first", "second", "third"):
        queue.join(run)
    queue.leave("second")
    assert queue.position("first") == 0 and queue.position("third") == 1


def test_a_run_may_leave_twice():
    queue = TrainingQueue()
    queue.join("run")
    queue.leave("run")
    queue.leave("run")
    assert not len(queue) and queue.position("run") == 0


def test_a_full_queue_takes_no_run():
    queue = TrainingQueue()
    for run in range(MAX_QUEUED_RUNS):
        queue.join(run)
    with pytest.raises(QueueFull):
        queue.join("one too many")
