"""The panels that look inside: what is computed when, and what their facts are."""

import base64
import time

import gradio as gr
import numpy as np
import pytest
import torch

from lenet.app.recognize.explanation import Sample, why_facts
from lenet.app.recognize.inspection import (
    NO_CHOICE,
    Facts,
    VisitorState,
    choose_digit,
    close_panel,
    look_again,
    open_panel,
    reset_shake,
    shake_digit,
    with_panels,
)
from lenet.app.recognize.layers import inside_facts
from lenet.app.recognize.perturbation import settings_of, shake_facts
from lenet.app.recognize.tab import EMPTY
from lenet.checkpoint import load_model
from lenet.evaluation.nearest_neighbors import embed
from lenet.evaluation.perturbation import Perturbation
from lenet.imaging.preprocess import normalize
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page

INSIDE, WHY, SHAKE = range(3)
ASKED = 1000.0  # milliseconds


@pytest.fixture(scope="module")
def shipped():
    return load_model()


@pytest.fixture(scope="module")
def seventy_five(shipped):
    page = write_page([[255 - draw_digit(digit) for digit in (7, 5)]])
    return read_digits(page, model=shipped).digits


@pytest.fixture
def visit(seventy_five):
    return VisitorState(seventy_five)


def unpacked(text):
    return np.frombuffer(base64.b64decode(text), np.int8)


def when_seen(sample, embedding, model):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (near := sample.near(embedding, model)) is not None:
            return near
    pytest.fail("the sample was not seen within 30 seconds")


def is_empty(output):
    return output.keys() == {"at"}


def is_skipped(output):
    return output == gr.skip()


def test_closed_panels_get_nothing_and_cost_nothing(seventy_five):
    facts = Facts(None)  # no network, so nothing can be computed
    visit = VisitorState()
    handler = with_panels(facts, None, lambda model: (*EMPTY[:2], seventy_five, True))
    outputs = handler(ASKED, visit, None)
    answer, steps, drawn_last, picker, *panels = outputs
    assert answer.items() >= EMPTY[0].items() and not steps["steps"] and drawn_last
    assert picker.items() >= NO_CHOICE.items()
    assert len(panels) == 3 and all(map(is_empty, panels))
    assert visit.digits is seventy_five


def test_open_panels_follow_the_reading_that_comes_with_them(shipped, seventy_five):
    visit = VisitorState(opened={INSIDE})
    handler = with_panels(
        Facts(shipped), shipped, lambda model: (*EMPTY[:2], seventy_five, True)
    )
    picker, inside, why, shaken = handler(ASKED, visit, None)[3:]
    assert picker["signs"] == ["7", "5"] and picker["chosen"] == 0
    assert np.argmax(inside["logits"]) == 7
    assert is_empty(why) and is_empty(shaken)


def test_the_visitors_own_network_answers_in_the_panels_too(
    shipped, untrained, seventy_five
):
    read_by = []

    def read(model):
        read_by.append(model)
        return *EMPTY[:2], seventy_five, True

    handler = with_panels(Facts(shipped), shipped, read)
    inside = handler(ASKED, VisitorState(opened={INSIDE}), untrained)[4]
    assert read_by == [untrained]
    logits = untrained(normalize(torch.from_numpy(seventy_five[0].image)[None]))[0]
    assert inside["logits"] == pytest.approx(logits.tolist(), abs=0.006)


def test_facts_of_a_later_reading_say_that_they_were_asked_for_later(seventy_five):
    visit = VisitorState()
    handler = with_panels(
        Facts(None), None, lambda model: (*EMPTY[:2], seventy_five, True)
    )
    before, after = (handler(ASKED, visit, None) for _ in range(2))
    assert all(
        earlier["at"] < later["at"]
        for earlier, later in zip(before, after)
        if earlier is not True
    )


def test_a_reading_that_was_overtaken_changes_nothing(shipped, seventy_five):
    visit = VisitorState()
    facts = Facts(shipped)

    def slow(model):
        quick(ASKED + 1, visit, None)
        return "photo", "answer", "steps", (), True

    quick = with_panels(facts, shipped, lambda model: (*EMPTY[:2], seventy_five, False))
    photo, *rest = with_panels(facts, shipped, slow)(ASKED, visit, None)
    assert photo == "photo" and len(rest) == 7 and all(map(is_skipped, rest))
    assert visit.digits is seventy_five


def test_a_reading_that_was_asked_for_earlier_and_arrives_later_changes_nothing(
    shipped, seventy_five
):
    visit = VisitorState()
    photo, stroke = (
        with_panels(
            Facts(shipped), shipped, lambda model, of=digits: (*EMPTY[:2], of, True)
        )
        for digits in (seventy_five, ())
    )
    photo(ASKED, visit, None)
    assert all(map(is_skipped, stroke(ASKED - 1, visit, None)))
    assert visit.digits is seventy_five
    assert not any(map(is_skipped, stroke(ASKED + 1, visit, None)))
    assert visit.digits == ()


def test_a_panel_that_opens_is_filled_alone(shipped, visit):
    visit.opened.add(WHY)
    picker, inside, why, shaken = open_panel(SHAKE, Facts(shipped), visit, None)
    assert visit.opened == {WHY, SHAKE} and picker["signs"] == ["7", "5"]
    assert is_empty(inside) and is_skipped(why) and shaken["was"] == 7


def test_panels_without_a_digit_are_empty(shipped):
    _, *shown = Facts(shipped).of(VisitorState(opened={INSIDE, WHY, SHAKE}), None)
    assert all(map(is_empty, shown))


def test_the_picker_goes_with_the_last_panel(visit):
    visit.opened |= {INSIDE, WHY}
    assert is_skipped(close_panel(INSIDE, visit))
    assert close_panel(WHY, visit) == NO_CHOICE and not visit.opened


def test_another_digit_of_the_page_is_chosen(shipped, visit):
    visit.opened.add(INSIDE)
    picker, inside, *_ = choose_digit(Facts(shipped), {"chosen": 1}, visit, None)
    assert visit.chosen == 1 == picker["chosen"]
    assert np.argmax(inside["logits"]) == 5


@pytest.mark.parametrize(
    "forged", [{"chosen": 9}, {"chosen": "1"}, {"chosen": [1]}, {}, None, "1"]
)
def test_a_forged_choice_is_the_first_digit(shipped, visit, forged):
    choose_digit(Facts(shipped), forged, visit, None)
    assert visit.chosen == 0


def test_a_choice_that_is_no_more_shows_the_first(shipped, seventy_five):
    visit = VisitorState(seventy_five[:1], chosen=1)
    picker, inside, *_ = open_panel(INSIDE, Facts(shipped), visit, None)
    assert picker["chosen"] == 0 and np.argmax(inside["logits"]) == 7


def test_what_is_computed_last_has_seen_every_change(shipped, seventy_five):
    """A slider moves while a stroke is being read: the stroke's facts have its amount."""
    facts, visit = Facts(shipped), VisitorState(opened={SHAKE})
    moved = []

    def read(model):
        moved.append(shake_digit(facts, 40, 0, 0, 1, 0, 0, False, False, visit, None))
        return *EMPTY[:2], seventy_five, True

    shaken = with_panels(facts, shipped, read)(ASKED, visit, None)[-1]
    assert is_empty(moved[0]) and moved[0]["at"] <= shaken["at"]
    assert shaken["angle"] == 40 and shaken["was"] == 7


def test_every_layer_arrives_with_its_values(shipped, seventy_five):
    image = seventy_five[0].image
    facts = inside_facts(image, shipped)
    layers = shipped.layers(normalize(torch.from_numpy(image)[None]))
    assert list(facts["maps"]) == ["c1", "s2", "c3", "s4", "c5", "f6"]
    for name, text in facts["maps"].items():
        values = layers[name].flatten().tolist()
        assert unpacked(text) / 127 == pytest.approx(values, abs=0.5 / 127 + 1e-6)
    assert sum(facts["probabilities"]) == pytest.approx(1)


def test_the_first_stroke_never_waits_for_the_sample(shipped, seventy_five):
    sample = Sample()
    assert why_facts(seventy_five[0].image, shipped, sample)["near"] is None


def test_neighbours_are_digits_of_the_sample_with_their_labels(shipped, sample):
    image = sample.images[3210]
    looked = Sample()
    when_seen(looked, embed(shipped, image[None])[0], shipped)
    first, *others = why_facts(image.numpy(), shipped, looked)["near"]
    assert first["distance"] == 0 and first["label"] == int(sample.labels[3210])
    assert len(others) == 2 and all(other["distance"] > 0 for other in others)


def test_neighbours_are_each_networks_own(shipped, untrained, sample):
    looked, image = Sample(), sample.images[:1]
    first = when_seen(looked, embed(shipped, image)[0], shipped)
    second = when_seen(looked, embed(untrained, image)[0], untrained)
    assert [one.distance for one in first] != [one.distance for one in second]


def test_why_is_asked_again_for_the_picture_that_is_there(shipped, visit):
    visit.chosen = 1
    assert look_again(Facts(shipped), visit, None)["digit"] == 5


def test_the_map_of_falls_is_as_large_as_its_scale(shipped, seventy_five):
    facts = why_facts(seventy_five[0].image, shipped, Sample())
    assert np.abs(unpacked(facts["falls"]).astype(int)).max() == 127
    assert 0 < facts["most"] <= 100 and facts["left"] < facts["confidence"]


def test_the_sliders_shake_and_reset_lets_it_be(shipped, visit):
    facts = Facts(shipped)
    shaken = shake_digit(facts, 40, 0, 0, 1, 0, 0, False, False, visit, None)
    assert (
        visit.shake == Perturbation(angle=40) and shaken["digit"] == 1 != shaken["was"]
    )
    shown, *controls = reset_shake(facts, visit, None)
    assert visit.shake == Perturbation() and shown["digit"] == 7
    assert controls == [0, 0, 0, 1, 0, 0, False, False]


def test_the_unshaken_digit_stands_on_its_own_curve(shipped, seventy_five):
    facts = shake_facts(seventy_five[0].image, shipped, Perturbation(angle=20))
    place = facts["angles"].index(20)
    assert facts["right"] == pytest.approx(facts["confidences"][place], abs=1e-3)


@pytest.mark.parametrize("amount", [float("nan"), 700, None, "1"])
def test_forged_amounts_get_a_sentence(amount):
    with pytest.raises(gr.Error):
        settings_of([amount, 0, 0, 1, 0, 0, False, False])
