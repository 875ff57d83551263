"""Pictures of many kinds, made from handwritten digits with random parameters.

Each function in KINDS takes a `Writer` and returns a picture and the text on it. The
digits are MNIST's held-out training digits, so that thresholds can be fitted here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.data.mnist import load_sample
from tests import photos

Picture = NDArray[np.uint8]
WHITE, BLACK = (255, 255, 255), (20, 20, 22)
SEGMENTS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc")
SEGMENTS += ("abcdefg", "abcdfg")
DOTS = """
.###. ..#.. .###. .###. ...#. ##### .###. ##### .###. .###.
#...# .##.. #...# #...# ..##. #.... #...# ....# #...# #...#
#...# ..#.. ....# ....# .#.#. ####. #.... ...#. #...# #...#
#...# ..#.. ...#. ..##. #..#. ....# ####. ..#.. .###. .####
#...# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....#
#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# #...#
.###. .###. ##### .###. ...#. .###. .###. .#... .###. .###.
"""


@dataclass
class Writer:
    """Writes digits that the network reads alone on white paper.

    Attributes:
        images, labels: `(N, 28, 28)` uint8, ink bright on 0, and what they show.
    """

    images: NDArray[np.uint8]
    labels: list[int]
    random: np.random.Generator = field(default_factory=np.random.default_rng)

    def number(self, low: int, high: int) -> tuple[list[Picture], str]:
        """Return images of digits, from `low` to `high` of them, and their text."""
        count = int(self.random.integers(low, high + 1))
        chosen = self.random.integers(len(self.labels), size=count)
        text = "".join(str(self.labels[k]) for k in chosen)
        return [self.images[k] for k in chosen], text

    def uniform(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def color(self, low: int, high: int) -> tuple[int, int, int]:
        return tuple(int(v) for v in self.random.integers(low, high, size=3))

    def page(self, low: int = 3, high: int = 6, **options) -> tuple[Picture, str]:
        """Write one row on plain paper."""
        images, text = self.number(low, high)
        options = {"margin": 0.6, "gap": self.uniform(0.25, 0.5)} | options
        return photos.write_page([images], **options), text


def make_writer(seed: int) -> Writer:
    """Make a writer with the held-out digits that the shipped network reads."""
    import torch

    from lenet.imaging.normalization import normalize
    from lenet.reading.classify import classify, shipped_model

    sample = load_sample()
    predictions = classify(shipped_model(), normalize(sample.images))
    pairs = zip(predictions, sample.labels.tolist())
    read = torch.tensor([p.is_confident and p.digit == label for p, label in pairs])
    chosen = sample[read]
    images, labels = chosen.images.numpy(), chosen.labels.tolist()
    return Writer(images, labels, np.random.default_rng(seed))


def ink_box(picture: Picture) -> tuple[int, int, int, int]:
    """Return left, top, width, height of what differs from the corner's color."""
    difference = np.abs(picture.astype(int) - picture[0, 0]).max(axis=2)
    return cv2.boundingRect(np.uint8(difference > 40))


def textured(writer: Writer, height: int, width: int, color) -> Picture:
    """Make a surface with grain and soft stripes."""
    noise = writer.random.normal(0, 1, (height, width, 1))
    stripes = np.sin(np.linspace(0, writer.uniform(5, 40), height))[:, None, None]
    soft = cv2.GaussianBlur(noise, (0, 0), 3)[..., None] * 25
    surface = np.array(color, float) + 5 * noise + soft + 6 * stripes
    return np.uint8(np.clip(surface, 0, 255))


def paste_turned(surface: Picture, card: Picture, degrees: float) -> Picture:
    """Lay a card, turned, into the middle of a surface."""
    height, width = surface.shape[:2]
    matrix = cv2.getRotationMatrix2D((card.shape[1] / 2, card.shape[0] / 2), degrees, 1)
    matrix[:, 2] += (width - card.shape[1]) / 2, (height - card.shape[0]) / 2
    laid = cv2.warpAffine(card, matrix, (width, height))
    mask = np.full(card.shape[:2], 255, np.uint8)
    mask = cv2.warpAffine(mask, matrix, (width, height))[..., None] / 255.0
    return np.uint8(surface * (1 - mask) + laid * mask)


def plain(writer: Writer):
    return writer.page(1, 6, ink=BLACK, paper=WHITE)


def card_on_dark_table(writer: Writer):
    paper = writer.color(215, 250)
    card, text = writer.page(1, 5, ink=writer.color(20, 60), paper=paper, margin=0.4)
    sides = [round(side * writer.uniform(1.6, 3)) for side in card.shape[:2]]
    surface = textured(writer, max(sides[0], 300), sides[1], writer.color(40, 90))
    return paste_turned(surface, card, writer.uniform(-12, 12)), text


def sticky_note(writer: Writer):
    paper = (245, 225, int(writer.uniform(90, 150)))
    card, text = writer.page(1, 2, ink=(30, 30, 120), paper=paper, margin=0.5)
    side = max(card.shape[:2]) * writer.uniform(2, 3.5)
    surface = textured(writer, round(side), round(1.3 * side), (125, 80, 50))
    return paste_turned(surface, card, writer.uniform(-15, 15)), text


def light_on_dark_button(writer: Writer):
    color = [writer.color(20, 60), (30, 100, 215), (190, 30, 35), (20, 110, 60)]
    paper = color[int(writer.random.integers(4))]
    card, text = writer.page(2, 5, ink=(250, 250, 250), paper=paper, margin=0.4)
    pad = [round(s * writer.uniform(0.4, 1.5)) for s in card.shape[:2]]
    wall = writer.color(225, 255)
    return cv2.copyMakeBorder(card, pad[0], pad[0], pad[1], pad[1], 0, value=wall), text


def digit_on_disc(writer: Writer):
    images, text = writer.number(1, 1)
    light = writer.random.random() < 0.5
    disc, ink = ((245, 245, 245), BLACK) if light else ((195, 25, 30), (250, 250, 250))
    around = (35, 110, 60) if light else (238, 238, 238)
    page = photos.write_page([images], ink=ink, paper=disc, margin=1.2)
    height, width = page.shape[:2]
    mask = np.zeros((height, width, 1), np.uint8)
    radius = round(0.75 * 100 * writer.uniform(1, 1.3))
    cv2.circle(mask, (width // 2, height // 2), radius, 1, -1, cv2.LINE_AA)
    surface = textured(writer, height, width, around)
    return np.where(mask > 0, page, surface).astype(np.uint8), text


def meter_windows(writer: Writer):
    images, text = writer.number(4, 7)
    tiles = []
    for image in images:
        tile = np.pad(cv2.resize(image, (64, 64)), ((6, 6), (2, 2)))
        tiles += [
            np.dstack([np.maximum(tile, 15)] * 3),
            np.full((76, 8, 3), 190, np.uint8),
        ]
    row = np.hstack(tiles[:-1])
    surface = textured(writer, 76 + 120, row.shape[1] + 80, (185, 185, 180))
    surface[60:136, 40 : 40 + row.shape[1]] = row
    return surface, text


def _framed(writer: Writer, draw: Callable[[Picture, tuple, int], None], low, high):
    page, text = writer.page(low, high, ink=BLACK, paper=WHITE, margin=1.0)
    pad = round(100 * writer.uniform(0.2, 0.4))
    left, top, width, height = ink_box(page)
    box = left - pad, top - pad, left + width + pad, top + height + pad
    draw(page, box, int(writer.random.integers(2, 7)))
    return page, text


def in_a_box(writer: Writer):
    def draw(page, box, thickness):
        cv2.rectangle(page, box[:2], box[2:], BLACK, thickness)

    return _framed(writer, draw, 1, 5)


def in_a_circle(writer: Writer):
    def draw(page, box, thickness):
        middle = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
        radii = round((box[2] - box[0]) * 0.62), round((box[3] - box[1]) * 0.6)
        cv2.ellipse(page, middle, radii, 0, 0, 360, BLACK, thickness, cv2.LINE_AA)

    return _framed(writer, draw, 1, 2)


def underlined(writer: Writer):
    def draw(page, box, thickness):
        cv2.line(page, (box[0], box[3]), (box[2], box[3] + 3), BLACK, thickness)

    return _framed(writer, draw, 1, 5)


def standing_on_a_line(writer: Writer):
    page, text = writer.page(3, 6, ink=BLACK, paper=WHITE)
    left, top, width, height = ink_box(page)
    y = top + height - int(writer.random.integers(0, 4))
    thickness = int(writer.random.integers(2, 4))
    cv2.line(page, (left - 20, y), (left + width + 20, y), BLACK, thickness)
    return page, text


def form_boxes(writer: Writer):
    images, text = writer.number(3, 7)
    thickness = int(writer.random.integers(1, 4))
    page = np.full((140, 60 + 76 * len(images), 3), 255, np.uint8)
    for k, image in enumerate(images):
        x = 30 + 76 * k
        tile = 255 - cv2.resize(image, (72, 72), interpolation=cv2.INTER_CUBIC)
        region = page[34:106, x + 2 : x + 74]
        np.minimum(region, tile[..., None], out=region)
        cv2.rectangle(page, (x, 26), (x + 76, 114), BLACK, thickness)
    return page, text


def table(writer: Writer):
    rows, texts = [], []
    for _ in range(int(writer.random.integers(2, 4))):
        images, text = writer.number(3, 3)
        rows.append(images)
        texts.append(text)
    page = photos.write_page(rows, ink=BLACK, paper=WHITE, height=80, margin=0.6)
    step = (page.shape[0] - 96) / len(rows)
    ys = [round(48 + step * k) for k in range(len(rows) + 1)]
    for y in ys:
        cv2.line(page, (20, y), (page.shape[1] - 20, y), BLACK, 2)
    for x in (20, page.shape[1] - 20):
        cv2.line(page, (x, ys[0]), (x, ys[-1]), BLACK, 2)
    return page, " ".join(texts)


def check_box_beside(writer: Writer):
    page, text = writer.page(2, 4, ink=BLACK, paper=WHITE)
    side = round(writer.uniform(35, 70))
    pad = cv2.copyMakeBorder(page, 0, 0, 2 * side, 0, 0, value=WHITE)
    y = (page.shape[0] - side) // 2
    cv2.rectangle(pad, (30, y), (30 + side, y + side), BLACK, 2)
    return pad, text


def small_beside_large(writer: Writer):
    images, text = writer.number(3, 5)
    page = np.full((220, 60 + 130 * len(images), 3), 255, np.uint8)
    for k, image in enumerate(images):
        size = 140 if k % 2 == 0 else round(140 * writer.uniform(0.3, 0.6))
        tile = 255 - cv2.resize(image, (size, size), interpolation=cv2.INTER_CUBIC)
        page[40 + 140 - size : 180, 30 + 130 * k : 30 + 130 * k + size] = tile[
            ..., None
        ]
    return page, text


def small_row_below(writer: Writer):
    first, text = writer.number(2, 3)
    second, other = writer.number(3, 5)
    page = photos.write_page([first], height=180, ink=BLACK, paper=WHITE)
    height = round(180 * writer.uniform(0.28, 0.5))
    below = photos.write_page([second], height=height, ink=BLACK, paper=WHITE)
    width = max(page.shape[1], below.shape[1])
    page, below = (
        cv2.copyMakeBorder(p, 0, 0, 0, width - p.shape[1], 0, value=WHITE)
        for p in (page, below)
    )
    return np.vstack([page[:-80], below]), f"{text} {other}"


def mixed_strengths(writer: Writer):
    images, text = writer.number(3, 6)
    inks = [BLACK, (240, 215, 20), (255, 175, 185), (20, 20, 140), (170, 215, 235)]
    tiles = [
        photos.write_page(
            [[image]], ink=inks[int(writer.random.integers(5))], paper=WHITE, margin=0.2
        )
        for image in images
    ]
    dark = photos.write_page([[images[0]]], ink=BLACK, paper=WHITE, margin=0.2)
    return np.hstack([dark, *tiles[1:]]), text


def coloured_ink_on_gradient(writer: Writer):
    page, text = writer.page(3, 6, ink=BLACK, paper=WHITE)
    opacity = 1 - page[..., :1] / 255.0
    paper = np.linspace(writer.uniform(0, 60), 235, page.shape[1])[None, :, None]
    ink = np.array([205, 25, 30])
    return np.uint8(paper * (1 - opacity) + ink * opacity), text


def dotted(writer: Writer):
    images, text = writer.number(1, 1)
    image = cv2.resize(images[0], (280, 280), interpolation=cv2.INTER_CUBIC)
    page = np.full((360, 360, 3), 255, np.uint8)
    left = np.uint8(image > 110)
    step = round(writer.uniform(12, 16))
    distance = cv2.distanceTransform(left, cv2.DIST_L2, 5)
    order = np.argsort(-distance.ravel())
    taken = np.zeros_like(left)
    for place in order:
        y, x = divmod(int(place), 280)
        if distance[y, x] < 0.4 * distance.max():
            break
        if not taken[y, x]:
            cv2.circle(
                page, (x + 40, y + 40), round(step * 0.33), BLACK, -1, cv2.LINE_AA
            )
            cv2.circle(taken, (x, y), step, 1, -1)
    return page, text


def banded(writer: Writer):
    page, text = writer.page(1, 4, ink=BLACK, paper=WHITE, height=200)
    for y in range(0, page.shape[0], round(writer.uniform(18, 40))):
        page[y : y + int(writer.random.integers(2, 5))] = 255
    return page, text


def broken_strokes(writer: Writer):
    page, text = writer.page(1, 1, ink=BLACK, paper=WHITE, height=240)
    ys, xs = np.nonzero(page[..., 0] < 100)
    for _ in range(int(writer.random.integers(1, 4))):
        k = int(writer.random.integers(len(xs)))
        radius = round(writer.uniform(12, 20))
        cv2.circle(page, (int(xs[k]), int(ys[k])), radius, WHITE, -1)
    return page, text


def seven_segments(writer: Writer):
    text = writer.number(3, 5)[1]
    page = np.zeros((200, 60 + 100 * len(text), 3), np.uint8)
    color = [(250, 40, 35), (60, 250, 90), (240, 240, 240)][writer.random.integers(3)]
    w, h, t = 56, 56, int(writer.random.integers(10, 15))
    for k, character in enumerate(text):
        x, y = 40 + 100 * k, 44
        corners = {
            "a": ((x, y), (x + w, y)),
            "b": ((x + w, y), (x + w, y + h)),
            "c": ((x + w, y + h), (x + w, y + 2 * h)),
            "d": ((x, y + 2 * h), (x + w, y + 2 * h)),
            "e": ((x, y + h), (x, y + 2 * h)),
            "f": ((x, y), (x, y + h)),
            "g": ((x, y + h), (x + w, y + h)),
        }
        for segment in SEGMENTS[int(character)]:
            (x0, y0), (x1, y1) = corners[segment]
            short = t // 2 + 2
            dx, dy = (short, 0) if y0 == y1 else (0, short)
            ends = (x0 + dx, y0 + dy), (x1 - dx, y1 - dy)
            cv2.line(page, *ends, color, t)
    return cv2.GaussianBlur(page, (0, 0), 1), text


def dot_matrix(writer: Writer):
    text = writer.number(3, 5)[1]
    rows = [line.split() for line in DOTS.strip().splitlines()]
    pitch = round(writer.uniform(9, 14))
    page = np.full((pitch * 13, pitch * (6 + 7 * len(text)), 3), 8, np.uint8)
    for k, character in enumerate(text):
        for y, line in enumerate(rows):
            for x, dot in enumerate(line[int(character)]):
                if dot == "#":
                    center = pitch * (3 + 7 * k + x), pitch * (3 + y)
                    cv2.circle(page, center, round(0.34 * pitch), (255, 150, 20), -1)
    return page, text


def _with_sign(writer: Writer, before: int, after: int, sign: str):
    """Write a number, a sign, a number; the sign is drawn by a pen."""
    first, text = writer.number(before, before)
    second, other = writer.number(after, after)
    left = photos.write_page([first], ink=BLACK, paper=WHITE, margin=0.4)
    right = photos.write_page([second], ink=BLACK, paper=WHITE, margin=0.4)
    x0, top, width, height = ink_box(left)
    gap = round(height * writer.uniform(0.35, 0.6))
    left, right = left[:, : x0 + width + 2], right[:, ink_box(right)[0] :]
    middle = np.full((left.shape[0], gap, 3), 255, np.uint8)
    pen = max(4, round(height * writer.uniform(0.06, 0.1)))
    x, bottom = gap // 2, top + height
    draw = {
        ".": lambda: cv2.circle(middle, (x, bottom - pen), pen, BLACK, -1),
        ",": lambda: cv2.line(
            middle, (x + 3, bottom - pen), (x - 4, bottom + 2 * pen), BLACK, pen
        ),
        ":": lambda: [
            cv2.circle(middle, (x, round(top + height * share)), pen, BLACK, -1)
            for share in (0.3, 0.8)
        ],
        "-": lambda: cv2.line(
            middle, (5, top + height // 2), (gap - 5, top + height // 2), BLACK, pen
        ),
        "/": lambda: cv2.line(
            middle, (gap - 4, top - 12), (4, bottom + 12), BLACK, pen, cv2.LINE_AA
        ),
    }
    draw[sign]()
    return np.hstack([left, middle, right]), f"{text}{sign}{other}"


def decimal_point(writer: Writer):
    return _with_sign(writer, 2, 2, "." if writer.random.random() < 0.5 else ",")


def clock_time(writer: Writer):
    return _with_sign(writer, 2, 2, ":")


def date(writer: Writer):
    return _with_sign(writer, 2, 2, "/" if writer.random.random() < 0.6 else "-")


def in_brackets(writer: Writer):
    page, text = writer.page(2, 4, ink=BLACK, paper=WHITE, margin=0.8)
    left, top, width, height = ink_box(page)
    radii = round(0.22 * height), round(0.62 * height)
    y, pen = top + height // 2, max(4, height // 14)
    x = left - round(0.2 * height)
    cv2.ellipse(page, (x + 8, y), radii, 0, 115, 245, BLACK, pen, cv2.LINE_AA)
    x = left + width + round(0.2 * height)
    cv2.ellipse(page, (x - 8, y), radii, 0, -65, 65, BLACK, pen, cv2.LINE_AA)
    return page, text


def tight(writer: Writer):
    images, text = writer.number(1, 1)
    left, top, width, height = cv2.boundingRect(np.uint8(images[0] > 60))
    digit = images[0][top : top + height, left : left + width]
    scale = writer.random.choice([16, 20, 28, 64, 280]) / max(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    digit = cv2.resize(digit, size, interpolation=cv2.INTER_AREA)
    return (digit if writer.random.random() < 0.5 else 255 - digit), text


def tiny_in_a_corner(writer: Writer):
    images, text = writer.number(1, 1)
    side = int(writer.random.integers(600, 2000))
    size = round(side * writer.uniform(0.03, 0.06))
    page = np.full((side, side, 3), 255, np.uint8)
    x, y = (int(v) for v in writer.random.choice([0.04, 0.9], size=2) * side)
    tile = 255 - cv2.resize(images[0], (size, size), interpolation=cv2.INTER_AREA)
    page[y : y + size, x : x + size] = tile[..., None]
    return page, text


def faint_transparent_ink(writer: Writer):
    page, text = writer.page(1, 4, ink=(0, 0, 0), paper=WHITE)
    alpha = (255 - page[..., :1]) * writer.uniform(0.25, 0.6)
    return np.dstack([np.zeros_like(page), np.uint8(alpha)]), text


def turned(writer: Writer):
    page, text = writer.page(4, 8, ink=BLACK, paper=WHITE)
    return np.ascontiguousarray(np.rot90(page, int(writer.random.integers(1, 4)))), text


def slanted(writer: Writer):
    images, text = writer.number(4, 8)
    page = photos.write_page([images], ink=BLACK, paper=WHITE, margin=0.5)
    side = round(1.1 * max(page.shape[:2]))
    surface = np.full((side, side, 3), 255, np.uint8)
    return paste_turned(surface, page, writer.uniform(-45, 45)), text


KINDS: tuple[Callable[[Writer], tuple[Picture, str]], ...] = (
    *(plain, card_on_dark_table, sticky_note, light_on_dark_button, digit_on_disc),
    *(meter_windows, in_a_box, in_a_circle, underlined, standing_on_a_line),
    *(form_boxes, table, check_box_beside, small_beside_large, small_row_below),
    *(mixed_strengths, coloured_ink_on_gradient, dotted, banded, broken_strokes),
    *(seven_segments, dot_matrix, decimal_point, clock_time, date, in_brackets),
    *(tight, tiny_in_a_corner, faint_transparent_ink, turned, slanted),
)
