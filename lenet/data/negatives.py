"""Negatives: images that are not a digit, which the network learns to reject.

Letters and signs, scribbles, shapes, textures, several digits side by side and wrong
cuts through two digits. Characters that people could take for a digit (O, l, Z, S, B,
g, q) are left out.

Source: Hendrycks et al., 2019, "Deep Anomaly Detection with Outlier Exposure", for
    training on them; LeCun et al., 1998, section VI-A, for the wrong cuts.
"""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.data.cameras import take_picture
from lenet.data.handwritten_characters import LETTERS_AND_SIGNS
from lenet.data.handwritten_digits import HANDWRITTEN_DIGITS
from lenet.data.nondigit_shapes import (
    bricks,
    folds,
    frame,
    looks_like_0_or_1,
    scribble,
    shape,
    texture,
)
from lenet.data.penmanship import vary_strokes
from lenet.data.printed_characters import LATIN, PRINTED_CHARACTERS, WITHOUT_BOWLS
from lenet.data.rendering import (
    FONTS,
    INK_THRESHOLD,
    Stroke,
    distort,
    draw_strokes,
    frame_as_mnist,
    parse_strokes,
    render_character,
)
from lenet.data.restyled_digits import change_pen
from lenet.imaging.grayscale import GrayImage

HOLD_OUT_EVERY = 10  # training never sees each tenth character
KIND_PROBABILITIES = {
    "printed": 0.24,
    "handwritten": 0.2,
    "mixed": 0.1,  # parts of two characters
    "piece": 0.05,  # of a letter
    "half": 0.04,  # of a 0; half of another digit can look like a digit
    "several": 0.08,  # digits
    "cut": 0.08,
    "scribble": 0.06,
    "shape": 0.05,
    "frame": 0.03,
    "folds": 0.02,
    "bricks": 0.02,
    "texture": 0.03,
}
KINDS = tuple(KIND_PROBABILITIES)


def make_negatives(
    count: int,
    digits: NDArray[np.uint8],
    rng: np.random.Generator,
    *,
    held_out: bool = False,
) -> NDArray[np.uint8]:
    """Make images of no digit in the form of MNIST: `(count, 28, 28)` uint8.

    Args:
        digits: `(N, 28, 28)` uint8, from which several digits and wrong cuts are made.
        held_out: Use only the characters that training never sees.
    """
    printed = select_characters(PRINTED_CHARACTERS, held_out)
    names = select_characters(LETTERS_AND_SIGNS, held_out)
    open_characters = [name for name in printed if name in WITHOUT_BOWLS]
    handwritten = [variant for name in names for variant in LETTERS_AND_SIGNS[name]]
    images = []
    while len(images) < count:
        match rng.choice(KINDS, p=list(KIND_PROBABILITIES.values())):
            case "handwritten":
                strokes = parse_strokes(rng.choice(handwritten), rng)
                if rng.random() < 0.5:
                    strokes = vary_strokes(strokes, rng, ends=False)
                image = distort(draw_strokes(strokes, rng), rng)
            case "mixed":
                image = distort(draw_strokes(_mix(handwritten, rng), rng), rng)
            case "printed":
                image = _print(rng.choice(printed), rng)
            case "piece":
                image = _half(_print(rng.choice(open_characters), rng), rng)
            case "half":
                strokes = parse_strokes(rng.choice(HANDWRITTEN_DIGITS[0]), rng)
                image = _half(draw_strokes(strokes, rng), rng)
            case "scribble":
                image = scribble(rng)
            case "shape":
                image = distort(shape(rng), rng)
            case "frame":
                image = distort(frame(rng), rng)
            case "folds":
                image = folds(rng)
            case "bricks":
                image = distort(bricks(rng), rng)
            case "texture":
                image = texture(rng)
            case "several" | "cut" as kind:
                three = digits[rng.integers(len(digits), size=3)]
                image = _several(three, kind == "cut", rng)
        if rng.random() < 0.5:
            image = take_picture(image, rng)
        framed = frame_as_mnist(image)
        if framed is not None and not looks_like_0_or_1(framed):
            images.append(framed)
    return np.stack(images)


def select_characters(characters: Iterable[str], held_out: bool) -> list[str]:
    """Return the characters for training, or those that are held out of it."""
    return [
        character
        for index, character in enumerate(characters)
        if (index % HOLD_OUT_EVERY == 0) == held_out
    ]


def _mix(characters: Sequence[str], rng: np.random.Generator) -> list[Stroke]:
    """Write parts of two characters over each other."""
    strokes = []
    for text in rng.choice(characters, 2):
        stroke = np.vstack(parse_strokes(text, rng))
        length = max(2, round(len(stroke) * rng.uniform(0.4, 0.9)))
        start = rng.integers(len(stroke) - length + 1)
        part = stroke[start : start + length] - 0.5
        strokes.append(0.5 + rng.uniform(0.5, 1) * part + rng.uniform(-0.18, 0.18, 2))
    return strokes


def _print(character: str, rng: np.random.Generator) -> GrayImage:
    font = rng.choice(FONTS) if character in LATIN else "DejaVuSans"
    image = distort(render_character(character, font, rng), rng)
    return change_pen(image, rng) if rng.random() < 0.5 else image


def _half(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Cut a part off an image."""
    left, top, width, height = cv2.boundingRect(np.uint8(image > INK_THRESHOLD))
    part = image[top : top + height, left : left + width].copy()
    share = rng.uniform(0.35, 0.65)
    if rng.random() < 0.5:
        cut = round(width * share)
        part = part[:, :cut] if rng.random() < 0.5 else part[:, width - cut :]
    else:
        cut = round(height * share)
        part = part[:cut] if rng.random() < 0.5 else part[height - cut :]
    return cv2.copyMakeBorder(part, *[8] * 4, cv2.BORDER_CONSTANT, value=0)


def _several(
    digits: NDArray[np.uint8], cut: bool, rng: np.random.Generator
) -> GrayImage:
    """Put two or three digits side by side, or cut from the middle of one to the next.

    Args:
        digits: `(3, 28, 28)` uint8; the third is not always used.
        cut: Return the right part of the first digit and the left part of the second.
    """
    digits = digits if rng.random() < 0.3 and not cut else digits[:2]
    gap = int(rng.integers(-4, 4))
    row = np.zeros((40, 100), np.uint8)
    left, cuts = 4, []
    for image in digits:
        columns = np.flatnonzero(image.max(axis=0) > INK_THRESHOLD)
        tile = image[:, columns[0] : columns[-1] + 1]
        width = tile.shape[1]
        top = int(rng.integers(2, 11))
        region = row[top : top + 28, left : left + width]
        np.maximum(region, tile, out=region)
        cuts.append(left + round(width * rng.uniform(0.35, 0.65)))
        left = max(left + width + gap, left)
    if cut:
        start, end = sorted(cuts)  # the first may be the right one of two narrow 1s
        row = row[:, start : end + 1]
    return cv2.resize(row, None, fx=3, fy=3)
