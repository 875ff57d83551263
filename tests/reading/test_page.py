"""Pages with several digits are read, and pages of letters are rejected."""

import cv2
import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFont

from lenet.data.handwritten_characters import LETTERS_AND_SIGNS
from lenet.data.rendering import draw_strokes, frame_as_mnist, parse_strokes
from lenet.reading.glyphs import MAX_COMPONENTS
from lenet.reading.page import read_digits
from lenet.reading.picture import read_picture
from tests import photos
from tests.handwriting import draw_digit
from tests.kinds import paste_turned
from tests.photos import write_page

PAGES = 6  # per case, with ten digits each
CASES = {
    "one row": (1, write_page),
    "two rows": (2, write_page),
    "five rows of two": (5, lambda rows: write_page(rows, height=60)),
    "a rotated page": (2, lambda rows: photos.rotate(write_page(rows, margin=2), 5)),
    "an unsteady baseline": (2, lambda rows: write_page(rows, jitter=0.12)),
    "a hard shadow": (2, lambda rows: photos.add_shadow(write_page(rows), "hard", 0.5)),
    "light from a window": (
        1,
        lambda rows: photos.add_shadow(write_page(rows, margin=3), "window"),
    ),
    "a dark table": (2, lambda rows: photos.add_table(write_page(rows))),
    "faint pencil": (2, lambda rows: write_page(rows, ink=(190, 188, 185))),
    "chalk": (2, lambda rows: write_page(rows, ink=(230,) * 3, paper=(40, 70, 60))),
    "squared paper": (
        2,
        lambda rows: photos.add_ruled_lines(write_page(rows), squares=True),
    ),
    "noise and JPEG": (
        2,
        lambda rows: photos.compress_jpeg(photos.add_noise(write_page(rows), 6), 40),
    ),
    "almost touching": (1, lambda rows: write_page(rows, gap=0.06)),
}


@pytest.fixture(scope="module")
def numbers(sample):
    """Numbers of ten digits, as their images and their labels."""
    order = torch.randperm(5000, generator=torch.Generator().manual_seed(7))
    chosen = sample[order[: 10 * PAGES]]
    return [
        (chosen.images[k : k + 10].numpy(), chosen.labels[k : k + 10].tolist())
        for k in range(0, 10 * PAGES, 10)
    ]


def count_correct(text: str, labels: list[int], rows: int) -> int:
    """Count the correct digits, or return 0 if digits or rows are missing or extra."""
    width = len(labels) // rows
    lines = text.split(" ")
    if [len(line) for line in lines] != [width] * rows:
        return 0
    return sum(digit == str(label) for digit, label in zip("".join(lines), labels))


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_read(case, numbers):
    rows, make_photo = CASES[case]
    width = 10 // rows
    correct = []
    for images, labels in numbers:
        lines = [images[k : k + width] for k in range(0, 10, width)]
        text = read_digits(make_photo(lines)).text
        correct.append(count_correct(text, labels, rows))
    assert sum(correct) >= 0.9 * 10 * PAGES, correct


@pytest.mark.parametrize("digit", range(10))
def test_a_single_digit_is_one_digit(digit):
    assert read_digits(draw_digit(digit)).text == str(digit)


def test_boxes_are_in_pixels_of_the_original_picture():
    page = np.full((900, 2000), 255, np.uint8)
    page[300:600, 200:500] = draw_digit(3, side=300)
    page[300:600, 1500:1800] = draw_digit(8, side=300)
    three, eight = read_digits(page).digits
    assert (three.prediction.digit, eight.prediction.digit) == (3, 8)
    assert 200 < three.box[0] < three.box[2] < 500 and 300 < three.box[1]
    assert 1500 < eight.box[0] < eight.box[2] < 1800 and eight.box[3] < 600


def test_a_page_full_of_dots_has_a_limited_number_of_digits():
    tile = np.full((12, 12), 255, np.uint8)
    tile[2:10, 2:10] = 0
    assert len(read_digits(np.tile(tile, (53, 53))).digits) <= MAX_COMPONENTS


def test_a_blank_page_has_no_digits():
    reading = read_digits(np.full((300, 300), 255, np.uint8))
    assert (reading.text, reading.digits) == ("", ())


WORDS = ["HELLO", "WORLD", "Today", "TEAM", "Anna", "Math", "Herz", "Kant"]


def is_read_as_a_number(word: str) -> bool:
    page = Image.new("L", (900, 300), 255)
    font = ImageFont.load_default(150)  # the network was not trained on this font
    ImageDraw.Draw(page).text((60, 60), word, 0, font=font)
    return any(found.prediction.is_confident for found in read_digits(page).digits)


def test_hardly_any_word_is_read_as_a_number():
    wrong = [word for word in WORDS if is_read_as_a_number(word)]
    assert len(wrong) <= 1, wrong


def test_a_ring_is_read_as_0_among_digits_and_rejected_among_letters():
    ring = 255 - draw_digit(0)
    digits = read_digits(write_page([[255 - draw_digit(3), ring, 255 - draw_digit(6)]]))
    assert digits.text == "306"
    letters = [
        frame_as_mnist(
            draw_strokes(
                parse_strokes(LETTERS_AND_SIGNS[name][0]), np.random.default_rng(0)
            )
        )
        for name in "XHW"
    ]
    assert "0" not in read_digits(write_page([[letters[0], ring, *letters[1:]]])).text


def test_without_cropping_the_whole_picture_is_one_digit():
    reading = read_digits(draw_digit(7), crop=False)
    assert [found.box for found in reading.digits] == [(0, 0, 280, 280)]


def test_the_clean_step_contains_only_the_ink_of_digits():
    page = draw_digit(7)
    page[250:253, 250:253] = 0
    reading = read_digits(page)
    assert reading.steps["ink"][251, 251] > 0 == reading.steps["clean"][251, 251]


def test_a_digit_of_low_confidence_is_a_question_mark(untrained):
    assert read_digits(draw_digit(3), model=untrained).text == "?"


def test_a_number_above_words_is_read(numbers):
    page = Image.fromarray(write_page([numbers[0][0][:4]], margin=1.0))
    font = ImageFont.load_default(60)
    page.paste((235, 235, 230), (0, page.height - 90, page.width, page.height))
    ImageDraw.Draw(page).text((20, page.height - 80), "thank you", "black", font)
    number = "".join(map(str, numbers[0][1][:4]))
    first, *words = read_digits(page).text.split(" ")
    assert first == number and set("".join(words)) == {"?"}


@pytest.mark.parametrize("which", [0, 2, 3])
@pytest.mark.parametrize("angle", [28, -28])
def test_the_row_on_a_slanted_card_is_read(numbers, which, angle):
    images, labels = numbers[which]
    card = write_page([images[:4]], margin=0.6, paper=(245, 225, 120))
    table = np.full((800, 900, 3), (110, 75, 50), np.uint8)
    number = "".join(map(str, labels[:4]))
    assert read_digits(paste_turned(table, card, angle)).text == number


def test_ink_that_no_way_reads_is_shown_as_a_question_mark():
    page = write_page([[255 - draw_digit(d, side=28) for d in (3, 7)]], margin=1.5)
    height, width = page.shape[:2]
    page = cv2.copyMakeBorder(page, 0, 0, 0, 200, cv2.BORDER_REPLICATE)
    star = width + 40, height // 2
    for angle in range(0, 180, 20):
        x, y = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        ends = [
            (round(star[0] + s * 45 * x), round(star[1] + s * 45 * y)) for s in (1, -1)
        ]
        cv2.line(page, *ends, (0, 0, 0), 4)
    text = read_digits(page).text
    assert text.startswith("37") and "?" in text


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_long_page_is_turned_as_a_short_one(numbers, degrees):
    lines = [images for images, _ in numbers[:3]]
    page = np.ascontiguousarray(np.rot90(write_page(lines), degrees // 90))
    reading = read_digits(page)
    assert len(reading.digits) >= 29 and reading.turned == degrees


@pytest.mark.parametrize("black", [False, True])
def test_a_fat_digit_that_is_cut_to_its_ink_is_read(black):
    digit = cv2.dilate(255 - draw_digit(7, side=200), np.ones((31, 31), np.uint8))
    left, top, width, height = cv2.boundingRect(digit)
    crop = digit[top : top + height, left : left + width]
    assert crop.mean() > 127  # more ink than paper
    assert read_picture(crop if black else 255 - crop, single=True).text == "7"


def test_a_pin_and_a_punched_hole_are_no_digits():
    page = write_page([[255 - draw_digit(d, side=28) for d in (3, 7, 0)]], margin=1.5)
    cv2.circle(page, (page.shape[1] // 2, 50), 22, (200, 30, 40), -1, cv2.LINE_AA)
    cv2.circle(page, (60, page.shape[0] // 2), 25, (60, 45, 40), -1, cv2.LINE_AA)
    assert read_digits(page).text == "370"
