"""How a hand changes the strokes of a character as it writes them.

No list of strokes has every form that people write. These changes make many forms of
one: other proportions, strokes joined where the pen is not lifted, loops at sharp
turns, ends that are hooked or curled, and strokes that end early or late.

Source: Plamondon and Srihari, 2000, "Online and Off-Line Handwriting Recognition"
    (allographs and motor variation), and Bengio et al., 2011, "Deep Learners Benefit
    More from Out-of-Distribution Examples" (random local changes of digits).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lenet.data.rendering import Stroke

JOIN_PROBABILITY = 0.2  # for two strokes of a character
MAX_JOIN_LENGTH = 0.42  # longer ones would draw another digit
LOOP_PROBABILITY = 0.07  # for each sharp turn
MIN_LOOP_TURN = math.radians(75)
END_PROBABILITY = 0.1  # of a hook, and of a curl, for each end of a stroke
MAX_HOOK_LENGTH = 0.12
MAX_OVERSHOOT = 0.06  # by which a stroke ends late; half of it early


def vary_strokes(
    strokes: Sequence[Stroke], rng: np.random.Generator, *, ends: bool = True
) -> list[Stroke]:
    """Write the strokes of a character in one of the ways that a hand could.

    Args:
        ends: Allow hooks and curls, which would turn a simple character into another.
    """
    strokes = [_overshoot(stroke, rng) for stroke in strokes]
    strokes = _join(strokes, rng)
    strokes = [_add_loops(stroke, rng) for stroke in strokes]
    if ends:
        for at_start in (True, False):
            strokes = [_change_end(stroke, at_start, rng) for stroke in strokes]
    return _change_proportions(strokes, rng)


def _overshoot(stroke: Stroke, rng: np.random.Generator) -> Stroke:
    """Move both ends along the stroke, outwards more often than inwards."""
    stroke = stroke.copy()
    for end, neighbor in ((0, 1), (-1, -2)):
        length = math.dist(stroke[end], stroke[neighbor])
        extra = min(rng.uniform(-0.5, 1) * MAX_OVERSHOOT, length)
        if length > 0.1 and rng.random() < 0.5:
            stroke[end] += (stroke[end] - stroke[neighbor]) / length * extra
    return stroke


def _join(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """Draw the way from some strokes to the next, as if the pen was not lifted."""
    joined = strokes[:1]
    for stroke in strokes[1:]:
        is_near = math.dist(joined[-1][-1], stroke[0]) < MAX_JOIN_LENGTH
        if is_near and rng.random() < JOIN_PROBABILITY:
            joined[-1] = np.vstack([joined[-1], stroke])
        else:
            joined.append(stroke)
    return joined


def _add_loops(stroke: Stroke, rng: np.random.Generator) -> Stroke:
    """Replace some sharp turns by a loop that lies outside of the turn."""
    parts = [stroke[:1]]
    for before, corner, after in zip(stroke, stroke[1:], stroke[2:]):
        parts.append(corner[None])
        inward, outward = _unit(corner - before), _unit(after - corner)
        turn = math.acos(np.clip(inward @ outward, -1, 1))
        if turn < MIN_LOOP_TURN or rng.random() >= LOOP_PROBABILITY:
            continue
        tip = _unit(inward - outward)
        across = np.array([-tip[1], tip[0]])
        across *= math.copysign(rng.uniform(0.4, 0.9), inward @ across)
        angles = np.linspace(0.3, 2 * np.pi - 0.3, 10)[:, None]
        radius = rng.uniform(0.02, 0.08)
        around = (1 - np.cos(angles)) * tip + np.sin(angles) * across
        parts += [corner + radius * around, corner[None]]
    return np.vstack([*parts, stroke[-1:]])


def _change_end(stroke: Stroke, at_start: bool, rng: np.random.Generator) -> Stroke:
    """Add a straight hook or a round curl to one end of a stroke, or nothing."""
    kind = rng.random()
    if kind >= 2 * END_PROBABILITY or len(stroke) < 2:
        return stroke
    path = stroke[::-1] if at_start else stroke
    heading = math.atan2(*(path[-1] - path[-2])[::-1])
    side = rng.choice([-1, 1])
    if kind < END_PROBABILITY:
        angle = heading + side * rng.uniform(0.6, 2.6)
        length = rng.uniform(0.03, MAX_HOOK_LENGTH)
        steps = [[length * math.cos(angle), length * math.sin(angle)]]
    else:  # more often towards the side to which the stroke bends already
        if len(path) > 2 and rng.random() < 0.75:
            first, second = path[-2] - path[-3], path[-1] - path[-2]
            side = math.copysign(1, first[0] * second[1] - first[1] * second[0])
        turn, radius = rng.uniform(1.5, 5), rng.uniform(0.03, 0.09)
        angles = heading + side * np.linspace(0, turn, 9)[1:]
        steps = radius * turn / 8 * np.stack([np.cos(angles), np.sin(angles)], 1)
    path = np.vstack([path, path[-1] + np.cumsum(steps, axis=0)])
    return path[::-1] if at_start else path


def _change_proportions(
    strokes: list[Stroke], rng: np.random.Generator
) -> list[Stroke]:
    """Move the waist up or down, and make the upper or the lower half wider."""
    waist = np.clip(rng.normal(0.5, 0.06), 0.36, 0.64)
    widening = rng.uniform(-0.35, 0.35)
    changed = []
    for stroke in strokes:
        x, y = stroke.T
        x = 0.5 + (x - 0.5) * (1 + widening * (2 * y - 1))
        changed.append(np.stack([x, np.interp(y, [0, 0.5, 1], [0, waist, 1])], 1))
    return changed


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.hypot(*vector)), 1e-9)
