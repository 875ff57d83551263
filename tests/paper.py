"""Pages with digits on them as pens, papers, lamps and cameras make them; all synthetic.

`written` lays digits on paper; every other function does one thing to a picture
`(H, W, 3)` uint8 and gives a new one.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
WHITE, INK = (235, 232, 225), (45, 42, 50)


def written(
    rows: Sequence[Sequence[Picture]],
    *,
    height: int = 100,
    gap: float = 0.4,
    margin: float = 1.0,
    ink: tuple[int, int, int] = INK,
    paper: tuple[int, int, int] = WHITE,
    jitter: float = 0.0,
    seed: int = 0,
) -> Picture:
    """Write rows of digits, images `(28, 28)` or larger, ink bright on 0.

    Args:
        height: Of a digit's frame in pixels; its ink fills some 20/28 of it.
        gap: Between the ink of neighbours, as a fraction of a digit's height; below 0
            they overlap.
        margin: Around all, as a fraction of `height`.
        jitter: How far digits leave their line, as a fraction of `height`.
    """
    random = np.random.default_rng(seed)
    lines = []
    for row in rows:
        tiles = [_trimmed(image, height) for image in row]
        step = round(gap * height * 20 / 28)
        width = sum(t.shape[1] for t in tiles) + step * (len(tiles) - 1)
        line = np.zeros((2 * height, max(width, 1)), np.float32)
        x = 0
        for tile in tiles:
            wander = jitter * height * random.uniform(-1, 1)
            y = round((line.shape[0] - tile.shape[0]) / 2 + wander)
            place = line[y : y + tile.shape[0], x : x + tile.shape[1]]
            np.maximum(place, tile, out=place)
            x += tile.shape[1] + step
        lines.append(line[height // 3 : -(height // 3)])
    widest = max(line.shape[1] for line in lines)
    lines = [np.pad(line, ((0, 0), (0, widest - line.shape[1]))) for line in lines]
    cover = np.pad(np.vstack(lines), round(margin * height))[..., None]
    cover *= np.float32(1 / 255)
    paper, ink = np.float32(paper), np.float32(ink)
    return _clipped(paper + (ink - paper) * cover)


def _trimmed(image: Picture, height: int) -> Picture:
    """Enlarge an image and cut its empty columns away."""
    size = (height, height)
    large = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    columns = np.flatnonzero(large.max(axis=0) > 60)
    return large[:, columns[0] : columns[-1] + 1]


def lit(picture: Picture, kind: str, strength: float = 0.5) -> Picture:
    """Light it unevenly, losing at most the part `strength` of the light.

    "side" fades across, "lamp" to the corners; "edge" is a shadow with a hard border,
    "patch" lights one corner through a window.
    """
    height, width = picture.shape[:2]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)
    lost = {
        "side": x + 0 * y,
        "lamp": ((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2,
        "edge": np.float32(x + 0.3 * y > 0.62),
        "patch": np.float32((x >= 0.7) | (y <= 0.66)),
    }[kind]
    if kind in ("edge", "patch"):
        lost = cv2.GaussianBlur(lost, (0, 0), width / (200 if kind == "edge" else 25))
    return _clipped(picture * (1 - strength * lost)[..., None])


def ruled(
    picture: Picture,
    *,
    squares: bool = False,
    pitch: int = 60,
    tone: tuple[int, int, int] = (150, 175, 215),
) -> Picture:
    """Print rules on it, pale blue ones, or squares; ink stays on top."""
    lines = np.zeros(picture.shape[:2], np.float32)
    lines[pitch // 3 :: pitch] = 1
    if squares:
        lines[:, pitch // 3 :: pitch] = 1
    lines = cv2.GaussianBlur(lines, (0, 0), 0.7)[..., None]
    printed = picture + (np.float32(tone) - picture) * lines
    return np.minimum(picture, _clipped(printed))


def tilted(picture: Picture, degrees: float) -> Picture:
    """Turn the page in the camera's view; beyond it the paper goes on."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(
        picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE
    )


def blurred(picture: Picture, pixels: float) -> Picture:
    return cv2.GaussianBlur(picture, (0, 0), pixels)


def grainy(picture: Picture, strength: float, seed: int = 0) -> Picture:
    """Add a sensor's noise, its standard deviation in gray levels."""
    random = np.random.default_rng(seed)
    noise = strength * random.standard_normal(picture.shape[:2], np.float32)
    return _clipped(picture + noise[..., None])


def compressed(picture: Picture, quality: int) -> Picture:
    """Save as JPEG and open again."""
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


def creased(picture: Picture) -> Picture:
    """Fold it once: a soft bright and dark line from edge to edge."""
    height, width = picture.shape[:2]
    line = np.zeros((height, width), np.float32)
    cv2.line(line, (0, height // 5), (width, height // 3), 1.0, max(2, height // 150))
    soft = cv2.GaussianBlur(line, (0, 0), height / 150)[..., None]
    shifted = np.roll(soft, height // 60, axis=0)
    return _clipped(picture * (1 - 0.12 * soft + 0.08 * shifted))


def on_a_table(picture: Picture, part: float = 0.04) -> Picture:
    """Let a dark table show beyond two of the page's edges."""
    dark = picture.copy()
    side = max(2, round(part * picture.shape[1]))
    dark[:, :side] = (70, 50, 35)
    dark[-side:] = (70, 50, 35)
    return dark


def with_finger(picture: Picture) -> Picture:
    """Hold it with a finger at the lower border."""
    held = picture.copy()
    height, width = picture.shape[:2]
    size = (max(2, width // 20), max(2, height // 9))
    cv2.ellipse(held, (width * 4 // 5, height), size, 0, 0, 360, (190, 140, 120), -1)
    return held


def bordered(picture: Picture, tone: int = 255, part: float = 0.1) -> Picture:
    """Paste a border round it, as drawing programs do."""
    side = round(part * max(picture.shape[:2]))
    tones = (tone, tone, tone)
    return cv2.copyMakeBorder(picture, *[side] * 4, cv2.BORDER_CONSTANT, value=tones)


def _clipped(picture: NDArray) -> Picture:
    return cv2.convertScaleAbs(np.maximum(picture, 0))
