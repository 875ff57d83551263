"""The live chart as SVG: a few KB an update, no flicker, the theme's own colours.

Above both losses, below the accuracy, over the epochs so far. Losses and errors fall
over decades, so both axes are logarithmic. It is as wide as the page lets it, as high on
a phone as on a screen, and small however long a run.
"""

import math
from collections.abc import Callable, Iterator, Sequence

from lenet.app.said import naming, said
from lenet.training.loop import TrainingUpdate

WIDTH, HEIGHT = 1000, 376  # units of a curve; the height is in pixels too
LOSS_TOP, LOSS_BOTTOM = 20, 218
ACCURACY_TOP, ACCURACY_BOTTOM = 246, 352
HIGHEST, LOWEST = 3.0, 0.05  # nats; the axis reaches lower as the losses do
TINY = 1e-6  # nats; no loss is taken for less
MOST_ERRORS, LEAST_ERRORS = 0.5, 0.002  # fractions; the accuracy's axis
ACCURACIES = (50, 90, 97, 99, 99.7)  # percent; its ticks
MAX_POINTS, MAX_DOTS = 128, 32  # of a curve; neighbours are averaged beyond
SMOOTHED_OVER = 12  # updates, as many as there are at first
REACHES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # epochs the axis may end at
SIGNS = {"training": "—", "validation": "●", "accuracy": "●", "ring": "○"}
NAMES = " ".join(
    f'<span><b class="{name}">{sign}</b> {said(f"run_{name}")}</span>'
    for name, sign in SIGNS.items()
)
LEGEND = f'<p class="chart-legend" aria-hidden="true">{NAMES}</p>'

STRETCHED = (
    f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
    f'width="100%" height="{HEIGHT}">'
)

Place = Callable[[float], float]  # a value's place in the drawing
Point = tuple[float, float]  # step and value


def chart_svg(updates: Sequence[TrainingUpdate], epochs: int) -> str:
    """Draw losses and accuracy of a run of `epochs`, the kept epoch ringed."""
    ends = [update for update in updates if update.validation]
    raw = [(update.step, update.train_loss) for update in updates]
    smoothed = list(zip((step for step, _ in raw), _smoothed(raw)))
    losses = [(u.step, u.validation.loss) for u in ends]
    errors = [(u.step, 1 - u.validation.accuracy) for u in ends]
    lowest = 0.9 * min([LOWEST, *(loss for _, loss in raw + losses)])
    an_epoch = updates[-1].total_steps / epochs if updates else 1
    reach = _reach(updates[-1].step / an_epoch if updates else 0, epochs)

    def x(step: float) -> float:
        return WIDTH * step / (an_epoch * reach)

    y = _logarithmic(HIGHEST, lowest, LOSS_TOP, LOSS_BOTTOM)
    y_error = _logarithmic(LEAST_ERRORS, MOST_ERRORS, ACCURACY_TOP, ACCURACY_BOTTOM)
    curves = [
        _line("raw", raw, x, y),
        _line("training", smoothed, x, y),
        _line("validation", losses, x, y),
        _line("accuracy", errors, x, y_error),
    ]
    parts = [
        _loss_axis(lowest, y),
        _accuracy_axis(y_error),
        _epoch_axis(reach),
        f"{STRETCHED}{''.join(curves)}</svg>",
        *(_dot("validation", *point, x, y) for point in _thinned(losses, MAX_DOTS)),
        *(_dot("accuracy", *point, x, y_error) for point in _thinned(errors, MAX_DOTS)),
    ]
    spoken: tuple[object, ...] = ("run_none",)
    if updates:
        spoken = "run_spoken", f"{updates[-1].train_loss:.3f}"
    if ends:
        kept = ends[ends[-1].kept_epoch - 1]
        parts.append(_dot("kept", kept.step, kept.validation.loss, x, y, radius=8))
        error = 1 - kept.validation.accuracy
        parts.append(_dot("kept", kept.step, error, x, y_error, radius=8))
        loss = f"{kept.validation.loss:.3f}"
        spoken = "run_spoken_kept", spoken[1], loss, kept.epoch
    return (
        f'{LEGEND}<svg class="chart" height="{HEIGHT}" role="img" '
        f"{naming('aria-label', *spoken)}>{''.join(parts)}</svg>"
    )


def _smoothed(points: list[Point]) -> Iterator[float]:
    """Give the geometric mean of the recent values, the newest weighing most."""
    mean = 0.0
    for count, (_, value) in enumerate(points, start=1):
        weight = max(2 / (count + 1), 2 / (SMOOTHED_OVER + 1))
        mean += weight * (math.log(max(value, TINY)) - mean)
        yield math.exp(mean)


def _thinned(points: list[Point], most: int) -> Iterator[Point]:
    """Average neighbours, so many that `most` at most are left.

    As many as a power of two: between two doublings only the last point moves.
    """
    size = 1
    while len(points) > size * most:
        size *= 2
    for start in range(0, len(points), size):
        group = points[start : start + size]
        yield group[-1][0], sum(value for _, value in group) / len(group)


def _reach(done: float, epochs: int) -> int:
    """Give the epoch the axis ends at: not far ahead, so that the curves move."""
    return min(next(reach for reach in REACHES if reach >= done), epochs)


def _logarithmic(at_top: float, at_bottom: float, top: float, bottom: float) -> Place:
    low, high = sorted((at_top, at_bottom))
    scale = (bottom - top) / math.log(at_bottom / at_top)
    return lambda v: top + scale * math.log(min(max(v, low), high) / at_top)


def _line(kind: str, points: list[Point], x: Place, y: Place) -> str:
    points = _thinned(points, MAX_POINTS)
    steps = " ".join(f"{x(step):.1f},{y(v):.1f}" for step, v in points)
    return f'<polyline class="{kind}" points="{steps}"/>'


def _dot(
    kind: str, step: float, value: float, x: Place, y: Place, radius: int = 3
) -> str:
    place = f'cx="{100 * x(step) / WIDTH:.2f}%" cy="{y(value):.1f}"'
    return f'<circle class="{kind}" {place} r="{radius}"/>'


def _loss_axis(lowest: float, y: Place) -> str:
    ticks = [m * 10.0**e for e in range(-6, 1) for m in (1, 2, 5)]
    ticks = {f"{t:g}": y(t) for t in ticks if lowest <= t <= HIGHEST}
    return _ticks(ticks) + _frame("run_nats", LOSS_TOP, LOSS_BOTTOM)


def _accuracy_axis(y: Place) -> str:
    ticks = {f"{percent:g}": y(1 - percent / 100) for percent in ACCURACIES}
    return _ticks(ticks) + _frame("run_percent", ACCURACY_TOP, ACCURACY_BOTTOM)


def _ticks(places: dict[str, float]) -> str:
    return "".join(
        f'<line class="grid" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="tick" x="-6" y="{y + 4:.1f}">{text}</text>'
        for text, y in places.items()
    )


def _frame(name: str, top: int, bottom: int) -> str:
    return (
        f'<line class="axis" y1="{top}" y2="{bottom}"/>'
        f'<line class="axis" x2="100%" y1="{bottom}" y2="{bottom}"/>'
        + said(name, tag="text", more=f'class="name" y="{top - 7}" ')
    )


def _epoch_axis(reach: int) -> str:
    every = next(n for n in REACHES if reach / n <= 6)
    ticks = "".join(
        f'<text x="{100 * n / reach:.2f}%" y="{ACCURACY_BOTTOM + 18}">{n}</text>'
        for n in range(0, reach + 1, every)
    )
    place = f'class="tick" x="-10" y="{ACCURACY_BOTTOM + 18}" '
    label = said("run_epoch", tag="text", more=place)
    return f'{label}<g text-anchor="middle">{ticks}</g>'
