"""The live loss chart as SVG: a few KB an update, no flicker, the theme's own colours.

Losses fall over two decades, so the loss axis is logarithmic.
"""

import math
from collections.abc import Sequence

from lenet.train import TrainingUpdate

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 52, 628, 10, 308  # edges of the plotting area
HIGHEST, LOWEST = 3.0, 0.05  # nats; the axis reaches lower as the losses do
MAX_POINTS = 300


def chart_svg(updates: Sequence[TrainingUpdate], epochs: int) -> str:
    """Draw training and validation loss of a run of `epochs`, the best epoch ringed."""
    ends = [update for update in updates if update.validation]
    training = [(u.step, u.train_loss) for u in updates[:: _stride(updates)]]
    validation = [(u.step, u.validation.loss) for u in ends]
    losses = [loss for _, loss in training + validation]
    lowest = min([LOWEST, *losses]) * 0.9
    total = updates[0].total_steps if updates else 1

    def x(step: float) -> float:
        return LEFT + (RIGHT - LEFT) * step / total

    def y(loss: float) -> float:
        clipped = min(max(loss, lowest), HIGHEST)
        return TOP + (BOTTOM - TOP) * math.log(HIGHEST / clipped) / math.log(
            HIGHEST / lowest
        )

    def path(points: list[tuple[int, float]], kind: str) -> str:
        steps = " ".join(f"{x(step):.1f},{y(loss):.1f}" for step, loss in points)
        return f'<polyline class="{kind}" points="{steps}"/>'

    parts = [_loss_axis(lowest, y), _epoch_axis(epochs, total, x)]
    parts += [path(training, "training"), path(validation, "validation")]
    parts += [
        f'<circle class="validation" cx="{x(step):.1f}" cy="{y(loss):.1f}" r="3"/>'
        for step, loss in validation
    ]
    said = "No run yet."
    if updates:
        said = f"Training loss {updates[-1].train_loss:.3f}."
    if ends:
        best = ends[ends[-1].best_epoch - 1]
        where = f'cx="{x(best.step):.1f}" cy="{y(best.validation.loss):.1f}"'
        parts.append(f'<circle class="best" {where} r="8"/>')
        said += f" Best validation loss {best.validation.loss:.3f}, epoch {best.epoch}."
    return (
        f'{LEGEND}<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Loss over epochs. {said}">{"".join(parts)}</svg>'
    )


LEGEND = (
    '<p class="chart-legend" aria-hidden="true">loss in nats: '
    '<b class="training">—</b> training <b class="validation">●</b> validation '
    "<b>○</b> best epoch</p>"
)


def _stride(updates: Sequence[TrainingUpdate]) -> int:
    return len(updates) // MAX_POINTS + 1


def _loss_axis(lowest, y) -> str:
    ticks = [m * 10.0**e for e in range(-6, 1) for m in (1, 2, 5)]
    return "".join(
        f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y(t):.1f}" y2="{y(t):.1f}"/>'
        f'<text class="tick" x="{LEFT - 6}" y="{y(t) + 4:.1f}">{t:g}</text>'
        for t in ticks
        if lowest <= t <= HIGHEST
    )


def _epoch_axis(epochs: int, total: int, x) -> str:
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if epochs / n <= 10)
    ticks = "".join(
        f'<text x="{x(total * n / epochs):.1f}" y="{BOTTOM + 18}">{n}</text>'
        for n in range(0, epochs + 1, every)
    )
    middle = (LEFT + RIGHT) / 2
    label = f'<text x="{middle}" y="{HEIGHT - 6}">epoch</text>'
    frame = f'<path class="axis" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>'
    return f'{frame}<g text-anchor="middle">{ticks}{label}</g>'
