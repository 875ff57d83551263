"""Pictures that are no digits, made by us: what a network has to learn to doubt.

Letters and signs, scribbles, shapes and textures, several digits at once and wrong cuts
through them. What a person could take for a digit (O, l, Z, S, B, g, q) is not among
them.

Source: Hendrycks et al., 2019, "Deep Anomaly Detection with Outlier Exposure", for
    training on them; LeCun et al., 1998, section VI-A, for the wrong cuts.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.data.handwriting import (
    FONTS,
    INK,
    SIDE,
    bend,
    frame,
    render_character,
    strokes,
    write,
)
from lenet.data.skeletons import LETTERS
from lenet.imaging.illumination import GrayImage

LATIN = "ACEFHJKLMNPRTUVWXYacdefhkmnprtuvwx"
GREEK = "αγεηλμπφχψωΔΘΞΠΣΦΨΩ"
CYRILLIC = "ДЖИЙПФЦШЩЮЯджийнцшщюяЂЋ"
SIGNS = "+=×÷%&@#*<>~§¶€£¥★♥☂☺☎✂⌂♪♣∞∑√≈≠±←→↑↓⇒▽☆✓✗{"
CHARACTERS = LATIN + GREEK + CYRILLIC + SIGNS
HELD_OUT = 10  # one character in so many is kept from training
KINDS = ("printed", "written", "scribble", "shape", "texture", "several", "cut")
SHARES = (0.3, 0.2, 0.12, 0.12, 0.08, 0.1, 0.08)


def make_negatives(
    count: int,
    digits: NDArray[np.uint8],
    random: np.random.Generator,
    *,
    held_out: bool = False,
) -> NDArray[np.uint8]:
    """Make pictures of no digit in the form that a digit has: `(count, 28, 28)`.

    Args:
        digits: `(N, 28, 28)` uint8, what several and wrong cuts are made of.
        held_out: Take the characters that training never sees.
    """
    written = [shape for name in _split(LETTERS, held_out) for shape in LETTERS[name]]
    printed = _split(CHARACTERS, held_out)
    images = []
    while len(images) < count:
        match random.choice(KINDS, p=SHARES):
            case "written":
                lines = strokes(random.choice(written), random)
                picture = bend(write(lines, random), random)
            case "printed":
                character = random.choice(printed)
                face = "DejaVuSans" if character in SIGNS else random.choice(FONTS)
                picture = bend(render_character(character, face, random), random)
            case "scribble":
                picture = _scribble(random)
            case "shape":
                picture = bend(_shape(random), random)
            case "texture":
                picture = _texture(random)
            case several_or_cut:
                some = digits[random.integers(len(digits), size=3)]
                picture = _several(some, several_or_cut == "cut", random)
        image = frame(picture)
        if image is not None:
            images.append(image)
    return np.stack(images)


def _split(characters: Iterable[str], held_out: bool) -> list[str]:
    return [c for k, c in enumerate(characters) if (k % HELD_OUT == 0) == held_out]


def _scribble(random: np.random.Generator) -> GrayImage:
    """Cross the paper with one to three tangled lines."""
    lines = []
    for _ in range(random.integers(1, 4)):
        lines.append(random.uniform(0.15, 0.85, (random.integers(5, 14), 2)))
    return write(lines, random)


def _shape(random: np.random.Generator) -> GrayImage:
    """Draw a filled polygon or ellipse, perhaps with a hole, or lines side by side."""
    picture = np.zeros((SIDE, SIDE), np.uint8)
    middle = SIDE // 2
    kind = random.integers(3)
    if kind == 0:
        angles = np.sort(random.uniform(0, 2 * np.pi, random.integers(3, 9)))
        corners = np.stack([np.cos(angles), np.sin(angles)], 1)
        corners *= random.uniform(15, 44, (len(angles), 1))
        cv2.fillPoly(picture, [np.int32(corners + middle)], 255)
        if random.random() < 0.3:
            cv2.fillPoly(picture, [np.int32(corners / 2 + middle)], 0)
    elif kind == 1:
        width = random.uniform(20, 44)
        height = width * random.uniform(0.5, 1)
        axes = round(width), round(height)
        cv2.ellipse(
            picture, (middle, middle), axes, random.uniform(0, 180), 0, 360, 255, -1
        )
    else:
        for x in np.sort(random.integers(8, 88, random.integers(2, 7))).tolist():
            top, bottom = random.integers(8, 40), random.integers(56, 88)
            low = x + int(random.normal(0, 15))
            cv2.line(
                picture,
                (x, int(top)),
                (low, int(bottom)),
                255,
                int(random.integers(2, 8)),
                cv2.LINE_AA,
            )
    return picture


def _texture(random: np.random.Generator) -> GrayImage:
    """Make a chequered cloth, or grain of any size, in uneven light."""
    if random.random() < 0.4:
        fields = np.arange(SIDE) * random.integers(2, 7) // SIDE
        picture = bend(np.uint8(np.add.outer(fields, fields) % 2) * 255, random)
    else:
        grain = random.normal(0, 1, (SIDE, SIDE)).astype(np.float32)
        grain = cv2.GaussianBlur(grain, (0, 0), random.uniform(1, 12))
        picture = np.uint8(grain > np.quantile(grain, random.uniform(0.5, 0.9))) * 255
    light = random.uniform(0.4, 1, (3, 3)).astype(np.float32)
    return np.uint8(picture * cv2.resize(light, (SIDE, SIDE)))


def _several(
    digits: NDArray[np.uint8], cut: bool, random: np.random.Generator
) -> GrayImage:
    """Lay two or three digits side by side, or cut through the middle of two."""
    tiles = []
    for image in digits if random.random() < 0.3 and not cut else digits[:2]:
        columns = np.flatnonzero(image.max(axis=0) > INK)
        tiles.append(image[:, columns[0] : columns[-1] + 1])
    gap = int(random.integers(-4, 4))
    line = np.zeros((40, 100), np.uint8)
    left, middles = 4, []
    for tile in tiles:
        top = int(random.integers(2, 11))
        place = line[top : top + 28, left : left + tile.shape[1]]
        np.maximum(place, tile, out=place)
        middles.append(left + round(tile.shape[1] * random.uniform(0.35, 0.65)))
        left = max(left + tile.shape[1] + gap, left)
    if cut:
        line = line[:, middles[0] : middles[1] + 1]
    return cv2.resize(line, None, fx=3, fy=3)
