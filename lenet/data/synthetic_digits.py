"""Synthetic digits: forms that many people write and that MNIST hardly contains.

MNIST's writers are American. Elsewhere a 1 has a long upstroke, a 7 has a bar, a 4 is
written without lifting the pen, the tail of a 9 is curved, and an 8 or a 9 written
quickly stays open; some people write digits as seven-segment displays show them.
Printed digits and digits of the training set in another style are included too.
"""

import numpy as np
from numpy.typing import NDArray

from lenet.data.cameras import take_picture
from lenet.data.handwritten_digits import HANDWRITTEN_DIGITS, SEVEN_SEGMENT_DIGITS
from lenet.data.mnist import Digits
from lenet.data.penmanship import vary_strokes
from lenet.data.rendering import (
    FONTS,
    distort,
    draw_strokes,
    frame_as_mnist,
    parse_strokes,
    render_character,
)
from lenet.data.restyled_digits import restyle
from lenet.imaging.grayscale import GrayImage

# Fractions of all digits; the others are handwritten.
PRINTED_FRACTION, SEVEN_SEGMENT_FRACTION = 0.08, 0.1
RESTYLED_FRACTION = 0.35  # if there are digits to restyle
# Fraction of the 1s whose upstroke begins near the baseline, as in much of Europe.
LONG_UPSTROKE_FRACTION = 0.15
# Their forms vary most, or they are easily confused.
EXTRA_FRACTIONS = {1: 0.05, 4: 0.05, 7: 0.05, 9: 0.05}  # of all, besides their tenths


def make_synthetic_digits(
    count: int, rng: np.random.Generator, originals: Digits | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Make digits in the form of MNIST: images `(count, 28, 28)` and their labels.

    Args:
        originals: Digits of the training set, on the CPU; some are restyled. Without
            them, all digits are made from strokes and fonts.
    """
    labels = rng.integers(0, 10, count)
    replaced = rng.random(count) < sum(EXTRA_FRACTIONS.values())
    labels[replaced] = rng.choice(list(EXTRA_FRACTIONS), replaced.sum())
    images = []
    for index, digit in enumerate(labels.tolist()):
        image = None
        while image is None:
            if originals is not None and rng.random() < RESTYLED_FRACTION:
                chosen = int(rng.integers(len(originals)))
                labels[index] = digit = int(originals.labels[chosen])
                drawn = restyle(originals.images[chosen].numpy(), rng)
            else:
                drawn = _draw_digit(digit, rng)
            image = frame_as_mnist(drawn)
        images.append(image)
    return np.stack(images), labels


def _draw_digit(digit: int, rng: np.random.Generator) -> GrayImage:
    style = rng.random()
    if style < PRINTED_FRACTION:
        return distort(render_character(str(digit), rng.choice(FONTS), rng), rng)
    if digit == 1:
        text = _strokes_of_one(rng)
    else:
        variants = HANDWRITTEN_DIGITS[digit]
        if style < PRINTED_FRACTION + SEVEN_SEGMENT_FRACTION:
            variants = SEVEN_SEGMENT_DIGITS.get(digit, variants)
        text = rng.choice(variants)
    strokes = parse_strokes(text, rng)
    if rng.random() < 0.8:
        strokes = vary_strokes(strokes, rng, ends=digit != 1)
    return take_picture(distort(draw_strokes(strokes, rng), rng), rng)


def _strokes_of_one(rng: np.random.Generator) -> str:
    """Make a 1 with a short or a long upstroke, and sometimes with a foot."""
    if rng.random() < LONG_UPSTROKE_FRACTION:
        width, height = rng.uniform(8, 30), rng.uniform(30, 68)
    else:
        width = rng.uniform(8, 38)
        height = rng.uniform(0.9, 1.6) * width  # a flatter upstroke makes it a 7
    foot = " / 35,85 67,85" if rng.random() < 0.2 else ""
    return f"{50 - width},{15 + height} 50,15 {rng.uniform(44, 56)},85{foot}"
