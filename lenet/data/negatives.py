"""Negatives: images that are not a digit, which the network learns to reject.

Letters and signs, scribbles, shapes, textures, several digits side by side and wrong
cuts through two digits. Characters that people could take for a digit (O, l, Z, S, B,
g, q) are left out.

Source: Hendrycks et al., 2019, "Deep Anomaly Detection with Outlier Exposure", for
    training on them; LeCun et al., 1998, section VI-A, for the wrong cuts.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.data.handwritten_strokes import LETTERS_AND_SIGNS
from lenet.data.rendering import (
    CANVAS_SIZE,
    FONTS,
    INK_THRESHOLD,
    distort,
    draw_strokes,
    frame_as_mnist,
    parse_strokes,
    render_character,
)
from lenet.imaging.grayscale import GrayImage

LATIN = "ACEFHJKLMNPRTUVWXYacdefhkmnprtuvwx"
GREEK = "αγεηλμπφχψωΔΘΞΠΣΦΨΩ"
CYRILLIC = "ДЖИЙПФЦШЩЮЯджийнцшщюяЂЋ"
SIGNS = "+=×÷%&@#*<>~§¶€£¥★♥☂☺☎✂⌂♪♣∞∑√≈≠±←→↑↓⇒▽☆✓✗{"
PRINTED_CHARACTERS = LATIN + GREEK + CYRILLIC + SIGNS
HOLD_OUT_EVERY = 10  # training never sees each tenth character
KINDS = ("printed", "handwritten", "scribble", "shape", "texture", "several", "cut")
KIND_PROBABILITIES = (0.3, 0.2, 0.12, 0.12, 0.08, 0.1, 0.08)


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
    handwritten = [variant for name in names for variant in LETTERS_AND_SIGNS[name]]
    images = []
    while len(images) < count:
        match rng.choice(KINDS, p=KIND_PROBABILITIES):
            case "handwritten":
                strokes = parse_strokes(rng.choice(handwritten), rng)
                image = distort(draw_strokes(strokes, rng), rng)
            case "printed":
                character = rng.choice(printed)
                font = "DejaVuSans" if character in SIGNS else rng.choice(FONTS)
                image = distort(render_character(character, font, rng), rng)
            case "scribble":
                image = _scribble(rng)
            case "shape":
                image = distort(_shape(rng), rng)
            case "texture":
                image = _texture(rng)
            case "several" | "cut" as kind:
                three = digits[rng.integers(len(digits), size=3)]
                image = _several(three, kind == "cut", rng)
        framed = frame_as_mnist(image)
        if framed is not None:
            images.append(framed)
    return np.stack(images)


def select_characters(characters: Iterable[str], held_out: bool) -> list[str]:
    """Return the characters for training, or those that are held out of it."""
    return [
        character
        for index, character in enumerate(characters)
        if (index % HOLD_OUT_EVERY == 0) == held_out
    ]


def _scribble(rng: np.random.Generator) -> GrayImage:
    """Draw one to three lines through random points."""
    lines = []
    for _ in range(rng.integers(1, 4)):
        lines.append(rng.uniform(0.15, 0.85, (rng.integers(5, 14), 2)))
    return draw_strokes(lines, rng)


def _shape(rng: np.random.Generator) -> GrayImage:
    """Draw a filled polygon, some with a hole, a filled ellipse, or two to six bars."""
    canvas = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    center = CANVAS_SIZE // 2
    kind = rng.integers(3)
    if kind == 0:
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 9)))
        corners = np.stack([np.cos(angles), np.sin(angles)], 1)
        corners *= rng.uniform(15, 44, (len(angles), 1))
        cv2.fillPoly(canvas, [np.int32(corners + center)], 255)
        if rng.random() < 0.3:
            cv2.fillPoly(canvas, [np.int32(corners / 2 + center)], 0)
    elif kind == 1:
        width = rng.uniform(20, 44)
        height = width * rng.uniform(0.5, 1)
        axes, angle = (round(width), round(height)), rng.uniform(0, 180)
        cv2.ellipse(canvas, (center, center), axes, angle, 0, 360, 255, -1)
    else:
        for x in np.sort(rng.integers(8, 88, rng.integers(2, 7))).tolist():
            top, bottom = int(rng.integers(8, 40)), int(rng.integers(56, 88))
            end = x + int(rng.normal(0, 15)), bottom
            width = int(rng.integers(2, 8))
            cv2.line(canvas, (x, top), end, 255, width, cv2.LINE_AA)
    return canvas


def _texture(rng: np.random.Generator) -> GrayImage:
    """Make a distorted chessboard or thresholded noise, unevenly lit."""
    if rng.random() < 0.4:
        fields = np.arange(CANVAS_SIZE) * rng.integers(2, 7) // CANVAS_SIZE
        image = distort(np.uint8(np.add.outer(fields, fields) % 2) * 255, rng)
    else:
        noise = rng.normal(0, 1, (CANVAS_SIZE, CANVAS_SIZE)).astype(np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), rng.uniform(1, 12))
        image = np.uint8(noise > np.quantile(noise, rng.uniform(0.5, 0.9))) * 255
    light = rng.uniform(0.4, 1, (3, 3)).astype(np.float32)
    return np.uint8(image * cv2.resize(light, (CANVAS_SIZE, CANVAS_SIZE)))


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
        row = row[:, cuts[0] : cuts[1] + 1]
    return cv2.resize(row, None, fx=3, fy=3)
