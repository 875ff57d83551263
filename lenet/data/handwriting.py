"""A wavering hand: strokes and printed characters -> pictures as people write them.

It draws whatever it is told; what is a digit and what is not is made_digits.py's and
non_digits.py's business. All chance comes from the numpy generator passed in.
"""

import importlib.util
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lenet.imaging.illumination import GrayImage
from lenet.imaging.preprocess import frame_digit

SIDE = 96  # pixels of a picture's side before it is framed as MNIST's are
PENS = (2, 10)  # pixels: the thinnest pen, and one more than the thickest
POINT_JITTER, ANGLE_JITTER = (
    2.0,
    10.0,
)  # hundredths, degrees: how far a shape's numbers go astray
INK = 110  # gray level from which a pixel is ink
FONTS = (
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono"),
    *("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic"),
)

Stroke = NDArray[np.float64]  # (points, 2): x, y in a square of side 1, y down


def strokes(shape: str, random: np.random.Generator | None = None) -> list[Stroke]:
    """Read a shape: strokes parted by /, each a row of points "x,y" in hundredths.

    "x,y,rx,ry,start,end" is an arc of an ellipse round x,y, from `start` to `end`
    degrees clockwise from the right.

    Args:
        random: Nobody writes a shape twice alike: with it every number goes astray, so
            that bows open and close, and lines meet or miss. None: as it is written.
    """
    return [
        np.vstack([_points(word, random) for word in line.split()]) / 100
        for line in shape.split("/")
    ]


def write(strokes: Sequence[Stroke], random: np.random.Generator) -> GrayImage:
    """Write strokes with a pen of any width and pressure, their corners rounded."""
    picture = np.zeros((SIDE, SIDE), np.uint8)
    pen, rounding = int(random.integers(*PENS)), random.uniform(0.3, 3)
    for stroke in strokes:
        path = _rounded(stroke, rounding) + random.normal(0, 0.012, 2)
        points = np.round(path * SIDE * 8).astype(np.int32)  # in eighths of a pixel
        cv2.polylines(picture, [points], False, 255, pen, cv2.LINE_AA, 3)
    pressure = random.uniform(random.uniform(0.5, 1), 1, (4, 4)).astype(np.float32)
    pressure = cv2.resize(pressure, (SIDE, SIDE))
    return np.uint8(picture * pressure)


def render_character(
    character: str, face: str, random: np.random.Generator
) -> GrayImage:
    """Print one character, its strokes thinner or thicker than the face has them."""
    picture = Image.new("L", (SIDE, SIDE))
    middle, draw = (SIDE / 2, SIDE / 2), ImageDraw.Draw(picture)
    draw.text(middle, character, 255, font=_font(face), anchor="mm")
    pen = cv2.getStructuringElement(
        cv2.MORPH_ELLIPSE, (int(random.integers(1, 5)),) * 2
    )
    return cv2.dilate(np.asarray(picture), pen)


def bend(
    picture: GrayImage, random: np.random.Generator, waver: float = 3.5
) -> GrayImage:
    """Turn, slant and stretch a picture, and bend it smoothly.

    Args:
        waver: Pixels by which points go astray at the most, as a standard deviation.
    Source: Simard et al., 2003, for the smooth random field.
    """
    angle = random.uniform(-0.2, 0.2)
    turn = np.array(
        [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    )
    shape = np.array([[random.uniform(0.75, 1.35), random.uniform(-0.3, 0.3)], [0, 1]])
    points = np.mgrid[0:SIDE, 0:SIDE][::-1] - SIDE / 2  # (2, H, W): x, y
    sources = np.tensordot(turn @ shape, points, 1) + SIDE / 2
    field = random.normal(0, random.uniform(0, waver), (4, 4, 2)).astype(np.float32)
    field = cv2.resize(field, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    x, y = sources.astype(np.float32) + field.transpose(2, 0, 1)
    return cv2.remap(picture, x, y, cv2.INTER_LINEAR)


def frame(picture: GrayImage) -> GrayImage | None:
    """Bring it to MNIST's form as a found digit is; None if there is hardly any ink."""
    mask = np.uint8(picture > INK) * 255
    if cv2.countNonZero(mask) < 30:
        return None
    edge = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return frame_digit(picture & edge, mask)[1]


def _points(word: str, random: np.random.Generator | None) -> NDArray[np.float64]:
    numbers = [float(number) for number in word.split(",")]
    if random:
        numbers[:4] = random.normal(numbers[:4], POINT_JITTER)
        numbers[4:] = random.normal(numbers[4:], ANGLE_JITTER)
    if len(numbers) == 2:
        return np.array([numbers])
    x, y, rx, ry, start, end = numbers
    angles = np.radians(np.linspace(start, end, max(3, round(abs(end - start) / 12))))
    return np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], 1)


def _rounded(stroke: Stroke, rounding: float) -> NDArray[np.float64]:
    """Give 60 points along a stroke, smoothed over so many of them."""
    steps = np.hypot(*np.diff(stroke, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    places = np.linspace(0, along[-1], 60)
    path = np.stack([np.interp(places, along, axis) for axis in stroke.T], 1)
    ends = ((9, 9), (0, 0))  # reflected, so that a smoothed stroke keeps its ends
    path = np.pad(path, ends, mode="reflect", reflect_type="odd")
    kernel = cv2.getGaussianKernel(19, rounding)[:, 0]
    return np.stack([np.convolve(axis, kernel, "valid") for axis in path.T], 1)


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    """Load a face that matplotlib ships; the library itself is not imported."""
    package = Path(importlib.util.find_spec("matplotlib").origin).parent
    return ImageFont.truetype(package / "mpl-data/fonts/ttf" / f"{face}.ttf", SIDE // 2)
