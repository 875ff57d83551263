"""The panels below the answer: inside the network, why this answer, shake it.

A reading's own event carries what the open ones show, so a stroke makes no request more
than before; closed ones are not computed, and empty.
"""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.ordering import now
from lenet.app.own_model import OwnModel, with_model
from lenet.app.recognize.explanation import Sample, why_facts, why_panel
from lenet.app.recognize.layers import inside_facts, inside_panel
from lenet.app.recognize.perturbation import (
    settings_of,
    shake_controls,
    shake_facts,
    shake_panel,
)
from lenet.app.serving.workers import run_in_worker
from lenet.app.texts import TEXTS, scripted
from lenet.evaluation.perturbation import Perturbation
from lenet.model import LeNet5
from lenet.reading.page import FoundDigit

PANELS = ("inside", "why", "shake")
INSIDE, WHY, SHAKE = range(len(PANELS))
# An event's script that tells when it was asked for, in the first of Look's states.
STAMP_REQUEST_JS = (
    "(...given) => { given.splice(-3, 1, performance.now()); return given; }"
)
FOLLOWED = 3 + 1 + len(PANELS)  # answer, steps, what came last; the picker, the panels
PICKER_MARKUP = '<p data-text="title"></p><div class="signs"></div>'
NO_CHOICE: dict[str, Any] = {"signs": [], "chosen": 0}


@dataclass
class VisitorState:
    """What one visitor's panels show.

    It is changed where it stands: a slider and a stroke may be under way at once, and
    each has to know what the other did.

    Attributes:
        digits: Those of the last reading.
        chosen: The place among them of the one that the panels are about.
        shake: What happens to it in the third panel.
        opened: Places in PANELS of the open ones.
        asked: When the last reading was asked for, in the page's own milliseconds:
            questions may arrive in another order.
    """

    digits: tuple[FoundDigit, ...] = ()
    chosen: int = 0
    shake: Perturbation = field(default_factory=Perturbation)
    opened: set[int] = field(default_factory=set)
    asked: float = 0


class Facts:
    """Gives what the panels show; the shipped network answers for most visitors."""

    def __init__(self, shipped: LeNet5) -> None:
        self._shipped, self._sample = shipped, Sample()

    def of(
        self,
        visit: VisitorState,
        own: LeNet5 | None,
        panels: Iterable[int] | None = None,
    ) -> list[Any]:
        """Give the picker's value and each panel's; closed ones are emptied.

        Skipping them would cost a stroke more: Gradio makes a component anew for it.

        Args:
            own: The visitor's own network, or None.
            panels: Places in PANELS of those to fill; None takes the open ones.
        """
        panels = set(visit.opened if panels is None else panels)
        if not panels:
            seen = now()
            return [NO_CHOICE | seen, *[seen] * len(PANELS)]
        return run_in_worker(self._computed, visit, own or self._shipped, panels)

    def _computed(
        self, visit: VisitorState, model: LeNet5, panels: set[int]
    ) -> list[Any]:
        # Looked at before the visit is: the page keeps what was computed last, and that
        # has seen every change.
        seen = now()
        digits, shake = visit.digits, visit.shake
        chosen = visit.chosen if visit.chosen < len(digits) else 0
        image = digits[chosen].image if digits else None
        makers = (
            partial(inside_facts, image, model),
            partial(why_facts, image, model, self._sample),
            partial(shake_facts, image, model, shake),
        )
        signs = [found.prediction.symbol for found in digits]
        kept = {panel: gr.skip() for panel in visit.opened}
        shown = [
            seen | make() if panel in panels else kept.get(panel, seen)
            for panel, make in enumerate(makers)
        ]
        return [seen | {"signs": signs, "chosen": chosen}, *shown]


class InspectionPanels(NamedTuple):
    """The panels, for readings to feed.

    Attributes:
        states: The last inputs of a reading, whose event has ASKS as its script.
        shown: The last outputs of one: the picker and the panels.
        followed: Turns a handler, which takes the network as `model` and gives the
            answer, the steps, the digits and one thing more last, into one that takes
            the states instead, keeps the digits, and gives what is shown. A reading
            changes nothing if one that was asked for later has begun; the page tells
            the answers that another overtakes on their way back.
    """

    states: list[gr.components.Component]
    shown: list[gr.HTML]
    with_panels: Callable[[Callable[..., Any]], Callable[..., Any]]


def inspection_panels(shipped: LeNet5, own: OwnModel) -> InspectionPanels:
    """Lay out the panels inside the current Blocks, closed, and wire them."""
    visit = gr.State(VisitorState())
    states = [visit, own.model]
    picker = gr.HTML(
        NO_CHOICE,
        html_template=PICKER_MARKUP,
        elem_id="chosen",
        **scripted("chosen", "ordering.js", "recognize/digit_picker.js"),
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
        "queue": False,
        "trigger_mode": "always_last",
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    for panel, fold in enumerate((inside_fold, why_fold, shake_fold)):
        fold.expand(partial(open_panel, panel, facts), states, shown, **quiet)
        fold.collapse(partial(close_panel, panel), visit, picker, **quiet)
    picker.input(partial(choose_digit, facts), [picker, *states], shown, **quiet)
    why.input(partial(look_again, facts), states, why, **quiet)
    for control in controls:
        control.input(
            partial(shake_digit, facts), [*controls, *states], shaken, **quiet
        )
    reset.click(partial(reset_shake, facts), states, [shaken, *controls], **quiet)
    asked = gr.Number(0, visible=False)
    return InspectionPanels(
        [asked, *states], shown, partial(with_panels, facts, shipped)
    )


def with_panels(
    facts: Facts, shipped: LeNet5, handler: Callable[..., Any]
) -> Callable[..., Any]:
    """Let the open panels follow what `handler` reads; Look says how."""
    read = with_model(handler, shipped)

    def follow(*inputs: Any) -> tuple[Any, ...]:
        *given, asked, visit, own = inputs
        begun = now()
        visit.asked = max(visit.asked, asked)
        *others, answer, steps, digits, drawn_last = read(*given, own)
        if visit.asked > asked:
            return *others, *[gr.skip()] * FOLLOWED
        visit.digits = digits
        answer, steps = begun | answer, begun | {"steps": steps}
        return *others, answer, steps, drawn_last, *facts.of(visit, own)

    return follow


def open_panel(
    panel: int, facts: Facts, visit: VisitorState, own: LeNet5 | None
) -> list[Any]:
    """Fill a panel that opens."""
    visit.opened.add(panel)
    return facts.of(visit, own, [panel])


def close_panel(panel: int, visit: VisitorState) -> Any:
    """Leave a panel as it is from now on; with the last one the picker goes."""
    visit.opened.discard(panel)
    return gr.skip() if visit.opened else NO_CHOICE


def choose_digit(
    facts: Facts, picked: Any, visit: VisitorState, own: LeNet5 | None
) -> list[Any]:
    """Show another digit of the same picture."""
    place = picked.get("chosen") if isinstance(picked, dict) else 0
    visit.chosen = place if place in range(len(visit.digits)) else 0
    return facts.of(visit, own)


def look_again(facts: Facts, visit: VisitorState, own: LeNet5 | None) -> Any:
    """Say why anew, now that the network may have seen the sample."""
    return facts.of(visit, own, [WHY])[1 + WHY]


def shake_digit(facts: Facts, *inputs: Any) -> Any:
    """Shake the digit as the controls say."""
    *amounts, visit, own = inputs
    visit.shake = settings_of(amounts)
    return facts.of(visit, own, [SHAKE])[1 + SHAKE]


def reset_shake(facts: Facts, visit: VisitorState, own: LeNet5 | None) -> list[Any]:
    """Put the controls back and leave the digit as it is written."""
    visit.shake = Perturbation()
    shaken = facts.of(visit, own, [SHAKE])[1 + SHAKE]
    return [shaken, *astuple(visit.shake)]
