"""Digits in our own hand: shapes that many people write and MNIST hardly has.

MNIST's writers are American. Elsewhere a 1 has a long flag, a 7 a bar, the tail of a 9
curls, in a hurry an 8 or a 9 stays open; displays have taught people boxes, and print
is everywhere. Drawn here, so that the network learns them without anybody's data.
"""

import numpy as np
from numpy.typing import NDArray

from lenet.data.handwriting import FONTS, bend, frame, render_character, strokes, write
from lenet.data.skeletons import BOXY_DIGITS, HANDWRITTEN_DIGITS
from lenet.imaging.illumination import GrayImage

PRINTED, BOXED = 0.12, 0.18  # parts of all; the others are written
ROOFS = 0.15  # of the ones: the pen comes up from the line, as in much of Europe
VARIED = 1, 7  # whose flags and bars vary most, and are taken for each other:
MORE = 0.05  # so much is added to the tenth that each of them has


def make_synthetic_digits(
    count: int, random: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Make digits in the form of MNIST: images `(count, 28, 28)` and their labels."""
    labels = random.integers(0, 10, count)
    more = random.random(count) < MORE * len(VARIED)
    labels[more] = random.choice(VARIED, more.sum())
    images = []
    for digit in labels.tolist():
        image = None
        while image is None:
            image = frame(_draw(digit, random))
        images.append(image)
    return np.stack(images), labels


def _draw(digit: int, random: np.random.Generator) -> GrayImage:
    kind = random.random()
    if kind < PRINTED:
        return bend(render_character(str(digit), random.choice(FONTS), random), random)
    if digit == 1:
        shape = _flagged_one(random)
    else:
        shapes = BOXY_DIGITS if kind < PRINTED + BOXED else HANDWRITTEN_DIGITS
        shape = random.choice(
            shapes[digit] if digit in shapes else HANDWRITTEN_DIGITS[digit]
        )
    return bend(write(strokes(shape, random), random), random)


def _flagged_one(random: np.random.Generator) -> str:
    """Give a 1 with a flag from a hint to a roof's other half; some have a foot."""
    if random.random() < ROOFS:
        across, down = random.uniform(8, 30), random.uniform(30, 68)
    else:
        across = random.uniform(8, 38)
        down = random.uniform(0.8, 1.5) * across  # flatter ones are 7s
    foot = " / 35,85 67,85" if random.random() < 0.2 else ""
    return f"{50 - across},{15 + down} 50,15 {random.uniform(44, 56)},85{foot}"
