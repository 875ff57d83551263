"""The panels below the answer: inside the network, why this answer, shake it.

A reading's own event carries what the open ones show, so a stroke makes no request more
than before; closed ones are neither computed nor sent.
"""

from collections.abc import Callable
from dataclasses import astuple
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.inside import inside_facts, inside_panel
from lenet.app.own import OwnNetwork, answered_by
from lenet.app.reader import on_one_core
from lenet.app.shake import settings_of, shake_controls, shake_facts, shake_panel
from lenet.app.texts import TEXTS, scripted
from lenet.app.why import Sample, why_facts, why_panel
from lenet.model import LeNet5
from lenet.reading import FoundDigit
from lenet.shake import Shake

PANELS = ("inside", "why", "shake")
INSIDE, WHY, SHAKE = range(len(PANELS))
PICKER_MARKUP = '<p data-text="title"></p><div class="signs"></div>'
STATES = len(PANELS) + 4  # of a View
NO_CHOICE: dict[str, Any] = {"signs": [], "chosen": 0}


class View(NamedTuple):
    """What the panels show: the values of Look.states, in their order.

    Attributes:
        digits: Those of the last reading.
        chosen: The place among them of the one that the panels are about.
        shake: What happens to it in the third panel.
        own: The visitor's own network, or None.
        opened: Which of PANELS are open.
    """

    digits: tuple[FoundDigit, ...]
    chosen: int
    shake: Shake
    own: LeNet5 | None
    opened: tuple[bool, ...]

    @classmethod
    def of(cls, states: tuple[Any, ...]) -> "View":
        digits, chosen, shake, own, *opened = states
        return cls(digits, chosen, shake, own, tuple(opened))

    def only(self, panel: int) -> "View":
        """Give the same with one panel open alone."""
        return self._replace(opened=tuple(n == panel for n in range(len(PANELS))))


class Facts:
    """Gives what the panels show of a View; the shipped network answers for most."""

    def __init__(self, shipped: LeNet5) -> None:
        self._shipped, self._sample = shipped, Sample()

    def of(self, view: View) -> list[Any]:
        """Give the picker's value and each panel's; a closed one keeps what it has."""
        if not any(view.opened):
            return [gr.skip()] * (1 + len(PANELS))
        return on_one_core(self._computed, view)

    def _computed(self, view: View) -> list[Any]:
        model = view.own or self._shipped
        chosen = view.chosen if view.chosen < len(view.digits) else 0
        image = view.digits[chosen].image if view.digits else None
        makers = (
            partial(inside_facts, image, model),
            partial(why_facts, image, model, self._sample),
            partial(shake_facts, image, model, view.shake),
        )
        signs = [found.prediction.sign for found in view.digits]
        shown = [
            make() if is_open else gr.skip()
            for make, is_open in zip(makers, view.opened)
        ]
        return [{"signs": signs, "chosen": chosen}, *shown]


class Look(NamedTuple):
    """The panels, for readings to feed.

    Attributes:
        digits: A state; a reading gives its digits to it, last but one of its outputs.
        states: The last inputs of a reading, for View.of.
        shown: The last outputs of one: the picker and the panels.
        followed: Turns a handler, which takes the network as `model`, into one that
            takes the states instead, and gives what is shown too.
    """

    digits: gr.State
    states: list[gr.State]
    shown: list[gr.HTML]
    followed: Callable[[Callable[..., Any]], Callable[..., Any]]


def look_inside(shipped: LeNet5, own: OwnNetwork) -> Look:
    """Lay out the panels inside the current Blocks, closed, and wire them."""
    digits, chosen, shake = gr.State(()), gr.State(0), gr.State(Shake())
    opened = [gr.State(False) for _ in PANELS]
    states = [digits, chosen, shake, own.model, *opened]
    picker = gr.HTML(
        NO_CHOICE,
        html_template=PICKER_MARKUP,
        elem_id="chosen",
        **scripted("chosen", "chosen.js"),
    )
    folds = {"open": False, "elem_classes": "look-fold"}
    with gr.Accordion(TEXTS("inside"), elem_id="inside", **folds) as inside_fold:
        inside = inside_panel(shipped)
    with gr.Accordion(TEXTS("why"), elem_id="why", **folds) as why_fold:
        why = why_panel()
    with gr.Accordion(TEXTS("shake"), elem_id="shake", **folds) as shake_fold:
        shaken = shake_panel()
        with gr.Row(elem_id="shake-controls"):
            controls = shake_controls()
        reset = gr.Button(TEXTS("shake_reset"), elem_id="shake-reset")
    shown = [picker, inside, why, shaken]
    facts = Facts(shipped)
    quiet = {
        "trigger_mode": "always_last",
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    for panel, fold in enumerate((inside_fold, why_fold, shake_fold)):
        fold.expand(
            partial(open_panel, panel, facts), states, [opened[panel], *shown], **quiet
        )
        fold.collapse(
            partial(close_panel, panel), opened, [opened[panel], picker], **quiet
        )
    picker.input(
        partial(choose_digit, facts), [picker, *states], [chosen, *shown], **quiet
    )
    why.input(partial(look_again, facts), states, why, **quiet)
    for control in controls:
        control.input(
            partial(shake_digit, facts), [*controls, *states], [shake, shaken], **quiet
        )
    reset.click(
        partial(reset_shake, facts), states, [shake, shaken, *controls], **quiet
    )
    return Look(digits, states, shown, partial(followed, facts, shipped))


def followed(
    facts: Facts, shipped: LeNet5, handler: Callable[..., Any]
) -> Callable[..., Any]:
    """Let the open panels follow what `handler` reads; Look says how."""
    read = answered_by(handler, shipped)

    def answer(*inputs: Any) -> tuple[Any, ...]:
        given, states = inputs[:-STATES], inputs[-STATES:]
        view = View.of(states)
        outputs = read(*given, view.own)
        return *outputs, *facts.of(view._replace(digits=outputs[-2]))

    return answer


def open_panel(panel: int, facts: Facts, *states: Any) -> tuple[Any, ...]:
    """Fill a panel that opens."""
    return True, *facts.of(View.of(states).only(panel))


def close_panel(panel: int, *opened: bool) -> tuple[Any, ...]:
    """Leave a panel as it is from now on; with the last one the picker goes."""
    others = any(is_open for n, is_open in enumerate(opened) if n != panel)
    return False, gr.skip() if others else NO_CHOICE


def choose_digit(facts: Facts, picked: Any, *states: Any) -> tuple[Any, ...]:
    """Show another digit of the same picture."""
    view = View.of(states)
    places = range(len(view.digits))
    place = picked.get("chosen") if isinstance(picked, dict) else 0
    chosen = place if place in places else 0
    return chosen, *facts.of(view._replace(chosen=chosen))


def look_again(facts: Facts, *states: Any) -> Any:
    """Say why anew, now that the network may have seen the sample."""
    return facts.of(View.of(states).only(WHY))[1 + WHY]


def shake_digit(facts: Facts, *inputs: Any) -> tuple[Any, ...]:
    """Shake the digit as the controls say."""
    view = View.of(inputs[-STATES:])
    shake = settings_of(inputs[:-STATES])
    return shake, facts.of(view._replace(shake=shake).only(SHAKE))[1 + SHAKE]


def reset_shake(facts: Facts, *states: Any) -> tuple[Any, ...]:
    """Put the controls back and leave the digit as it is written."""
    still = Shake()
    view = View.of(states)._replace(shake=still).only(SHAKE)
    return still, facts.of(view)[1 + SHAKE], *astuple(still)
