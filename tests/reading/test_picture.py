"""A single digit is read from photos with all kinds of pens, paper and light."""

import cv2
import numpy as np
import pytest
import torch

from lenet.imaging.errors import NoDigitFound
from lenet.reading.picture import single_predict
from tests import photos
from tests.handwriting import draw_digit
from tests.photos import INK_COLOR, write_page

DIGITS = 60  # per case; MNIST digits that the network was not trained on
CHALK = {"ink": (230, 230, 225), "paper": (40, 70, 60)}
PENCIL = {"ink": (190, 188, 185)}
CASES = {
    "ink on white paper": write_page,
    "faint pencil": lambda rows: write_page(rows, **PENCIL),
    "gray on nearly white": lambda rows: write_page(
        rows, ink=(215, 215, 215), paper=(238, 238, 238)
    ),
    "blue on yellow": lambda rows: write_page(
        rows, ink=(40, 60, 150), paper=(250, 230, 140)
    ),
    "red on green": lambda rows: write_page(
        rows, ink=(200, 70, 60), paper=(120, 160, 110)
    ),
    "chalk on a board": lambda rows: write_page(rows, **CHALK),
    "red on green, equally light": lambda rows: write_page(
        rows, ink=(200, 60, 60), paper=(60, 125, 60)
    ),
    "blue on red, equally light": lambda rows: write_page(
        rows, ink=(60, 60, 220), paper=(170, 40, 40)
    ),
    "yellow pencil": lambda rows: write_page(
        rows, ink=(250, 230, 60), paper=(250, 250, 250)
    ),
    "light from one side": lambda rows: photos.add_shadow(
        write_page(rows), "gradient", 0.6
    ),
    "a vignette": lambda rows: photos.add_shadow(write_page(rows), "vignette", 0.7),
    "a hard shadow": lambda rows: photos.add_shadow(write_page(rows), "hard", 0.5),
    "a noisy hard shadow": lambda rows: photos.add_noise(
        photos.add_shadow(write_page(rows), "hard", 0.6), 5
    ),
    "light from a window": lambda rows: photos.add_shadow(write_page(rows), "window"),
    "a small digit in light from a window": lambda rows: photos.add_shadow(
        write_page(rows, margin=3), "window"
    ),
    "chalk with a vignette": lambda rows: photos.add_shadow(
        write_page(rows, **CHALK), "vignette"
    ),
    "ruled paper": lambda rows: photos.add_ruled_lines(write_page(rows)),
    "squared paper": lambda rows: photos.add_ruled_lines(
        write_page(rows), squares=True
    ),
    "rotated squared paper": lambda rows: photos.rotate(
        photos.add_ruled_lines(write_page(rows), squares=True), 3
    ),
    "lines as dark as ink": lambda rows: photos.add_ruled_lines(
        write_page(rows), color=INK_COLOR
    ),
    "rotated dark squares": lambda rows: photos.rotate(
        photos.add_ruled_lines(write_page(rows), squares=True, color=INK_COLOR), 3
    ),
    "blur": lambda rows: photos.blur(write_page(rows), 3),
    "noise": lambda rows: photos.add_noise(write_page(rows), 12),
    "faint and noisy": lambda rows: photos.add_noise(write_page(rows, **PENCIL), 6),
    "JPEG of quality 15": lambda rows: photos.compress_jpeg(
        photos.add_noise(write_page(rows), 4), 15
    ),
    "a crease": lambda rows: photos.add_crease(write_page(rows)),
    "a dark table": lambda rows: photos.add_table(write_page(rows)),
    "a finger": lambda rows: photos.add_finger(write_page(rows)),
    "a white border": lambda rows: photos.add_border(
        write_page(rows, ink=(90, 90, 90), paper=(170, 170, 170))
    ),
    "a black border": lambda rows: photos.add_border(write_page(rows), 0),
    "a tight crop": lambda rows: write_page(rows, margin=0),
    "a wide margin": lambda rows: write_page(rows, margin=4),
    "24 pixels high": lambda rows: write_page(rows, height=24),
    "500 pixels high": lambda rows: write_page(rows, height=500),
}


@pytest.fixture(scope="module")
def digits(sample):
    order = torch.randperm(5000, generator=torch.Generator().manual_seed(5))
    return sample[order[:DIGITS]]


def predicted_digit(picture) -> int | None:
    try:
        return single_predict(picture).digit
    except NoDigitFound:
        return None


@pytest.mark.parametrize("case", CASES)
def test_a_digit_is_read(case, digits):
    make_photo = CASES[case]
    predicted = [predicted_digit(make_photo([[i]])) for i in digits.images.numpy()]
    correct = np.equal(predicted, digits.labels.tolist()).sum()
    assert correct >= 0.95 * DIGITS, predicted


DRAWN_AROUND = {
    "a circle": lambda page: cv2.circle(page, (200, 200), 135, 0, 8, cv2.LINE_AA),
    "a box": lambda page: cv2.rectangle(page, (100, 80), (300, 325), 0, 8),
    "a line below": lambda page: cv2.line(page, (120, 322), (280, 318), 0, 14),
}


@pytest.mark.parametrize("name", DRAWN_AROUND)
def test_what_is_drawn_around_a_single_digit_is_no_part_of_it(name):
    pages = [np.pad(draw_digit(digit), 60, constant_values=255) for digit in range(10)]
    predictions = [single_predict(DRAWN_AROUND[name](page)) for page in pages]
    texts = "".join(prediction.symbol for prediction in predictions)
    assert sum(map(str.__eq__, texts, "0123456789")) >= 9, texts
    three = predictions[3].prepared
    assert three.steps["clean"][80:100].max() == 0 < three.steps["input"].max()
    assert 120 < three.box[0] < three.box[2] < 280
