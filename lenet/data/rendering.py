"""Render strokes and printed characters as images in the form of MNIST.

What is drawn is decided in synthetic_digits.py and negatives.py. All random choices
come from the NumPy generator that is passed in.
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

from lenet.imaging.crop_and_center import frame_digit
from lenet.imaging.grayscale import GrayImage

CANVAS_SIZE = 96  # side in pixels of what is drawn, before it is framed
MIN_PEN_WIDTH, MAX_PEN_WIDTH = 2, 9  # pixels
MAX_FELT_PEN_WIDTH, FELT_PEN_FRACTION = 17, 0.15
POSITION_JITTER = 2.0  # standard deviation in hundredths of the canvas
ANGLE_JITTER = 10.0  # standard deviation in degrees
MAX_DISPLACEMENT = 3  # pixels, the largest standard deviation of elastic distortion
INK_THRESHOLD = 110  # pixels brighter than this gray level are ink
MIN_INK_PIXELS = 30
POINTS_PER_STROKE = 60
FONTS = (
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono"),
    *("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic"),
)

Stroke = NDArray[np.float64]  # (points, 2): x, y in a square of side 1, y down


def parse_strokes(text: str, rng: np.random.Generator | None = None) -> list[Stroke]:
    """Parse the text form of handwritten_digits.py and handwritten_characters.py.

    Strokes are separated by /, and a stroke is a row of points "x,y" in hundredths.
    "x,y,rx,ry,start,end" is an arc of an ellipse around x,y, from `start` to `end`
    degrees clockwise from the right.

    Args:
        rng: Adds random jitter to every number; None takes them as they are.
    """
    return [
        np.vstack([_parse_points(word, rng) for word in stroke.split()]) / 100
        for stroke in text.split("/")
    ]


def draw_strokes(strokes: Sequence[Stroke], rng: np.random.Generator) -> GrayImage:
    """Draw strokes with a random pen width, smoothness and pressure."""
    canvas = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    is_felt_pen = rng.random() < FELT_PEN_FRACTION
    max_width = MAX_FELT_PEN_WIDTH if is_felt_pen else MAX_PEN_WIDTH
    pen_width = int(rng.integers(MIN_PEN_WIDTH, max_width + 1))
    smoothing = rng.uniform(0.3, 3)
    for stroke in strokes:
        path = _smooth(stroke, smoothing) + rng.normal(0, 0.012, 2)
        points = np.round(path * CANVAS_SIZE * 8).astype(np.int32)  # eighths of a pixel
        cv2.polylines(canvas, [points], False, 255, pen_width, cv2.LINE_AA, 3)
    pressure = rng.uniform(rng.uniform(0.5, 1), 1, (4, 4)).astype(np.float32)
    pressure = cv2.resize(pressure, (CANVAS_SIZE, CANVAS_SIZE))
    return np.uint8(canvas * pressure)


def render_character(character: str, font: str, rng: np.random.Generator) -> GrayImage:
    """Print one character, its strokes thickened by a random amount."""
    canvas = Image.new("L", (CANVAS_SIZE, CANVAS_SIZE))
    center, draw = (CANVAS_SIZE / 2, CANVAS_SIZE / 2), ImageDraw.Draw(canvas)
    draw.text(center, character, 255, font=_load_font(font), anchor="mm")
    size = int(rng.integers(1, 5))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cv2.dilate(np.asarray(canvas), kernel)


def distort(image: GrayImage, rng: np.random.Generator) -> GrayImage:
    """Rotate, shear, stretch and elastically distort an image by random amounts.

    Source: Simard et al., 2003, for elastic distortion.
    """
    angle = rng.uniform(-0.2, 0.2)
    cos, sin = math.cos(angle), math.sin(angle)
    rotation = np.array([[cos, -sin], [sin, cos]])
    shear = np.array([[rng.uniform(0.75, 1.35), rng.uniform(-0.3, 0.3)], [0, 1]])
    center = CANVAS_SIZE / 2
    points = np.mgrid[0:CANVAS_SIZE, 0:CANVAS_SIZE][::-1] - center  # (2, H, W): x, y
    sources = np.tensordot(rotation @ shear, points, 1) + center
    coarse = rng.normal(0, rng.uniform(0, MAX_DISPLACEMENT), (4, 4, 2))
    size, interpolation = (CANVAS_SIZE, CANVAS_SIZE), cv2.INTER_CUBIC
    displacement = cv2.resize(np.float32(coarse), size, interpolation=interpolation)
    x, y = np.float32(sources) + displacement.transpose(2, 0, 1)
    return cv2.remap(image, x, y, cv2.INTER_LINEAR)


def frame_as_mnist(image: GrayImage) -> GrayImage | None:
    """Frame an image as a found digit is: `(28, 28)`; None if it has hardly any ink."""
    mask = np.uint8(image > INK_THRESHOLD) * 255
    if cv2.countNonZero(mask) < MIN_INK_PIXELS:
        return None
    with_edges = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return frame_digit(image & with_edges, mask)[1]


def _parse_points(word: str, rng: np.random.Generator | None) -> NDArray[np.float64]:
    numbers = [float(number) for number in word.split(",")]
    if rng:
        numbers[:4] = rng.normal(numbers[:4], POSITION_JITTER)
        numbers[4:] = rng.normal(numbers[4:], ANGLE_JITTER)
    if len(numbers) == 2:
        return np.array([numbers])
    x, y, rx, ry, start, end = numbers
    angles = np.radians(np.linspace(start, end, max(3, round(abs(end - start) / 12))))
    return np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], 1)


def _smooth(stroke: Stroke, smoothing: float) -> Stroke:
    """Resample a stroke at equal distances and smooth it with a Gaussian.

    Args:
        smoothing: Standard deviation of the Gaussian, in resampled points.
    """
    distances = np.cumsum([0, *np.hypot(*np.diff(stroke, axis=0).T)])
    samples = np.linspace(0, distances[-1], POINTS_PER_STROKE)
    path = np.stack([np.interp(samples, distances, axis) for axis in stroke.T], 1)
    # Reflected padding keeps the ends of the stroke where they are.
    path = np.pad(path, ((9, 9), (0, 0)), mode="reflect", reflect_type="odd")
    kernel = cv2.getGaussianKernel(19, smoothing)[:, 0]
    return np.stack([np.convolve(axis, kernel, "valid") for axis in path.T], 1)


@cache
def _load_font(name: str) -> ImageFont.FreeTypeFont:
    """Load a font that matplotlib ships; the library itself is not imported."""
    package = Path(importlib.util.find_spec("matplotlib").origin).parent
    path = package / "mpl-data/fonts/ttf" / f"{name}.ttf"
    return ImageFont.truetype(path, CANVAS_SIZE // 2)
