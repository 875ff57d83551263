import pytest

from lenet.app.recognize.panel_facts import (
    EMPTY_PICKER,
    EXPLANATION,
    LAYERS,
    PERTURBATION,
    PanelFacts,
    VisitorState,
)


def is_empty(facts) -> bool:
    return facts.keys() == {"timestamp"}


def test_closed_panels_are_empty_and_cost_nothing(seventy_five):
    facts = PanelFacts(None)  # no network, so nothing can be computed
    picker, *panels = facts.compute(VisitorState(seventy_five), None)
    assert picker.items() >= EMPTY_PICKER.items()
    assert len(panels) == 3 and all(map(is_empty, panels))


def test_panels_without_a_digit_are_empty(shipped):
    state = VisitorState(open_panels={LAYERS, EXPLANATION, PERTURBATION})
    _, *panels = PanelFacts(shipped).compute(state, None)
    assert all(map(is_empty, panels))


def test_the_visitors_own_network_answers_in_the_panels(
    shipped, untrained, seventy_five
):
    state = VisitorState(seventy_five, open_panels={LAYERS})
    own, page = (
        PanelFacts(shipped).compute(state, model)[1 + LAYERS]["logits"]
        for model in (untrained, None)
    )
    assert own == pytest.approx(PanelFacts(untrained).compute(state, None)[1]["logits"])
    assert own != pytest.approx(page)
