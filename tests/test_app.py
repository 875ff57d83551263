import base64
import io

import gradio as gr
import pytest
from PIL import Image

from lenet.app import build_app
from lenet.app.answer import answer_html, steps_html
from lenet.app.pad import MAX_CHARACTERS, PREFIX
from lenet.app.recognize import EMPTY, NO_DIGIT, read_again, read_drawing, read_photo
from lenet.checkpoint import load_model
from lenet.predict import read_digits
from tests.handwriting import drawn
from tests.paper import written


@pytest.fixture(scope="module")
def shipped():
    return load_model()


def as_url(picture) -> str:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return PREFIX + base64.b64encode(file.getvalue()).decode()


def endpoints(app: gr.Blocks) -> set[str]:
    return set(app.get_api_info()["named_endpoints"])


def test_page_builds_with_few_public_endpoints(untrained):
    assert endpoints(build_app(untrained)) == {"/recognize", "/train"}


def test_no_train_takes_the_endpoint_away_too(untrained):
    app = build_app(untrained, allow_training=False)
    assert endpoints(app) == {"/recognize"}
    assert not any(isinstance(b, gr.Slider) for b in app.blocks.values())


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_read(shipped, digit):
    answer, steps = read_drawing(as_url(drawn(digit)), model=shipped)
    assert f'<div class="digit">{digit}</div>' in answer
    assert steps.count("<img") == 8


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_pad_clears_the_answer(untrained, empty):
    assert read_drawing(empty, model=untrained) == EMPTY


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("hello", "did not arrive"),
        ({"path": "/etc/passwd"}, "did not arrive"),
        (PREFIX + "A" * MAX_CHARACTERS, "too large"),
        (PREFIX + "????", "damaged"),
        (PREFIX + "aGVsbG8=", "not a picture"),
        (as_url(drawn(3, ink=255)), NO_DIGIT),
    ],
    ids=["text", "dict", "huge", "not base64", "no png", "blank"],
)
def test_a_forged_or_blank_drawing_gets_a_sentence(untrained, url, sentence):
    with pytest.raises(gr.Error, match=sentence):
        read_drawing(url, model=untrained)


def test_an_upload_is_read_and_no_upload_clears_the_answer(shipped, tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(drawn(8, ink=90, paper=190)).save(path)
    answer, _ = read_photo({"path": str(path)}, model=shipped)
    assert '<div class="digit">8</div>' in answer
    assert read_photo(None, model=shipped) == EMPTY


def test_a_text_file_named_png_gets_a_sentence(untrained, tmp_path):
    (tmp_path / "digit.png").write_text("hello")
    with pytest.raises(gr.Error, match=r"digit\.png is not a picture"):
        read_photo({"path": str(tmp_path / "digit.png")}, model=untrained)


def test_bars_stand_in_fixed_places(untrained):
    html = answer_html(read_digits(drawn(4), model=untrained))
    places = [html.index(f"<b>{digit}</b>") for digit in range(10)]
    assert places == sorted(places)
    assert html.count("class=top") == 1


def test_an_unsure_answer_says_so(untrained):
    assert "not sure" in answer_html(read_digits(drawn(4), model=untrained))
    assert "not sure" not in answer_html(None)


def test_an_unsure_answer_is_a_question_mark(untrained):
    html = answer_html(read_digits(drawn(4), model=untrained))
    assert '<div class="digit">?</div>' in html


def test_switches_change_the_picture_that_came_last(shipped, tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(drawn(8)).save(path)
    sources = (as_url(drawn(4)), {"path": str(path)})
    for drawn_last, digit in ((True, 4), (False, 8)):
        answer, steps = read_again(
            drawn_last, *sources, "auto", True, True, model=shipped
        )
        assert f'<div class="digit">{digit}</div>' in answer
        raw = read_again(drawn_last, *sources, "auto", False, False, model=shipped)
        assert raw[1] != steps


def test_a_forged_switch_gets_a_sentence(untrained):
    with pytest.raises(gr.Error, match="polarity must be"):
        read_drawing(as_url(drawn(4)), "purple", model=untrained)


def test_every_step_has_a_caption(untrained):
    html = steps_html(read_digits(drawn(4), model=untrained))
    assert html.count("<figcaption>") == html.count('alt="') == 8


def test_a_number_is_shown_large_with_its_digits_framed(shipped):
    page = written([[255 - drawn(d) for d in row] for row in ((2, 0, 2, 6), (7, 5))])
    reading = read_digits(page, model=shipped)
    html = answer_html(reading)
    assert '<div class="digit">2026<br>75</div>' in html and "6 digits" in html
    assert 'class="boxed"' in html
    assert steps_html(reading).count("what the network sees") == 6
