"""Printed frames and barcodes are told from digits by the shape of their ink."""

import cv2
import numpy as np
import torch

from lenet.reading.page import read_digits
from tests.handwriting import draw_digit

PICTURES = 6  # with eight digits each


def test_the_teeth_of_a_comb_for_a_date_are_no_ones(sample):
    order = torch.randperm(5000, generator=torch.Generator().manual_seed(7))
    answers = []
    for chosen in order[: 8 * PICTURES].split(8):
        page = np.full((150, 680, 3), 255, np.uint8)
        for k, image in enumerate(sample.images[chosen].numpy()):
            tile = cv2.resize(image, (60, 60), interpolation=cv2.INTER_CUBIC)
            page[45:105, 45 + 75 * k : 105 + 75 * k] = 255 - tile[..., None]
        cv2.line(page, (40, 115), (640, 115), (60, 60, 60), 2)
        for x in range(40, 641, 75):
            top = 35 if x in (40, 640) else 85
            cv2.line(page, (x, top), (x, 115), (60, 60, 60), 2)
        text = "".join(map(str, sample.labels[chosen].tolist()))
        answers.append((read_digits(page).text, text))
    assert sum(answer == text for answer, text in answers) >= PICTURES - 1, answers


def test_a_barcode_above_a_digit_is_left_out():
    rng = np.random.default_rng(0)
    page = np.full((260, 320), 240, np.uint8)
    page[120:240, 100:220] = draw_digit(4, side=120, ink=40, paper=240)
    left = 20
    while left < 290:
        width = int(rng.integers(1, 5))
        page[20:80, left : left + width] = 30
        left += width + int(rng.integers(2, 6))
    assert read_digits(page).text == "4"


def test_a_row_of_ones_is_no_barcode():
    rng = np.random.default_rng(0)
    page = np.full((240, 500), 240, np.uint8)
    for left in range(80, 400, 27):  # a third of their height
        wobble = rng.integers(-3, 4, 4)
        ends = (left, 80) + wobble[:2], (left - 4, 160) + wobble[2:]
        cv2.line(page, *np.int64(ends).tolist(), 40, 6, cv2.LINE_AA)
    assert read_digits(page).text == 12 * "1"
