"""The points of a run's curves, few enough to draw, and a smoothed training loss."""

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from lenet.training.loop import TrainingUpdate

MAX_POINTS = 128  # of a curve; neighbors are averaged beyond
MAX_SMOOTHING_POINTS = 4  # on each side of a point
MAX_SMOOTHING_FRACTION = 1 / 8  # of all points, on each side
MIN_LOSS = 1e-9  # nats; smaller losses, which have no logarithm, count as this one
Item = TypeVar("Item")


class TrainingPoint(NamedTuple):
    """The training loss of some consecutive optimizer steps.

    Attributes:
        epoch: The middle of these steps, such as 0.5 after half of the first epoch.
        loss: The mean over their digits, in nats.
        smoothed: See `smooth`.
    """

    epoch: float
    loss: float
    smoothed: float


def training_curve(
    updates: Sequence[TrainingUpdate], epochs: int, max_points: int = MAX_POINTS
) -> list[TrainingPoint]:
    """Give the training loss of a run of `epochs`, in at most `max_points` points."""
    if not updates:
        return []
    steps_per_epoch = updates[-1].total_steps / epochs
    groups = group_updates(updates, max_points)
    ends = [group[-1].step for group in groups]
    middles = [(start + end) / 2 for start, end in zip([0, *ends], ends)]
    counts = [_count(group) for group in groups]
    losses = [
        sum(update.train_loss * update.train_count for update in group) / count
        for group, count in zip(groups, counts)
    ]
    return [
        TrainingPoint(middle / steps_per_epoch, loss, smoothed)
        for middle, loss, smoothed in zip(middles, losses, smooth(losses, counts))
    ]


def group_updates(
    updates: Sequence[TrainingUpdate], max_groups: int
) -> list[list[TrainingUpdate]]:
    """Put neighboring updates into at most `max_groups` groups, about equally large.

    The last update of an epoch may cover few digits; as it would be far noisier than
    the others, it is put into a neighbor's group. A full group has a power of two
    updates, so a new update changes only the last groups, until that number doubles.
    """
    size = 1
    while len(updates) > size * max_groups:
        size *= 2
    full_update = max(update.train_count for update in updates)
    min_count = (size - 0.25) * full_update
    groups: list[list[TrainingUpdate]] = [[]]
    count = 0
    for update in updates:
        if count >= min_count:
            groups.append([])
            count = 0
        groups[-1].append(update)
        count += update.train_count
    if len(groups) > 1 and count < size * full_update / 2:
        rest = groups.pop()
        groups[-1] += rest
    return groups


def smooth(losses: Sequence[float], counts: Sequence[int]) -> list[float]:
    """Give the geometric mean of each loss and its neighbors, weighted by `counts`.

    There are as many neighbors on the one side as on the other, fewer near the ends.
    So the curve does not lag, and a straight line on a logarithmic scale stays as it is.
    """
    widest = min(MAX_SMOOTHING_POINTS, int(len(losses) * MAX_SMOOTHING_FRACTION))
    logs = [math.log(max(loss, MIN_LOSS)) for loss in losses]
    smoothed = []
    for place in range(len(logs)):
        reach = min(widest, place, len(logs) - 1 - place)
        window = range(place - reach, place + reach + 1)
        total = sum(counts[i] for i in window)
        mean = sum(logs[i] * counts[i] for i in window) / total
        smoothed.append(math.exp(mean))
    return smoothed


def every_nth(items: Sequence[Item], max_items: int) -> list[Item]:
    """Keep every second, fourth, … item, at most `max_items`, and always the last one."""
    step = 1
    while len(items) > step * max_items:
        step *= 2
    kept = list(items[step - 1 :: step])
    return kept if len(items) % step == 0 else [*kept, items[-1]]


def _count(group: Sequence[TrainingUpdate]) -> int:
    return sum(update.train_count for update in group)
