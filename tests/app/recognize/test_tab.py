import base64
import io
import re

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from lenet.app import build_app
from lenet.app.recognize.answer import answer_facts, steps_facts
from lenet.app.recognize.drawing_pad import MAX_CHARACTERS, PREFIX
from lenet.app.recognize.examples import made_examples
from lenet.app.recognize.tab import (
    EMPTY,
    read_again,
    read_drawing,
    read_example,
    read_photo,
    recognize,
)
from lenet.app.texts import ENGLISH, SIMPLIFIED, TRADITIONAL
from lenet.checkpoint import load_model
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


@pytest.fixture(scope="module")
def shipped():
    return load_model()


@pytest.fixture(autouse=True)
def uploads(tmp_path, monkeypatch):
    """Where Gradio stores what visitors send."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    (tmp_path / "uploads").mkdir()
    return tmp_path / "uploads"


def as_url(picture) -> str:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return PREFIX + base64.b64encode(file.getvalue()).decode()


def endpoints(app: gr.Blocks) -> set[str]:
    return set(app.get_api_info()["named_endpoints"])


def names_of_parts(app: gr.Blocks) -> set[str | None]:
    return {getattr(block, "elem_id", None) for block in app.blocks.values()}


def test_page_builds_with_few_public_endpoints(untrained):
    assert endpoints(build_app(untrained)) == {"/recognize", "/train"}


def test_no_train_takes_the_endpoint_away_too(untrained):
    app = build_app(untrained, allow_training=False)
    assert endpoints(app) == {"/recognize"}
    parts = {"start", "stop", "use", "chart"}
    assert parts <= names_of_parts(build_app(untrained))
    assert not parts & names_of_parts(app)


def test_strokes_skip_the_queue(untrained):
    """Its stream, closed by one answer, can take the next one with it."""
    config = build_app(untrained).config
    ids = {one["props"].get("elem_id"): one["id"] for one in config["components"]}
    for part in ("pad", "photo", "examples"):
        events = [
            e for e in config["dependencies"] if (ids[part], "input") in e["targets"]
        ]
        assert events and not any(event["queue"] for event in events)


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_read(shipped, digit):
    answer, steps, _, drawn_last = read_drawing(
        as_url(draw_digit(digit)), model=shipped
    )
    assert answer["text"] == str(digit) and drawn_last
    assert [step["step"] for step in steps] == [
        *("open", "gray", "flatten", "ink", "clean", "crop", "center", "sure")
    ]


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_pad_clears_the_answer(untrained, empty):
    assert read_drawing(empty, model=untrained) == (*EMPTY, True)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("hello", "did not arrive"),
        ({"path": "/etc/passwd"}, "did not arrive"),
        (PREFIX + "A" * MAX_CHARACTERS, "too large"),
        (as_url(np.zeros((2000, 2000), np.uint8)), "too large"),
        (PREFIX + "????", "damaged"),
        (PREFIX + "aGVsbG8=", "damaged"),
        (as_url(draw_digit(3))[:900], "damaged"),
    ],
    ids=["text", "dict", "huge", "many pixels", "not base64", "no png", "cut off"],
)
def test_a_forged_drawing_gets_a_sentence(untrained, url, sentence):
    answer, steps, *_ = read_drawing(url, model=untrained)
    assert answer["problem"] == "unreadable" and sentence in answer["detail"]
    assert not answer["digits"] and not steps


def test_a_blank_drawing_asks_for_a_larger_one(untrained):
    answer, steps, *_ = read_drawing(as_url(draw_digit(3, ink=255)), model=untrained)
    assert answer["problem"] == "blank" and not steps


def test_an_upload_is_read_and_no_upload_clears_the_answer(shipped, uploads):
    path = uploads / "photo.png"
    Image.fromarray(draw_digit(8, ink=90, paper=190)).save(path)
    answer, *_, drawn_last = read_photo({"path": str(path)}, model=shipped)
    assert answer["text"] == "8" and not drawn_last
    assert read_photo(None, model=shipped) == (*EMPTY, False)


def test_a_text_file_named_png_gets_a_sentence(untrained, uploads):
    (uploads / "digit.png").write_text("hello")
    file = {"path": str(uploads / "digit.png")}
    answer, *_ = read_photo(file, model=untrained)
    assert "digit.png is not a picture" in answer["detail"]
    with pytest.raises(gr.Error, match=r"digit\.png is not a picture"):
        recognize(file, model=untrained)


@pytest.mark.parametrize("kind", ["beside", "dots", "no path", "text", "null byte"])
def test_a_path_that_gradio_did_not_store_is_never_opened(shipped, uploads, kind):
    secret = uploads.parent / "secret.png"
    Image.fromarray(draw_digit(8)).save(secret)
    forged = {
        "beside": {"path": str(secret)},
        "dots": {"path": f"{uploads}/../secret.png"},
        "no path": {"url": str(secret)},
        "text": str(secret),
        "null byte": {"path": f"{uploads}/\0"},
    }[kind]
    answer, *_ = read_photo(forged, model=shipped)
    assert answer["text"] == "" and answer["detail"] == "The picture did not arrive."
    with pytest.raises(gr.Error, match="did not arrive"):
        recognize(forged, model=shipped)


def test_programs_get_the_number_its_digits_and_their_boxes(shipped, uploads):
    page = write_page([[255 - draw_digit(d) for d in (7, 5)]])
    Image.fromarray(page).save(uploads / "page.png")
    answer = recognize({"path": str(uploads / "page.png")}, model=shipped)
    assert answer["text"] == "75"
    assert set(answer["digits"][0]) == {"digit", "confidence", "sure", "box"}
    assert answer["digits"][0]["box"][2] <= answer["digits"][1]["box"][0]


def test_bars_add_up_and_the_picture_is_what_the_network_sees(untrained):
    answer = answer_facts(read_digits(draw_digit(4), model=untrained))
    assert len(answer["bars"]) == 10 and sum(answer["bars"]) == pytest.approx(100, 0.01)
    file = base64.b64decode(answer["seen"].split(",")[1])
    assert Image.open(io.BytesIO(file)).size == (32, 32)


def test_an_unsure_answer_is_a_question_mark(untrained):
    reading = read_digits(draw_digit(4), model=untrained)
    answer = answer_facts(reading)
    assert answer["text"] == "?" and not answer["digits"][0]["sure"]
    assert steps_facts(reading)[-1]["step"] == "unsure"


def test_switches_change_the_picture_that_came_last(shipped, uploads):
    path = uploads / "photo.png"
    Image.fromarray(draw_digit(8)).save(path)
    sources = (as_url(draw_digit(4)), {"path": str(path)})
    for drawn_last, digit in ((True, "4"), (False, "8")):
        answer, steps, *_ = read_again(
            drawn_last, *sources, "auto", True, True, model=shipped
        )
        assert answer["text"] == digit
        raw = read_again(drawn_last, *sources, "auto", False, False, model=shipped)
        assert raw[1] != steps


def test_a_forged_switch_gets_a_sentence(untrained):
    with pytest.raises(gr.Error, match="polarity must be"):
        read_drawing(as_url(draw_digit(4)), "purple", model=untrained)


def test_a_number_is_shown_with_its_digits_framed(shipped):
    page = write_page(
        [[255 - draw_digit(d) for d in row] for row in ((2, 0, 2, 6), (7, 5))]
    )
    reading = read_digits(page, model=shipped)
    answer = answer_facts(reading)
    assert answer["text"] == "2026 75" and len(answer["digits"]) == 6
    assert answer["boxed"] and not answer["bars"]
    assert [step["step"] for step in steps_facts(reading)].count("sure") == 6


def test_the_examples_are_read(shipped):
    pictures = made_examples()
    texts = [
        read_example(place, pictures=pictures, model=shipped)[1]["text"]
        for place in range(len(pictures))
    ]
    assert texts == ["3", "75", "2026", "031 8649", "9", "?"]


def test_no_article_stands_before_a_number_that_may_be_an_eight():
    assert not [text for text in ENGLISH.values() if re.search(r"\b[Aa]n? \$", text)]


def test_every_text_is_there_in_every_language():
    for texts in (SIMPLIFIED, TRADITIONAL):
        assert texts.keys() == ENGLISH.keys()
        assert not set("{}") & set("".join(texts.values()))  # Gradio fills braces in
        for key in ENGLISH.keys() - {"answer_unreadable"}:
            assert texts[key].count("$") == ENGLISH[key].count("$")
