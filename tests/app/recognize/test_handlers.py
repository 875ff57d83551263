import gradio as gr
import pytest
from PIL import Image

from lenet.app.recognize.examples import make_examples
from lenet.app.recognize.handlers import (
    EMPTY,
    read_again,
    read_drawing,
    read_example,
    read_photo,
    recognize,
)
from tests.handwriting import draw_digit, to_data_url
from tests.photos import write_page

pytestmark = pytest.mark.usefixtures("uploads")


def save(picture, path) -> dict:
    """Save a picture, and give what Gradio tells a handler about an upload."""
    Image.fromarray(picture).save(path)
    return {"path": str(path)}


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_read(shipped, digit):
    url = to_data_url(draw_digit(digit))
    answer, steps, _, drawn_last = read_drawing(url, model=shipped)
    assert answer["text"] == str(digit) and drawn_last
    assert steps[-1]["digit"] == digit


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_pad_clears_the_answer(untrained, empty):
    assert read_drawing(empty, model=untrained) == (*EMPTY, True)


def test_a_forged_drawing_is_answered_with_an_error(untrained):
    answer, steps, digits, _ = read_drawing("hello", model=untrained)
    assert answer["error"] == {"reason": "not_received", "values": {}}
    assert not answer["digits"] and not steps and not digits


def test_a_blank_drawing_shows_that_no_digit_was_found(untrained):
    url = to_data_url(draw_digit(3, ink=255))
    answer, steps, *_ = read_drawing(url, model=untrained)
    assert answer["problem"] == "blank" and not steps


def test_an_upload_is_read_and_no_upload_clears_the_answer(shipped, uploads):
    file = save(draw_digit(8, ink=90, paper=190), uploads / "photo.png")
    answer, *_, drawn_last = read_photo(file, model=shipped)
    assert answer["text"] == "8" and not drawn_last
    assert read_photo(None, model=shipped) == (*EMPTY, False)


def test_a_text_file_named_png_is_answered_with_an_error(untrained, uploads):
    (uploads / "digit.png").write_text("hello")
    file = {"path": str(uploads / "digit.png")}
    answer, *_ = read_photo(file, model=untrained)
    assert answer["error"]["reason"] == "unreadable"
    with pytest.raises(gr.Error, match=r"digit\.png is not a picture"):
        recognize(file, model=untrained)


@pytest.mark.parametrize("kind", ["beside", "dots", "no path", "text", "null byte"])
def test_a_path_that_gradio_did_not_store_is_never_opened(shipped, uploads, kind):
    secret = uploads.parent / "secret.png"
    save(draw_digit(8), secret)
    forged = {
        "beside": {"path": str(secret)},
        "dots": {"path": f"{uploads}/../secret.png"},
        "no path": {"url": str(secret)},
        "text": str(secret),
        "null byte": {"path": f"{uploads}/\0"},
    }[kind]
    answer, *_ = read_photo(forged, model=shipped)
    assert answer["text"] == "" and answer["error"]["reason"] == "not_received"
    with pytest.raises(gr.Error, match="did not arrive"):
        recognize(forged, model=shipped)


def test_programs_get_the_number_its_digits_and_their_boxes(shipped, uploads):
    page = write_page([[255 - draw_digit(digit) for digit in (7, 5)]])
    answer = recognize(save(page, uploads / "page.png"), model=shipped)
    assert answer["text"] == "75"
    assert set(answer["digits"][0]) == {"digit", "confidence", "sure", "box"}
    assert answer["digits"][0]["box"][2] <= answer["digits"][1]["box"][0]


def test_switches_apply_to_the_picture_that_came_last(shipped, uploads):
    photo = save(draw_digit(8), uploads / "photo.png")
    pictures = (to_data_url(draw_digit(4)), photo)
    for drawn_last, digit in ((True, "4"), (False, "8")):
        answer, steps, *_ = read_again(
            drawn_last, *pictures, "auto", True, True, model=shipped
        )
        assert answer["text"] == digit
        raw = read_again(drawn_last, *pictures, "auto", False, False, model=shipped)
        assert raw[1] != steps


def test_a_forged_switch_raises_an_error_with_a_sentence(untrained):
    with pytest.raises(gr.Error, match="polarity must be"):
        read_drawing(to_data_url(draw_digit(4)), "purple", model=untrained)


def test_the_examples_are_read(shipped):
    pictures = make_examples()
    texts = [
        read_example(index, pictures=pictures, model=shipped)[1]["text"]
        for index in range(len(pictures))
    ]
    assert texts == ["3", "75", "2026", "031 8649", "9", "?"]
