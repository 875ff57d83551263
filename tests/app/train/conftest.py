"""What the tests of the Train tab share: a queue, runs on the sample, a finished run."""

import pytest
import torch

from lenet.app.train.handlers import run_training
from lenet.app.train.queue import TrainingQueue
from lenet.app.train.result import Baseline
from lenet.app.train.run import TrainingRun
from lenet.model import LeNet5
from lenet.training.config import TrainingConfig
from tests.app.train.runs import SETTINGS


@pytest.fixture
def queue() -> TrainingQueue:
    return TrainingQueue()


@pytest.fixture
def start(queue, untrained, tmp_path):
    """Start a run on the sample; nothing happens until its outputs are asked for."""
    machine = {"queue": queue, "baseline": Baseline(untrained), "data_dir": tmp_path}
    return lambda **settings: run_training(**SETTINGS | settings, **machine)


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> TrainingRun:
    """A run of one epoch on the sample."""
    run = TrainingRun("classic", TrainingConfig(epochs=1, batch_size=500), sample=True)
    network = LeNet5(generator=torch.Generator().manual_seed(0))
    run.start(TrainingQueue(), Baseline(network), tmp_path_factory.mktemp("no-mnist"))
    assert run.finished.wait(60)
    return run
