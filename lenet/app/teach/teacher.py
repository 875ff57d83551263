"""Teaches copies of networks: a few visitors at a time, the others wait for their turn."""

import asyncio
from collections.abc import Sequence
from functools import cached_property

from torch import Tensor

from lenet.app.serving.workers import submit_teaching
from lenet.app.teach.hand import CannotTeach, teach_copy
from lenet.model import LeNet5
from lenet.reading.classify import Prediction
from lenet.training.examples import Example
from lenet.training.replay import replay_features

MAX_WAITING = 40  # visitors who are being taught or wait for it


class Teacher:
    """Teaches for all visitors of a page, whose own network is `shipped`."""

    def __init__(self, shipped: LeNet5) -> None:
        self.shipped = shipped
        self._num_waiting = 0

    async def teach(
        self, base: LeNet5, examples: Sequence[Example]
    ) -> tuple[LeNet5, tuple[Prediction, ...]]:
        """Do what teach_copy does, without stopping the server.

        Raises:
            CannotTeach: Too many wait already.
        """
        if self._num_waiting >= MAX_WAITING:
            raise CannotTeach("correction.busy")
        self._num_waiting += 1
        try:
            taught = submit_teaching(self._teach_copy, base, examples)
            return await asyncio.wrap_future(taught)
        finally:
            self._num_waiting -= 1

    def _teach_copy(
        self, base: LeNet5, examples: Sequence[Example]
    ) -> tuple[LeNet5, tuple[Prediction, ...]]:
        replay = self._shipped_replay if base is self.shipped else None
        return teach_copy(base, examples, replay)

    @cached_property
    def _shipped_replay(self) -> Tensor:
        """The same for all visitors; computing it takes a quarter of a teaching."""
        return replay_features(self.shipped)
