"""Pictures to try the page with: drawings, and imitations of photos, rendered here."""

from collections.abc import Sequence

import cv2
import gradio as gr
import numpy as np
from numpy.typing import NDArray

from lenet.app.html_part import data_url, html_part
from lenet.data.handwritten_characters import LETTERS_AND_SIGNS
from lenet.data.handwritten_digits import HANDWRITTEN_DIGITS
from lenet.data.rendering import parse_strokes

Picture = NDArray[np.uint8]  # (H, W, 3)
Color = tuple[int, int, int]
SIDE = 160  # pixels of the square around a character
ONE = "42,30 54,18 53,82"
THUMBNAIL_SIDE = 160  # pixels


def make_examples() -> list[Picture]:
    """Render the examples; every call gives the same pictures."""
    random = np.random.default_rng(5)
    board = _write(["75"], pen=12, ink=(235, 238, 225), paper=(38, 66, 52))
    squared = _write(["2026"], pen=8, ink=(40, 50, 120), paper=(238, 235, 226))
    note = _write(["031", "8649"], pen=6, ink=(95, 95, 100), paper=(226, 214, 170))
    marker = _write(["9"], pen=20, ink=(200, 50, 60), paper=(250, 246, 235))
    return [
        _write(["3"], pen=24, ink=(20, 20, 20), paper=(255, 255, 255)),
        _add_noise(board, 6, random),
        _add_noise(_add_shadow(_rotate(_add_grid(squared), -5)), 4, random),
        _add_noise(_add_shadow(note), 3, random),
        _add_noise(_rotate(marker, 8), 3, random),
        _write(["K"], pen=14, ink=(30, 30, 30), paper=(245, 245, 240)),
    ]


def examples_row(pictures: Sequence[Picture]) -> gr.HTML:
    """Make a button for each picture, which chooses it as the photo."""
    buttons = "".join(
        f'<button type="button" data-index="{index}">'
        f'<img src="{data_url(picture, THUMBNAIL_SIDE)}" alt=""></button>'
        for index, picture in enumerate(pictures)
    )
    markup = f'<p data-text="examples.title"></p><div class="examples">{buttons}</div>'
    return html_part(None, "examples", "recognize/examples.js", markup=markup)


def _write(rows: Sequence[str], *, pen: int, ink: Color, paper: Color) -> Picture:
    """Write rows of characters on plain paper, `pen` pixels wide."""
    step, scale = round(SIDE * 0.66), 4  # drawn enlarged, for soft edges
    width = step * max(map(len, rows)) + SIDE
    height = max(SIDE * len(rows) + SIDE // 2, width * 3 // 4)
    top = (height - SIDE * len(rows)) / 2
    coverage = np.zeros((height * scale, width * scale), np.uint8)
    for row, characters in enumerate(rows):
        for column, character in enumerate(characters):
            corner = np.array([(column + 0.5) * step, row * SIDE + top])
            for stroke in parse_strokes(_strokes_of(character)):
                line = np.round((stroke * SIDE + corner) * scale).astype(np.int32)
                cv2.polylines(coverage, [line], False, 255, pen * scale)
    alpha = cv2.resize(coverage, (width, height), interpolation=cv2.INTER_AREA)
    alpha = alpha[..., None] / 255
    return _to_uint8(alpha * np.array(ink) + (1 - alpha) * np.array(paper))


def _strokes_of(character: str) -> str:
    if character in LETTERS_AND_SIGNS:
        return LETTERS_AND_SIGNS[character][0]
    return ONE if character == "1" else HANDWRITTEN_DIGITS[int(character)][0]


def _add_grid(picture: Picture, pitch: int = 40) -> Picture:
    """Print the pale lines of squared paper where there is no ink."""
    lines = np.full(picture.shape, 255, np.uint8)
    lines[::pitch] = lines[:, ::pitch] = (150, 175, 215)
    return np.minimum(picture, cv2.GaussianBlur(lines, (0, 0), 0.8))


def _rotate(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    border = cv2.BORDER_REFLECT
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=border)


def _add_shadow(picture: Picture) -> Picture:
    """Darken the right half by a soft shadow."""
    y, x = np.mgrid[0 : 1 : picture.shape[0] * 1j, 0 : 1 : picture.shape[1] * 1j]
    shadow = 1 / (1 + np.exp(-40 * (x + 0.25 * y - 0.75)))
    return _to_uint8(picture * (1 - 0.4 * shadow[..., None]))


def _add_noise(picture: Picture, sigma: float, random: np.random.Generator) -> Picture:
    noise = random.normal(0, sigma, picture.shape[:2])
    return _to_uint8(picture + noise[..., None])


def _to_uint8(values: NDArray[np.float64]) -> Picture:
    return np.clip(values.round(), 0, 255).astype(np.uint8)
