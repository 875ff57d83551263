from lenet.app.train.watched_digits import (
    LABELS,
    choose_watched_digits,
    classify_watched,
    drawing_to_image,
    watched_facts,
)


def test_without_digits_there_are_nine_empty_places():
    empty = {"picture": "", "label": None, "answer": None, "confidence": None}
    assert watched_facts(None, None, []) == {"digits": [empty] * 9}


def test_one_digit_of_each_label_is_chosen_and_pictured(few):
    digits = watched_facts(few.images[0], choose_watched_digits(few), [])["digits"]
    assert [digit["label"] for digit in digits] == [None, *LABELS]
    assert len({digit["picture"] for digit in digits}) == 9


def test_the_first_answer_is_the_drawing_s_where_there_is_one(few, untrained):
    fixed = choose_watched_digits(few)

    def digits(drawing):
        answers = classify_watched(untrained, drawing, fixed)
        return watched_facts(drawing, fixed, answers)["digits"]

    without, with_drawing = digits(None), digits(few.images[0])
    assert without[0]["answer"] is None and without[1]["answer"] is not None
    assert with_drawing[0]["answer"] is not None
    assert with_drawing[1:] == without[1:]


def test_a_drawing_without_a_digit_is_none():
    assert drawing_to_image("") is None and drawing_to_image("hello") is None
