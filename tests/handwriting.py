"""Handwritten digits as strokes, to draw on the pad, and as pictures.

They come from no data set, so the README can show them too.
"""

import base64
import math

import cv2
import numpy as np

Point = tuple[float, float]  # in a square of side 1, y down


def arc(x: float, y: float, rx: float, ry: float, start: int, end: int) -> list[Point]:
    """Return points of an ellipse, from `start` to `end` degrees clockwise."""
    steps = max(2, abs(end - start) // 6)
    angles = (math.radians(start + (end - start) * k / steps) for k in range(steps + 1))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


STROKES: dict[int, list[list[Point]]] = {
    0: [arc(0.5, 0.5, 0.2, 0.32, -90, 270)],
    1: [[(0.42, 0.28), (0.53, 0.18), (0.52, 0.82)]],
    2: [arc(0.5, 0.34, 0.18, 0.16, -170, 40) + [(0.34, 0.8), (0.5, 0.78), (0.72, 0.8)]],
    3: [
        arc(0.48, 0.33, 0.17, 0.15, -150, 90) + arc(0.48, 0.65, 0.2, 0.17, -90, 150),
    ],
    4: [
        [(0.4, 0.18), (0.3, 0.52), (0.7, 0.52)],
        [(0.62, 0.34), (0.6, 0.84)],
    ],
    5: [
        [(0.38, 0.2), (0.36, 0.46)] + arc(0.47, 0.62, 0.19, 0.18, -110, 140),
        [(0.38, 0.2), (0.68, 0.19)],
    ],
    6: [
        [(0.6, 0.17), (0.46, 0.3), (0.37, 0.5)] + arc(0.5, 0.66, 0.15, 0.16, 190, -170)
    ],
    7: [[(0.3, 0.22), (0.7, 0.2), (0.58, 0.45), (0.46, 0.82)]],
    8: [
        arc(0.5, 0.34, 0.15, 0.15, 30, -270)
        + arc(0.5, 0.66, 0.17, 0.17, -90, 270)
        + arc(0.5, 0.34, 0.15, 0.15, 90, 30)
    ],
    9: [
        arc(0.48, 0.36, 0.16, 0.16, 0, -360) + [(0.63, 0.45), (0.6, 0.84)],
    ],
}

SLANTED_STROKES: dict[int, list[list[Point]]] = {
    0: [[(0.58, 0.2), *arc(0.5, 0.5, 0.17, 0.31, -60, -400), (0.6, 0.18)]],
    1: [[(0.6, 0.16), (0.55, 0.4), (0.45, 0.84)]],
    2: [
        [(0.36, 0.32), (0.44, 0.21), (0.58, 0.18), (0.67, 0.26), (0.63, 0.4)]
        + [(0.48, 0.6), (0.3, 0.8), (0.46, 0.77), (0.68, 0.8)]
    ],
    3: [
        [(0.38, 0.24), (0.52, 0.17), (0.66, 0.24), (0.62, 0.38), (0.46, 0.47)]
        + [(0.6, 0.54), (0.62, 0.7), (0.48, 0.82), (0.3, 0.77)]
    ],
    4: [[(0.48, 0.16), (0.28, 0.58), (0.7, 0.56)], [(0.64, 0.34), (0.52, 0.86)]],
    5: [
        [(0.7, 0.18), (0.44, 0.2), (0.38, 0.45), (0.54, 0.43), (0.65, 0.54)]
        + [(0.6, 0.72), (0.45, 0.82), (0.28, 0.78)]
    ],
    6: [
        [(0.66, 0.15), (0.48, 0.3), (0.36, 0.54), (0.36, 0.74), (0.48, 0.84)]
        + [(0.6, 0.76), (0.62, 0.62), (0.52, 0.54), (0.38, 0.64)]
    ],
    7: [[(0.32, 0.2), (0.72, 0.18), (0.54, 0.5), (0.42, 0.84)]],
    8: [
        [(0.66, 0.24), (0.52, 0.16), (0.42, 0.26), (0.48, 0.42), (0.58, 0.58)]
        + [(0.56, 0.76), (0.42, 0.84), (0.33, 0.72), (0.44, 0.54), (0.6, 0.38)]
        + [(0.66, 0.24)]
    ],
    9: [
        [(0.66, 0.3), (0.54, 0.18), (0.4, 0.28), (0.42, 0.44), (0.55, 0.46)]
        + [(0.66, 0.3), (0.6, 0.56), (0.5, 0.84)]
    ],
}
UPRIGHT_STROKES: dict[int, list[list[Point]]] = {
    0: [arc(0.5, 0.5, 0.24, 0.3, -110, 255)],
    1: [[(0.5, 0.14), (0.5, 0.86)]],
    2: [
        arc(0.5, 0.32, 0.16, 0.15, -160, 30)
        + [(0.56, 0.52), (0.42, 0.68), (0.32, 0.82)],
        [(0.32, 0.82), (0.7, 0.82)],
    ],
    3: [
        [(0.32, 0.2), (0.66, 0.2), (0.48, 0.42), *arc(0.48, 0.62, 0.19, 0.2, -80, 155)]
    ],
    4: [[(0.36, 0.16), (0.34, 0.5), (0.68, 0.5)], [(0.66, 0.16), (0.66, 0.86)]],
    5: [
        [(0.36, 0.18), (0.36, 0.44), *arc(0.46, 0.62, 0.2, 0.2, -120, 150)],
        [(0.36, 0.18), (0.66, 0.18)],
    ],
    6: [[(0.52, 0.14), (0.38, 0.42), *arc(0.5, 0.66, 0.17, 0.18, 180, -180)]],
    7: [[(0.3, 0.2), (0.7, 0.2)], [(0.7, 0.2), (0.5, 0.84)]],
    8: [arc(0.5, 0.33, 0.14, 0.15, 90, 450), arc(0.5, 0.66, 0.18, 0.18, -90, 270)],
    9: [arc(0.5, 0.34, 0.16, 0.17, 0, -360), [(0.66, 0.34), (0.64, 0.86)]],
}
HANDWRITING_STYLES = {
    "round": STROKES,
    "slanted": SLANTED_STROKES,
    "upright": UPRIGHT_STROKES,
}


def draw_digit(
    digit: int,
    *,
    side: int = 280,
    pen: float = 0.07,
    ink: int | tuple[int, ...] = 0,
    paper: int | tuple[int, ...] = 255,
) -> np.ndarray:
    """Draw a digit.

    Args:
        side: Width and height of the picture in pixels.
        pen: Stroke width as a fraction of `side`.
        ink, paper: Gray levels, or RGB colors.
    Returns:
        `(side, side)` uint8, or `(side, side, 3)` if ink and paper are colors.
    """
    large = 4 * side  # reduced afterwards: OpenCV draws thin strokes too thick
    shape = (large, large) if isinstance(paper, int) else (large, large, len(paper))
    picture = np.full(shape, paper, np.uint8)
    for stroke in STROKES[digit]:
        points = np.round(np.array(stroke) * large).astype(np.int32)
        cv2.polylines(picture, [points], False, ink, max(1, round(pen * large)))
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)


def to_data_url(picture: np.ndarray) -> str:
    """Encode a picture as the pad sends it."""
    file = cv2.imencode(".png", picture)[1]
    return "data:image/png;base64," + base64.b64encode(file).decode()
