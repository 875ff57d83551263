"""What all training runs of a server share: the queue, the data, the limits, the speed.

One run at a time uses the machine; the others wait in the order of their arrival.
"""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lenet.app.train.errors import QueueFull
from lenet.app.train.recipe import TrainingSpeed
from lenet.app.train.result import Baseline

MAX_QUEUED_RUNS = 40  # including the one that trains


class Limits(NamedTuple):
    """How long a run may be; the defaults are for one's own machine."""

    epochs: int = 1000
    seconds: float = math.inf


NO_LIMITS = Limits()


class TrainingQueue:
    """The runs of this machine in the order of their arrival; the first one trains."""

    def __init__(self) -> None:
        self._runs: list[object] = []

    def join(self, run: object) -> None:
        """Put `run` at the end.

        Raises:
            QueueFull: No more runs may wait.
        """
        if len(self._runs) >= MAX_QUEUED_RUNS:
            raise QueueFull
        self._runs.append(run)

    def leave(self, run: object) -> None:
        """Remove `run`, wherever it stands; it may have left already."""
        if run in self._runs:
            self._runs.remove(run)

    def __len__(self) -> int:
        return len(self._runs)

    def position(self, run: object) -> int:
        """Count the runs before `run`; a run that has left has none before it."""
        runs = list(self._runs)  # other threads change it
        return runs.index(run) if run in runs else 0


@dataclass
class TrainingMachine:
    """The machine as a run sees it.

    Attributes:
        data_dir: The folder of MNIST.
        baseline: The page's own network, which a run's network is compared with.
        limits: Of each run.
        speed: How fast the last run of any visitor was.
    """

    data_dir: Path
    baseline: Baseline
    limits: Limits = NO_LIMITS
    queue: TrainingQueue = field(default_factory=TrainingQueue)
    speed: TrainingSpeed = field(default_factory=TrainingSpeed)
