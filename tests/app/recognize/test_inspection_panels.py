"""The handlers of the panels: which panel is computed when, and for which digit."""

import gradio as gr
import numpy as np
import pytest

from lenet.app.recognize.handlers import EMPTY
from lenet.app.recognize.inspection_panels import (
    NUM_OUTPUTS,
    change_perturbation,
    close_panel,
    find_neighbors,
    open_panel,
    reset_perturbation,
    select_digit,
    with_panels,
)
from lenet.app.recognize.panel_facts import (
    EMPTY_PICKER,
    EXPLANATION,
    LAYERS,
    PERTURBATION,
    PanelFacts,
    VisitorState,
)
from lenet.evaluation.perturbation import Perturbation

NOW = 1000.0  # milliseconds of the page's clock


@pytest.fixture
def state(seventy_five):
    return VisitorState(seventy_five)


@pytest.fixture
def facts(shipped):
    return PanelFacts(shipped)


def reading(facts, digits, *, meanwhile=lambda: None):
    """Make a handler that reads `digits`; `meanwhile` is called while it reads."""

    def read(model):
        meanwhile()
        return *EMPTY[:2], digits, True

    return with_panels(facts, read)


def is_empty(output):
    return output.keys() == {"timestamp"}


def is_skipped(output):
    return output == gr.skip()


def test_a_reading_stores_its_digits_and_fills_no_closed_panel(seventy_five):
    state = VisitorState()
    read = reading(PanelFacts(None), seventy_five)
    answer, steps, drawn_last, picker, *panels = read(NOW, state, None)
    assert answer.items() >= EMPTY[0].items() and not steps["steps"] and drawn_last
    assert picker.items() >= EMPTY_PICKER.items() and all(map(is_empty, panels))
    assert state.digits is seventy_five


def test_open_panels_show_the_reading_that_fills_them(facts, seventy_five):
    state = VisitorState(open_panels={LAYERS})
    picker, layers, *others = reading(facts, seventy_five)(NOW, state, None)[3:]
    assert picker["digits"] == ["7", "5"] and picker["selected"] == 0
    assert np.argmax(layers["logits"]) == 7
    assert all(map(is_empty, others))


def test_the_visitors_own_network_reads(shipped, untrained):
    models = []

    def read(model):
        models.append(model)
        return *EMPTY, True

    handler = with_panels(PanelFacts(shipped), read)
    for own in (untrained, None):
        handler(NOW, VisitorState(), own)
    assert models == [untrained, shipped]


def test_a_later_reading_has_later_timestamps(seventy_five):
    state, read = VisitorState(), reading(PanelFacts(None), seventy_five)
    before, after = (read(NOW, state, None) for _ in range(2))
    assert all(
        earlier["timestamp"] < later["timestamp"]
        for earlier, later in zip(before, after)
        if earlier is not True
    )


def test_a_reading_changes_nothing_if_a_later_one_was_requested_meanwhile(
    facts, seventy_five
):
    state, later = VisitorState(), reading(facts, seventy_five)
    earlier = reading(facts, (), meanwhile=lambda: later(NOW + 1, state, None))
    outputs = earlier(NOW, state, None)
    assert len(outputs) == NUM_OUTPUTS and all(map(is_skipped, outputs))
    assert state.digits is seventy_five


def test_a_reading_that_arrives_late_changes_nothing(facts, seventy_five):
    state = VisitorState()
    photo, stroke = reading(facts, seventy_five), reading(facts, ())
    photo(NOW, state, None)
    assert all(map(is_skipped, stroke(NOW - 1, state, None)))
    assert state.digits is seventy_five
    assert not any(map(is_skipped, stroke(NOW + 1, state, None)))
    assert state.digits == ()


def test_a_panel_that_is_opened_is_filled_alone(facts, state):
    state.open_panels.add(EXPLANATION)
    picker, layers, explanation, perturbed = open_panel(
        PERTURBATION, facts, state, None
    )
    assert state.open_panels == {EXPLANATION, PERTURBATION}
    assert picker["digits"] == ["7", "5"] and perturbed["original_digit"] == 7
    assert is_empty(layers) and is_skipped(explanation)


def test_the_picker_is_empty_when_the_last_panel_is_closed(state):
    state.open_panels |= {LAYERS, EXPLANATION}
    assert is_skipped(close_panel(LAYERS, state))
    assert close_panel(EXPLANATION, state) == EMPTY_PICKER and not state.open_panels


def test_another_digit_of_the_page_is_selected(facts, state):
    state.open_panels.add(LAYERS)
    picker, layers, *_ = select_digit(facts, {"selected": 1}, state, None)
    assert state.selected == 1 == picker["selected"]
    assert np.argmax(layers["logits"]) == 5


@pytest.mark.parametrize(
    "forged", [{"selected": 9}, {"selected": "1"}, {"selected": [1]}, {}, None, "1"]
)
def test_a_forged_selection_is_the_first_digit(facts, state, forged):
    select_digit(facts, forged, state, None)
    assert state.selected == 0


def test_a_selected_digit_that_is_gone_gives_way_to_the_first(facts, seventy_five):
    state = VisitorState(seventy_five[:1], selected=1)
    picker, layers, *_ = open_panel(LAYERS, facts, state, None)
    assert picker["selected"] == 0 and np.argmax(layers["logits"]) == 7


def test_a_reading_uses_a_slider_that_moved_meanwhile(facts, seventy_five):
    state, moved = VisitorState(open_panels={PERTURBATION}), []

    def move_slider():
        values = 40, 0, 0, 1, 0, 0, False, False
        moved.append(change_perturbation(facts, *values, state, None))

    read = reading(facts, seventy_five, meanwhile=move_slider)
    perturbed = read(NOW, state, None)[-1]
    assert is_empty(moved[0]) and moved[0]["timestamp"] <= perturbed["timestamp"]
    assert perturbed["angle"] == 40 and perturbed["original_digit"] == 7


def test_neighbors_are_found_for_the_selected_digit(facts, state):
    state.selected = 1
    assert find_neighbors(facts, state, None)["digit"] == 5


def test_the_controls_perturb_the_digit_and_reset_restores_it(facts, state):
    values = 40, 0, 0, 1, 0, 0, False, False
    perturbed = change_perturbation(facts, *values, state, None)
    assert state.perturbation == Perturbation(angle=40)
    assert perturbed["digit"] == 1 != perturbed["original_digit"]
    restored, *controls = reset_perturbation(facts, state, None)
    assert state.perturbation == Perturbation() and restored["digit"] == 7
    assert controls == [0, 0, 0, 1, 0, 0, False, False]
