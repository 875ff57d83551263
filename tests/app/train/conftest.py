"""What the tests of the Train tab share: a machine, runs on the sample, a finished run."""

from collections.abc import Callable

import pytest
import torch

from lenet.app.own_model import NetworksInUse
from lenet.app.train.handlers import TrainingHandlers
from lenet.app.train.machine import TrainingMachine
from lenet.app.train.result import Baseline
from lenet.app.train.run import TrainingRun
from lenet.app.train.visitors import VisitorRuns
from lenet.model import LeNet5
from lenet.training.config import TrainingConfig
from tests.app.train.runs import SETTINGS, Outputs, session


@pytest.fixture
def machine(untrained, tmp_path) -> TrainingMachine:
    """A machine without MNIST."""
    return TrainingMachine(tmp_path, Baseline(untrained))


@pytest.fixture
def handlers(machine) -> TrainingHandlers:
    return TrainingHandlers(machine, NetworksInUse())


@pytest.fixture
def start(handlers) -> Callable[..., Outputs]:
    """Start a run on the sample; nothing happens until its outputs are asked for."""

    def start(visitor: int = 1, drawing: str = "", **settings) -> Outputs:
        values = (SETTINGS | settings).values()
        return handlers.start(session(visitor), *values, drawing)

    return start


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> TrainingRun:
    """A run of one epoch on the sample."""
    run = TrainingRun("classic", TrainingConfig(epochs=1, batch_size=500), sample=True)
    network = LeNet5(generator=torch.Generator().manual_seed(0))
    run.start(TrainingMachine(tmp_path_factory.mktemp("no-mnist"), Baseline(network)))
    assert run.finished.wait(60)
    return run


@pytest.fixture
def visitor(handlers, finished) -> VisitorRuns:
    """The first visitor, who has a finished run."""
    visitor = handlers.visitors.find_or_add(session(1))
    visitor.add(finished)
    return visitor
