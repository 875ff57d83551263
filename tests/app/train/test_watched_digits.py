import numpy as np
import pytest

from lenet.app.train.watched_digits import (
    LABELS,
    choose_watched_digits,
    classify_watched,
    drawing_to_images,
    watched_facts,
)
from tests.handwriting import draw_digit, to_data_url


def test_without_digits_there_are_nine_empty_places():
    empty = {"picture": "", "label": None, "answer": None, "confidence": None}
    assert watched_facts(None, None, [])["digits"] == [empty] * 9


def test_one_digit_of_each_label_is_chosen_and_pictured(few):
    digits = watched_facts(few.images[:1], choose_watched_digits(few), [])["digits"]
    assert [digit["label"] for digit in digits] == [None, *LABELS]
    assert len({digit["picture"] for digit in digits}) == 9


def test_the_first_answer_is_the_drawing_s_where_there_is_one(few, untrained):
    fixed = choose_watched_digits(few)

    def digits(drawing):
        answers = classify_watched(untrained, drawing, fixed)
        return watched_facts(drawing, fixed, answers)["digits"]

    without, with_drawing = digits(None), digits(few.images[:1])
    assert without[0]["answer"] is None and without[1]["answer"] is not None
    assert with_drawing[0]["answer"] is not None
    assert with_drawing[1:] == without[1:]


def test_a_drawing_of_two_digits_is_two_digits_in_reading_order(shipped):
    images = drawing_to_images(
        to_data_url(np.hstack([draw_digit(4), draw_digit(2)])), shipped
    )
    assert images.shape == (2, 28, 28)
    answers = classify_watched(shipped, images, None)
    assert [answer.digit for answer in answers] == [4, 2]
    digits = watched_facts(images, None, answers, "shipped")["digits"]
    assert [digit["answer"] for digit in digits] == [4, 2, *[None] * 8]
    assert digits[0]["picture"] != digits[1]["picture"]


def test_answers_to_an_earlier_drawing_are_not_taken_for_those_to_a_new_one(
    few, untrained
):
    fixed = choose_watched_digits(few)
    answers = classify_watched(untrained, few.images[:1], fixed)
    digits = watched_facts(few.images[:2], fixed, answers)["digits"]
    assert [digit["answer"] for digit in digits[:2]] == [None, None]
    fixed_answers = [answer.digit for answer in answers[1:]]
    assert [digit["answer"] for digit in digits[2:]] == fixed_answers


@pytest.mark.parametrize(
    "url", ["", "hello", to_data_url(np.full((280, 280), 255, np.uint8))]
)
def test_a_drawing_without_a_digit_is_none(shipped, url):
    assert drawing_to_images(url, shipped) is None
