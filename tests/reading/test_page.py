"""Pages of several digits, synthetic ones of held-out MNIST digits."""

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFont

from lenet.data.handwritten_strokes import LETTERS_AND_SIGNS
from lenet.data.rendering import draw_strokes, frame_as_mnist, parse_strokes
from lenet.reading.page import read_digits
from lenet.reading.segment import MAX_COMPONENTS
from tests import photos
from tests.handwriting import drawn
from tests.paper import written

PAGES = 6  # a case, of ten digits each
CASES = {
    "one row": (1, written),
    "two rows": (2, written),
    "five rows of two": (5, lambda rows: written(rows, height=60)),
    "a turned page": (2, lambda rows: paper.tilted(written(rows, margin=2), 5)),
    "an unsteady hand": (2, lambda rows: written(rows, jitter=0.12)),
    "a hard shadow": (2, lambda rows: paper.lit(written(rows), "edge", 0.5)),
    "a patch of light": (1, lambda rows: paper.lit(written(rows, margin=3), "patch")),
    "a dark table": (2, lambda rows: paper.on_a_table(written(rows))),
    "faint pencil": (2, lambda rows: written(rows, ink=(190, 188, 185))),
    "chalk": (2, lambda rows: written(rows, ink=(230,) * 3, paper=(40, 70, 60))),
    "squared paper": (2, lambda rows: paper.ruled(written(rows), squares=True)),
    "grain and JPEG": (
        2,
        lambda rows: paper.compressed(paper.grainy(written(rows), 6), 40),
    ),
    "nearly touching": (1, lambda rows: written(rows, gap=0.06)),
}


@pytest.fixture(scope="module")
def numbers(sample):
    """Numbers of ten digits: their images and what they say."""
    order = torch.randperm(5000, generator=torch.Generator().manual_seed(7))
    chosen = sample[order[: 10 * PAGES]]
    return [
        (chosen.images[k : k + 10].numpy(), chosen.labels[k : k + 10].tolist())
        for k in range(0, 10 * PAGES, 10)
    ]


def digits_right(text: str, labels: list[int], rows: int) -> int:
    """How many digits are right; none if rows or digits were lost or invented."""
    width = len(labels) // rows
    lines = text.split(" ")
    if [len(line) for line in lines] != [width] * rows:
        return 0
    return sum(sign == str(label) for sign, label in zip("".join(lines), labels))


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_read(case, numbers):
    rows, make = CASES[case]
    width = 10 // rows
    right = []
    for images, labels in numbers:
        lines = [images[k : k + width] for k in range(0, 10, width)]
        right.append(digits_right(read_digits(make(lines)).text, labels, rows))
    assert sum(right) >= 0.9 * 10 * PAGES, right


def test_touching_digits_are_parted_most_of_the_time(numbers):
    pairs = [
        (images[k : k + 2], "".join(map(str, labels[k : k + 2])))
        for images, labels in numbers
        for k in range(0, 10, 2)
    ]
    texts = [read_digits(written([pair], gap=-0.1)).text for pair, _ in pairs]
    right = sum(text == label for text, (_, label) in zip(texts, pairs))
    assert right >= 0.65 * len(pairs), texts


def test_hardly_a_single_digit_is_cut(sample):
    some = sample.images[torch.arange(0, 5000, 50)].numpy()
    texts = [read_digits(written([[image]])).text for image in some]
    assert sum(len(text) > 1 for text in texts) <= 4, texts


@pytest.mark.parametrize("digit", range(10))
def test_a_single_digit_is_one_digit(digit):
    assert read_digits(drawn(digit)).text == str(digit)


def test_boxes_lie_on_their_digits_in_the_whole_picture():
    page = np.full((900, 2000), 255, np.uint8)
    page[300:600, 200:500] = drawn(3, side=300)
    page[300:600, 1500:1800] = drawn(8, side=300)
    three, eight = read_digits(page).digits
    assert (three.prediction.digit, eight.prediction.digit) == (3, 8)
    assert 200 < three.box[0] < three.box[2] < 500 and 300 < three.box[1]
    assert 1500 < eight.box[0] < eight.box[2] < 1800 and eight.box[3] < 600


def test_a_page_full_of_dots_costs_no_more_than_a_page_full_of_digits():
    tile = np.full((12, 12), 255, np.uint8)
    tile[2:10, 2:10] = 0
    assert len(read_digits(np.tile(tile, (53, 53))).digits) <= MAX_COMPONENTS


def test_a_blank_page_has_no_digits():
    reading = read_digits(np.full((300, 300), 255, np.uint8))
    assert (reading.text, reading.digits) == ("", ())


WORDS = ["HELLO", "WORLD", "Today", "TEAM", "Anna", "Math", "Herz", "Kant"]


def is_taken_for_a_number(word: str) -> bool:
    page = Image.new("L", (900, 300), 255)
    font = ImageFont.load_default(150)  # a face that nothing was trained on
    ImageDraw.Draw(page).text((60, 60), word, 0, font=font)
    return any(found.prediction.is_confident for found in read_digits(page).digits)


def test_hardly_a_word_is_taken_for_a_number():
    taken = [word for word in WORDS if is_taken_for_a_number(word)]
    assert len(taken) <= 1, taken


def test_in_a_number_a_ring_is_a_nought_and_in_a_word_it_is_doubted():
    ring = 255 - drawn(0)
    digits = read_digits(written([[255 - drawn(3), ring, 255 - drawn(6)]]))
    assert digits.text == "306"
    letters = [
        frame_as_mnist(
            draw_strokes(
                parse_strokes(LETTERS_AND_SIGNS[name][0]), np.random.default_rng(0)
            )
        )
        for name in "XHW"
    ]
    assert "0" not in read_digits(written([[letters[0], ring, *letters[1:]]])).text


def test_without_a_crop_the_whole_page_is_one_digit():
    reading = read_digits(drawn(7), crop=False)
    assert [found.box for found in reading.digits] == [(0, 0, 280, 280)]


def test_the_clean_step_holds_the_ink_of_the_digits_alone():
    page = drawn(7)
    page[250:253, 250:253] = 0
    reading = read_digits(page)
    assert reading.steps["ink"][251, 251] > 0 == reading.steps["clean"][251, 251]


def test_an_unsure_digit_is_a_question_mark(untrained):
    assert read_digits(drawn(3), model=untrained).text == "?"
