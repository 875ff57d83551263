"""Digits in our own hand: shapes that many people write and MNIST hardly has.

MNIST's writers are American. Elsewhere a 1 has a long flag, a 7 a bar, the tail of a 9
curls; displays have taught people boxes, and print is everywhere. Drawn here, so that
the network learns them without anybody's data.
"""

import numpy as np
from numpy.typing import NDArray

from lenet.hand import FACES, bend, frame, print_character, strokes, write
from lenet.paper import Gray
from lenet.shapes import BOXES, WRITTEN

PRINTED, BOXED = 0.12, 0.18  # parts of all; the others are written
ONES = 0.08  # are added to the tenth that are ones: their flags vary most


def make_digits(
    count: int, random: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Make digits in the form of MNIST: images `(count, 28, 28)` and their labels."""
    labels = random.integers(0, 10, count)
    labels[random.random(count) < ONES] = 1
    images = []
    for digit in labels.tolist():
        image = None
        while image is None:
            image = frame(_draw(digit, random))
        images.append(image)
    return np.stack(images), labels


def _draw(digit: int, random: np.random.Generator) -> Gray:
    kind = random.random()
    if kind < PRINTED:
        return bend(print_character(str(digit), random.choice(FACES), random), random)
    if digit == 1:
        shape = _flagged_one(random)
    else:
        shapes = BOXES if kind < PRINTED + BOXED else WRITTEN
        shape = random.choice(shapes[digit] if digit in shapes else WRITTEN[digit])
    return bend(write(strokes(shape), random), random)


def _flagged_one(random: np.random.Generator) -> str:
    """Give a 1 whose flag is anything from a hint to half its height; some have a foot."""
    across = random.uniform(8, 38)
    down = random.uniform(0.5, 1.4) * across
    foot = " / 35,85 67,85" if random.random() < 0.2 else ""
    return f"{50 - across},{15 + down} 50,15 {random.uniform(44, 56)},85{foot}"
