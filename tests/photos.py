"""Synthetic photos of pages with digits.

`write_page` places digits on paper. Each other function adds one effect of paper, light
or camera to a picture `(H, W, 3)` uint8 and returns a new picture.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
PAPER_COLOR, INK_COLOR = (235, 232, 225), (45, 42, 50)


def write_page(
    rows: Sequence[Sequence[Picture]],
    *,
    height: int = 100,
    gap: float = 0.4,
    margin: float = 1.0,
    ink: tuple[int, int, int] = INK_COLOR,
    paper: tuple[int, int, int] = PAPER_COLOR,
    jitter: float = 0.0,
    seed: int = 0,
) -> Picture:
    """Write rows of digits, given as images `(28, 28)` or larger, ink bright on 0.

    Args:
        height: Of a digit's frame in pixels; its ink fills about 20/28 of it.
        gap: Between the ink of neighbors, as a fraction of a digit's height; below 0
            they overlap.
        margin: Around all digits, as a fraction of `height`.
        jitter: Maximal vertical shift of a digit, as a fraction of `height`.
    """
    random = np.random.default_rng(seed)
    lines = []
    for row in rows:
        tiles = [_enlarge_and_trim(image, height) for image in row]
        step = round(gap * height * 20 / 28)
        width = sum(t.shape[1] for t in tiles) + step * (len(tiles) - 1)
        line = np.zeros((2 * height, max(width, 1)), np.float32)
        x = 0
        for tile in tiles:
            shift = jitter * height * random.uniform(-1, 1)
            y = round((line.shape[0] - tile.shape[0]) / 2 + shift)
            region = line[y : y + tile.shape[0], x : x + tile.shape[1]]
            np.maximum(region, tile, out=region)
            x += tile.shape[1] + step
        lines.append(line[height // 3 : -(height // 3)])
    max_width = max(line.shape[1] for line in lines)
    lines = [np.pad(line, ((0, 0), (0, max_width - line.shape[1]))) for line in lines]
    opacity = np.pad(np.vstack(lines), round(margin * height))[..., None]
    opacity *= np.float32(1 / 255)
    paper, ink = np.float32(paper), np.float32(ink)
    return _clip(paper + (ink - paper) * opacity)


def write_number_sign(row: Sequence[Picture]) -> Picture:
    """Write light digits on a dark sign on a light wall of 100 pixels on each side."""
    sign = write_page([row], ink=(235, 235, 235), paper=(30, 40, 60), margin=0.7)
    height, width, _ = sign.shape
    wall = np.full((height + 200, width + 200, 3), PAPER_COLOR, np.uint8)
    wall[100:-100, 100:-100] = sign
    return wall


def _enlarge_and_trim(image: Picture, height: int) -> Picture:
    """Enlarge an image and remove the empty columns on both sides."""
    size = (height, height)
    large = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    columns = np.flatnonzero(large.max(axis=0) > 60)
    return large[:, columns[0] : columns[-1] + 1]


def add_shadow(picture: Picture, kind: str, strength: float = 0.5) -> Picture:
    """Darken it unevenly, by at most the fraction `strength` of the light.

    Args:
        kind: "gradient" increases from left to right and "vignette" from the middle to
            the corners; "hard" has a sharp edge; "window" leaves one corner bright.
    """
    height, width = picture.shape[:2]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)
    shadow = {
        "gradient": x + 0 * y,
        "vignette": ((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2,
        "hard": np.float32(x + 0.3 * y > 0.62),
        "window": np.float32((x >= 0.7) | (y <= 0.66)),
    }[kind]
    if kind in ("hard", "window"):
        sigma = width / (200 if kind == "hard" else 25)
        shadow = cv2.GaussianBlur(shadow, (0, 0), sigma)
    return _clip(picture * (1 - strength * shadow)[..., None])


def add_ruled_lines(
    picture: Picture,
    *,
    squares: bool = False,
    pitch: int = 60,
    color: tuple[int, int, int] = (150, 175, 215),
) -> Picture:
    """Print horizontal lines, or squares, in pale blue; the ink stays on top."""
    lines = np.zeros(picture.shape[:2], np.float32)
    lines[pitch // 3 :: pitch] = 1
    if squares:
        lines[:, pitch // 3 :: pitch] = 1
    lines = cv2.GaussianBlur(lines, (0, 0), 0.7)[..., None]
    printed = picture + (np.float32(color) - picture) * lines
    return np.minimum(picture, _clip(printed))


def rotate(picture: Picture, degrees: float) -> Picture:
    """Rotate around the middle; new corners repeat the border's colors."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(
        picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE
    )


def blur(picture: Picture, sigma: float) -> Picture:
    return cv2.GaussianBlur(picture, (0, 0), sigma)


def add_noise(picture: Picture, sigma: float, seed: int = 0) -> Picture:
    """Add a sensor's noise, `sigma` being its standard deviation in gray levels."""
    random = np.random.default_rng(seed)
    noise = sigma * random.standard_normal(picture.shape[:2], np.float32)
    return _clip(picture + noise[..., None])


def compress_jpeg(picture: Picture, quality: int) -> Picture:
    """Save as JPEG and open again."""
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


def add_crease(picture: Picture) -> Picture:
    """Fold the paper once: a soft bright and dark line from border to border."""
    height, width = picture.shape[:2]
    line = np.zeros((height, width), np.float32)
    cv2.line(line, (0, height // 5), (width, height // 3), 1.0, max(2, height // 150))
    soft = cv2.GaussianBlur(line, (0, 0), height / 150)[..., None]
    shifted = np.roll(soft, height // 60, axis=0)
    return _clip(picture * (1 - 0.12 * soft + 0.08 * shifted))


def add_table(picture: Picture, fraction: float = 0.04) -> Picture:
    """Show a dark table beyond the page's left and lower edges."""
    with_table = picture.copy()
    side = max(2, round(fraction * picture.shape[1]))
    with_table[:, :side] = (70, 50, 35)
    with_table[-side:] = (70, 50, 35)
    return with_table


def add_finger(picture: Picture) -> Picture:
    """Show a finger that holds the page at its lower border."""
    with_finger = picture.copy()
    height, width = picture.shape[:2]
    center, axes = (width * 4 // 5, height), (max(2, width // 20), max(2, height // 9))
    cv2.ellipse(with_finger, center, axes, 0, 0, 360, (190, 140, 120), -1)
    return with_finger


def add_border(picture: Picture, level: int = 255, fraction: float = 0.1) -> Picture:
    """Add a border of one gray level, as drawing programs do."""
    side = round(fraction * max(picture.shape[:2]))
    color = (level, level, level)
    return cv2.copyMakeBorder(picture, *[side] * 4, cv2.BORDER_CONSTANT, value=color)


def _clip(picture: NDArray) -> Picture:
    return cv2.convertScaleAbs(np.maximum(picture, 0))
