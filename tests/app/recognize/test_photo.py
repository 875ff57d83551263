import gradio as gr
import numpy as np
import pytest
from PIL import Image

from lenet.app.recognize.photo import shown_turns
from lenet.reading.found import Reading
from tests.handwriting import draw_digit

pytestmark = pytest.mark.usefixtures("uploads")


def test_a_turn_is_clockwise_and_the_fourth_would_be_as_before(photos, uploads):
    seven = draw_digit(7)[:, :200]
    Image.fromarray(seven).save(uploads / "seven.png")
    photo = {"kind": "upload", "path": str(uploads / "seven.png")}
    for turns in range(5):
        opened = np.array(photos.open(photo | {"turns": turns}))
        assert (opened == np.rot90(seven, -turns)).all()


@pytest.mark.parametrize(
    ("turns", "turned", "shown"),
    [(0, 0, 0), (0, 270, 3), (0, 17, 0), (0, 107, 1), (0, 343, 0), (1, 90, 0)]
    + [(4, 90, 0)],
)
def test_a_photo_is_shown_as_it_was_read_unless_the_visitor_has_turned_it(
    turns, turned, shown
):
    assert shown_turns({"turns": turns}, Reading((), turned=turned)) == shown


def test_a_test_digit_is_named_by_its_number_and_label(photos):
    photo = {"kind": "test_digit", "index": 17, "turns": 0}
    facts = photos.source_facts(photo)
    assert (facts["number"], facts["label"]) == (18, 7)
    assert photos.open(photo).size == (280, 280)


@pytest.mark.parametrize(
    "forged",
    [
        "photo",
        ["photo"],
        {"kind": "example", "index": 0},
        {"kind": "example", "index": 0, "turns": 5},
        {"kind": "example", "index": 0, "turns": True},
        {"kind": "example", "index": 6, "turns": 0},
        {"kind": "example", "index": "0", "turns": 0},
        {"kind": "test_digit", "index": -1, "turns": 0},
        {"kind": "test_digit", "index": 30, "turns": 0},
        {"kind": "test_digit", "turns": 0},
    ],
)
def test_a_forged_description_is_refused_with_a_sentence(photos, forged):
    with pytest.raises(gr.Error, match="cannot be understood"):
        photos.source_facts(forged)


@pytest.mark.parametrize("kind", [None, "drawing", 3, ["example"]])
def test_an_unknown_kind_is_an_upload_that_was_not_received(photos, kind):
    photo = {"kind": kind, "index": 0, "turns": 0}
    assert photos.source_facts(photo)["kind"] == "upload"
