import base64
import io

import pytest
from PIL import Image

from lenet.app.recognize.answer import answer_facts
from lenet.imaging.errors import BadPicture
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


def size_of(url: str) -> tuple[int, int]:
    return Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).size


def test_probabilities_add_up_to_one_and_the_network_input_has_32_pixels(untrained):
    answer = answer_facts(read_digits(draw_digit(4), model=untrained))
    assert len(answer["probabilities"]) == 10
    assert sum(answer["probabilities"]) == pytest.approx(1)
    assert answer["digits"][0]["confidence"] == max(answer["probabilities"])
    assert size_of(answer["network_input"]) == (32, 32)


def test_an_uncertain_answer_is_a_question_mark(untrained):
    answer = answer_facts(read_digits(draw_digit(4), model=untrained))
    assert answer["text"] == "?" and not answer["digits"][0]["sure"]


def test_a_number_has_its_boxes_and_no_probabilities(shipped):
    rows = [[255 - draw_digit(d) for d in row] for row in ((2, 0, 2, 6), (7, 5))]
    answer = answer_facts(read_digits(write_page(rows), model=shipped))
    assert answer["text"] == "2026 75" and len(answer["digits"]) == 6
    assert answer["boxes"] and not answer["probabilities"]


def test_an_error_is_given_by_its_reason_and_values():
    error = BadPicture("It is too large.", "too_many_pixels", megapixels=50)
    facts = answer_facts(None, error)
    assert facts["error"]["reason"] == "too_many_pixels"
    assert facts["error"]["values"] == {"megapixels": 50}
