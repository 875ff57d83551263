"""Pictures to try the page with: drawings and what passes for photos, all made by us."""

from collections.abc import Sequence

import cv2
import gradio as gr
import numpy as np
from numpy.typing import NDArray

from lenet.app.recognize.answer import data_url
from lenet.app.texts import scripted
from lenet.data.handwritten_strokes import HANDWRITTEN_DIGITS, LETTERS_AND_SIGNS
from lenet.data.rendering import parse_strokes

Picture = NDArray[np.uint8]  # (H, W, 3)
Tone = tuple[int, int, int]
SIDE = 160  # pixels of the square that a character is written in
ONE = "42,30 54,18 53,82"
THUMBNAIL = 160  # pixels


def made_examples() -> list[Picture]:
    """Make them; every call gives the same."""
    random = np.random.default_rng(5)
    drawing = _written(["3"], pen=24, ink=(20, 20, 20), paper=(255, 255, 255))
    board = _written(["75"], pen=12, ink=(235, 238, 225), paper=(38, 66, 52))
    squared = _written(["2026"], pen=8, ink=(40, 50, 120), paper=(238, 235, 226))
    note = _written(["031", "8649"], pen=6, ink=(95, 95, 100), paper=(226, 214, 170))
    marker = _written(["9"], pen=20, ink=(200, 50, 60), paper=(250, 246, 235))
    letter = _written(["K"], pen=14, ink=(30, 30, 30), paper=(245, 245, 240))
    return [
        drawing,
        _grainy(board, 6, random),
        _grainy(_shaded(_turned(_on_squares(squared), -5)), 4, random),
        _grainy(_shaded(note), 3, random),
        _grainy(_turned(marker, 8), 3, random),
        letter,
    ]


def examples_row(pictures: Sequence[Picture]) -> gr.HTML:
    """Make a button of each picture; the value is the place of the last one clicked."""
    buttons = "".join(
        f'<button type="button" data-place="{place}">'
        f'<img src="{data_url(picture, THUMBNAIL)}" alt=""></button>'
        for place, picture in enumerate(pictures)
    )
    return gr.HTML(
        0,
        html_template=f'<p data-text="title"></p><div class="examples">{buttons}</div>',
        elem_id="examples",
        **scripted("examples", "recognize/examples.js"),
    )


def _written(rows: Sequence[str], *, pen: int, ink: Tone, paper: Tone) -> Picture:
    """Write rows of characters on plain paper, `pen` pixels wide."""
    step, large = round(SIDE * 0.66), 4  # drawn large, for soft edges
    width = step * max(map(len, rows)) + SIDE
    height = max(SIDE * len(rows) + SIDE // 2, width * 3 // 4)
    top = (height - SIDE * len(rows)) / 2
    cover = np.zeros((height * large, width * large), np.uint8)
    for row, characters in enumerate(rows):
        for column, character in enumerate(characters):
            corner = np.array([(column + 0.5) * step, row * SIDE + top])
            for stroke in parse_strokes(_shape(character)):
                line = np.round((stroke * SIDE + corner) * large).astype(np.int32)
                cv2.polylines(cover, [line], False, 255, pen * large)
    share = cv2.resize(cover, (width, height), interpolation=cv2.INTER_AREA)
    share = share[..., None] / 255
    return _clipped(share * np.array(ink) + (1 - share) * np.array(paper))


def _shape(character: str) -> str:
    if character in LETTERS_AND_SIGNS:
        return LETTERS_AND_SIGNS[character][0]
    return ONE if character == "1" else HANDWRITTEN_DIGITS[int(character)][0]


def _on_squares(picture: Picture, pitch: int = 40) -> Picture:
    """Print squared paper's pale lines where there is no ink."""
    lines = np.full(picture.shape, 255, np.uint8)
    lines[::pitch] = lines[:, ::pitch] = (150, 175, 215)
    return np.minimum(picture, cv2.GaussianBlur(lines, (0, 0), 0.8))


def _turned(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    beyond = cv2.BORDER_REFLECT
    return cv2.warpAffine(picture, turn, (width, height), borderMode=beyond)


def _shaded(picture: Picture) -> Picture:
    """Let a soft shadow fall on the right half."""
    y, x = np.mgrid[0 : 1 : picture.shape[0] * 1j, 0 : 1 : picture.shape[1] * 1j]
    shadow = 1 / (1 + np.exp(-40 * (x + 0.25 * y - 0.75)))
    return _clipped(picture * (1 - 0.4 * shadow[..., None]))


def _grainy(picture: Picture, strength: float, random: np.random.Generator) -> Picture:
    noise = random.normal(0, strength, picture.shape[:2])
    return _clipped(picture + noise[..., None])


def _clipped(values: NDArray[np.float64]) -> Picture:
    return np.clip(values.round(), 0, 255).astype(np.uint8)
