from lenet.app.train.watched_digits import LABELS, choose_watched_digits, watched_facts


def test_without_digits_there_are_nine_empty_places():
    empty = {"picture": "", "label": None, "answer": None, "confidence": None}
    assert watched_facts(None, []) == {"digits": [empty] * 9}


def test_one_digit_of_each_label_is_chosen_and_pictured(few):
    digits = watched_facts(choose_watched_digits(few), [])["digits"]
    assert [digit["label"] for digit in digits] == [None, *LABELS]
    assert len({digit["picture"] for digit in digits}) == 9


def test_the_first_answer_is_the_drawing_s_where_there_is_one(few, untrained):
    watched = choose_watched_digits(few)
    without = watched_facts(watched, watched.classify(untrained))["digits"]
    assert without[0]["answer"] is None and without[1]["answer"] is not None
    watched = watched.with_drawing(few.images[0])
    with_drawing = watched_facts(watched, watched.classify(untrained))["digits"]
    assert with_drawing[0]["answer"] is not None
    assert with_drawing[1:] == without[1:]
