"""The queue of training runs: one run at a time uses the machine."""

MAX_QUEUED_RUNS = 40  # including the one that trains


class QueueFull(Exception):
    """MAX_QUEUED_RUNS runs are in the queue already."""


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
        """Count the runs before `run`, which must be in the queue."""
        return self._runs.index(run)
