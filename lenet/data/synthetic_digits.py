"""Synthetic digits: forms that many people write and that MNIST hardly contains.

MNIST's writers are American. Elsewhere a 1 has a long upstroke, a 7 has a bar, the tail
of a 9 is curved, and an 8 or a 9 written quickly stays open; some people write digits
as seven-segment displays show them. Printed digits are included too.
"""

import numpy as np
from numpy.typing import NDArray

from lenet.data.handwritten_strokes import HANDWRITTEN_DIGITS, SEVEN_SEGMENT_DIGITS
from lenet.data.rendering import (
    FONTS,
    distort,
    draw_strokes,
    frame_as_mnist,
    parse_strokes,
    render_character,
)
from lenet.imaging.grayscale import GrayImage

# Fractions of all digits; the others are handwritten.
PRINTED_FRACTION, SEVEN_SEGMENT_FRACTION = 0.12, 0.18
# Fraction of the 1s whose upstroke begins near the baseline, as in much of Europe.
LONG_UPSTROKE_FRACTION = 0.15
OVERSAMPLED_DIGITS = 1, 7  # their forms vary most, and they are easily confused
EXTRA_FRACTION = 0.05  # of all digits, for each of them, besides its tenth


def make_synthetic_digits(
    count: int, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Make digits in the form of MNIST: images `(count, 28, 28)` and their labels."""
    labels = rng.integers(0, 10, count)
    replaced = rng.random(count) < EXTRA_FRACTION * len(OVERSAMPLED_DIGITS)
    labels[replaced] = rng.choice(OVERSAMPLED_DIGITS, replaced.sum())
    images = []
    for digit in labels.tolist():
        image = None
        while image is None:
            image = frame_as_mnist(_draw_digit(digit, rng))
        images.append(image)
    return np.stack(images), labels


def _draw_digit(digit: int, rng: np.random.Generator) -> GrayImage:
    style = rng.random()
    if style < PRINTED_FRACTION:
        return distort(render_character(str(digit), rng.choice(FONTS), rng), rng)
    if digit == 1:
        strokes = _strokes_of_one(rng)
    else:
        variants = HANDWRITTEN_DIGITS[digit]
        if style < PRINTED_FRACTION + SEVEN_SEGMENT_FRACTION:
            variants = SEVEN_SEGMENT_DIGITS.get(digit, variants)
        strokes = rng.choice(variants)
    return distort(draw_strokes(parse_strokes(strokes, rng), rng), rng)


def _strokes_of_one(rng: np.random.Generator) -> str:
    """Make a 1 with a short or a long upstroke, and sometimes with a foot."""
    if rng.random() < LONG_UPSTROKE_FRACTION:
        width, height = rng.uniform(8, 30), rng.uniform(30, 68)
    else:
        width = rng.uniform(8, 38)
        height = rng.uniform(0.8, 1.5) * width  # a flatter upstroke makes it a 7
    foot = " / 35,85 67,85" if rng.random() < 0.2 else ""
    return f"{50 - width},{15 + height} 50,15 {rng.uniform(44, 56)},85{foot}"
