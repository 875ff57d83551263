import gradio as gr
import numpy as np
import pytest
from PIL import Image

from lenet.app.recognize.handlers import (
    EMPTY,
    read_again,
    read_drawing,
    read_photo,
    recognize,
)
from tests.app.recognize.test_answer import size_of
from tests.handwriting import draw_digit, to_data_url
from tests.photos import write_number_sign, write_page

pytestmark = pytest.mark.usefixtures("uploads")


FOUR = to_data_url(draw_digit(4))


def save(picture, path, turns: int = 0) -> dict:
    """Save a picture, and give what the page sends about an upload."""
    Image.fromarray(picture).save(path)
    return {"kind": "upload", "path": str(path), "turns": turns}


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_read(shipped, photos, digit):
    url = to_data_url(draw_digit(digit))
    answer, steps, _, drawn_last = read_drawing(url, None, photos=photos, model=shipped)
    assert answer["text"] == str(digit) and drawn_last
    assert answer["source"] == {"kind": "drawing"}
    assert steps[0]["picture"] == ""  # the page has sent it
    assert steps[-1]["digit"] == digit


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_pad_without_a_photo_clears_the_answer(untrained, photos, empty):
    outputs = read_drawing(empty, None, photos=photos, model=untrained)
    assert outputs == (*EMPTY, True)


def test_when_the_pad_is_cleared_the_photo_is_read_again(shipped, photos):
    nine = {"kind": "example", "index": 4, "turns": 0}
    answer, *_, drawn_last = read_drawing("", nine, photos=photos, model=shipped)
    assert answer["text"] == "9" and answer["source"]["number"] == 5
    assert not drawn_last


def test_when_the_photo_is_removed_the_drawing_is_read_again(shipped, photos):
    answer, *_, drawn_last = read_photo(FOUR, None, photos=photos, model=shipped)
    assert answer["text"] == "4" and answer["source"]["kind"] == "drawing"
    assert drawn_last


def test_a_forged_drawing_is_answered_with_an_error(untrained, photos):
    outputs = read_drawing("hello", None, photos=photos, model=untrained)
    answer, steps, digits, _ = outputs
    assert answer["error"] == {"reason": "not_received", "values": {}}
    assert not answer["digits"] and not steps and not digits


def test_a_blank_drawing_shows_that_no_digit_was_found(untrained, photos):
    url = to_data_url(draw_digit(3, ink=255))
    answer, steps, *_ = read_drawing(url, None, photos=photos, model=untrained)
    assert answer["problem"] == "blank" and not steps


def test_an_upload_is_read_before_an_older_drawing(shipped, photos, uploads):
    file = save(draw_digit(8, ink=90, paper=190), uploads / "photo.png")
    answer, *_, drawn_last = read_photo(FOUR, file, photos=photos, model=shipped)
    assert answer["text"] == "8" and answer["source"]["kind"] == "upload"
    assert answer["source"]["photo"] == file and not drawn_last


def test_a_photo_that_lies_on_its_side_is_shown_upright(shipped, photos, uploads):
    page = write_page([[255 - draw_digit(digit) for digit in (2, 5, 3, 4, 7)]])
    file = save(np.rot90(page), uploads / "photo.png")
    answer, steps, *_ = read_photo("", file, photos=photos, model=shipped)
    assert answer["text"] == "25347" and answer["turned"] == 90
    assert answer["source"]["shown_turns"] == 1
    for url in (answer["source"]["picture"], *(one["picture"] for one in steps[:5])):
        width, height = size_of(url)
        assert width > 1.5 * height


def test_a_switch_changes_how_a_sign_is_read_and_what_is_said_of_it(
    shipped, photos, uploads
):
    sign = write_number_sign([255 - draw_digit(digit) for digit in (4, 2, 7)])
    file = save(sign, uploads / "photo.png")
    options = {"photos": photos, "model": shipped}
    answer, *_ = read_photo("", file, "auto", True, True, **options)
    assert (answer["text"], answer["notes"]) == ("427", ["patch_light"])
    answer, *_ = read_photo("", file, "dark", True, True, **options)
    assert answer["text"] != "427" and "patch_light" not in answer["notes"]
    answer, *_ = read_photo("", file, "auto", False, True, **options)
    assert answer["notes"] == [] and answer["turned"] == 0


def test_a_blank_photo_is_shown_beside_its_message(untrained, photos, uploads):
    blank = save(draw_digit(3, ink=255), uploads / "photo.png")
    answer, *_ = read_photo("", blank, photos=photos, model=untrained)
    assert answer["problem"] == "blank"
    assert answer["source"]["picture"].startswith("data:image/jpeg")


def test_a_text_file_named_png_is_answered_with_an_error(untrained, photos, uploads):
    (uploads / "digit.png").write_text("hello")
    file = {"kind": "upload", "path": str(uploads / "digit.png"), "turns": 0}
    answer, *_ = read_photo("", file, photos=photos, model=untrained)
    assert answer["error"]["reason"] == "unreadable"
    assert answer["source"]["kind"] == "upload"
    with pytest.raises(gr.Error, match=r"digit\.png is not a picture"):
        recognize(file, model=untrained)


@pytest.mark.parametrize("kind", ["beside", "dots", "no path", "null byte"])
def test_a_path_that_gradio_did_not_store_is_never_opened(
    shipped, photos, uploads, kind
):
    secret = uploads.parent / "secret.png"
    save(draw_digit(8), secret)
    forged = {
        "beside": {"path": str(secret)},
        "dots": {"path": f"{uploads}/../secret.png"},
        "no path": {"url": str(secret)},
        "null byte": {"path": f"{uploads}/\0"},
    }[kind] | {"kind": "upload", "turns": 0}
    answer, *_ = read_photo("", forged, photos=photos, model=shipped)
    assert answer["text"] == "" and answer["error"]["reason"] == "not_received"
    with pytest.raises(gr.Error, match="did not arrive"):
        recognize(forged, model=shipped)


def test_programs_get_the_number_its_digits_and_their_boxes(shipped, uploads):
    page = write_page([[255 - draw_digit(digit) for digit in (7, 5)]])
    answer = recognize(save(page, uploads / "page.png"), model=shipped)
    assert answer["text"] == "75"
    assert set(answer["digits"][0]) == {"digit", "confidence", "sure", "box"}
    assert answer["digits"][0]["box"][2] <= answer["digits"][1]["box"][0]


@pytest.mark.parametrize(("drawn_last", "digit"), [(True, "4"), (False, "8")])
def test_switches_apply_to_the_picture_that_came_last(
    shipped, photos, uploads, drawn_last, digit
):
    photo = save(draw_digit(8), uploads / "photo.png")
    inputs, options = (drawn_last, FOUR, photo), {"photos": photos, "model": shipped}
    answer, steps, *_ = read_again(*inputs, "auto", True, True, **options)
    assert answer["text"] == digit and answer["switched_off"] == []
    raw, raw_steps, *_ = read_again(*inputs, "dark", False, False, **options)
    assert raw_steps != steps and raw["switched_off"] == ["dark", "crop", "center"]


def test_a_forged_switch_raises_an_error_with_a_sentence(untrained, photos):
    with pytest.raises(gr.Error, match="polarity must be"):
        read_drawing(FOUR, None, "purple", photos=photos, model=untrained)


def test_the_examples_are_read(shipped, photos):
    descriptions = [{"kind": "example", "index": i, "turns": 0} for i in range(6)]
    texts = [
        read_photo("", example, photos=photos, model=shipped)[0]["text"]
        for example in descriptions
    ]
    assert texts == ["3", "75", "2026", "031 8649", "9", "?"]
