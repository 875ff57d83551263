"""Shapes and patterns that are no digit: what else cameras and scanners find.

Scribbles, polygons, discs, bars, pieces of printed frames, folds in paper, bricks and
textures. negatives.py frames them as digits.
"""

import math

import cv2
import numpy as np

from lenet.data.rendering import CANVAS_SIZE, INK_THRESHOLD, distort, draw_strokes
from lenet.imaging.grayscale import GrayImage

MIN_WIDTH = 0.35  # of the length; a narrower upright image could be a 1
MIN_HOLE = 0.12  # of the bounding box; a smaller one does not make a 0
MIN_LINE_WIDTH, MAX_LINE_WIDTH = 2, 9  # pixels of the canvas


def scribble(rng: np.random.Generator) -> GrayImage:
    """Draw one to three lines through random points."""
    lines = []
    for _ in range(rng.integers(1, 4)):
        lines.append(rng.uniform(0.15, 0.85, (rng.integers(5, 14), 2)))
    return draw_strokes(lines, rng)


def shape(rng: np.random.Generator) -> GrayImage:
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


def texture(rng: np.random.Generator) -> GrayImage:
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


def frame(rng: np.random.Generator) -> GrayImage:
    """Draw a piece of a printed frame: crossing lines, a corner, a T, or a cell."""
    canvas = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    width = int(rng.integers(MIN_LINE_WIDTH, MAX_LINE_WIDTH + 1))
    near, far = 14, CANVAS_SIZE - 14
    middle = rng.integers(30, CANVAS_SIZE - 30, 2).tolist()
    rows = [[middle[0]], [near], [near], [near, middle[0], far]]
    columns = [[middle[1]], [near], [middle[1]], [near, far, middle[1]]]
    kind = rng.integers(len(rows))
    for y in rows[kind]:
        cv2.line(canvas, (near, y), (far, y), 255, width)
    for x in columns[kind]:
        cv2.line(canvas, (x, near), (x, far), 255, width)
    return canvas


def folds(rng: np.random.Generator) -> GrayImage:
    """Draw the soft, nearly straight lines of creased paper."""
    canvas = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    for _ in range(rng.integers(2, 6)):
        center, angle = rng.uniform(30, CANVAS_SIZE - 30, 2), rng.uniform(0, math.pi)
        half = rng.uniform(15, 50) * np.array([math.cos(angle), math.sin(angle)])
        bend = center + rng.normal(0, 4, 2)
        points = np.int32([center - half, bend, center + half])
        cv2.polylines(canvas, [points], False, int(rng.integers(120, 256)), 3)
    return cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.8, 2))


def bricks(rng: np.random.Generator) -> GrayImage:
    """Draw the joints of a wall, or its bricks."""
    height, width = int(rng.integers(14, 30)), int(rng.integers(24, 50))
    joint = int(rng.integers(2, 6))
    wall = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    for row, top in enumerate(range(8, CANVAS_SIZE - 8, height)):
        wall[top : top + joint, 8:-8] = 255
        for left in range(8 + row % 2 * width // 2, CANVAS_SIZE - 8, width):
            wall[top : top + height, left : left + joint] = 255
    wall[CANVAS_SIZE - 8 :] = 0
    if rng.random() < 0.5:
        wall[8:-8, 8:-8] = 255 - wall[8:-8, 8:-8]
    return wall


def looks_like_0_or_1(framed: GrayImage) -> bool:
    """Return whether a person could read an image as a slim 1 or as a 0."""
    mask = np.uint8(framed > INK_THRESHOLD)
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) == 0:
        return True
    points = np.vstack(contours)
    *_, width, height = cv2.boundingRect(mask)
    _, sides, _ = cv2.minAreaRect(points)
    if min(sides) < MIN_WIDTH * max(sides) and height > width:
        return True
    holes = [
        cv2.contourArea(contour)
        for contour, (*_, parent) in zip(contours, hierarchy[0])
        if parent >= 0
    ]
    hole = max(holes, default=0)
    is_ellipse = cv2.contourArea(largest) > 0.85 * math.pi / 4 * width * height
    return len(contours) == 2 and is_ellipse and hole > MIN_HOLE * width * height
