"""What the panels below the answer show one visitor, computed for the open panels only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import gradio as gr

from lenet.app.ordering import timestamp
from lenet.app.recognize.explanation import SampleEmbeddings, explanation_facts
from lenet.app.recognize.layers import layers_facts
from lenet.app.recognize.perturbation import perturbation_facts
from lenet.app.serving.workers import run_in_worker
from lenet.evaluation.perturbation import Perturbation
from lenet.model import LeNet5
from lenet.reading.found import FoundDigit

PANELS = ("layers", "explanation", "perturbation")
LAYERS, EXPLANATION, PERTURBATION = range(len(PANELS))
EMPTY_PICKER: dict[str, Any] = {"digits": [], "selected": 0}


@dataclass
class VisitorState:
    """What the panels of one visitor are about.

    Handlers change it in place: while a stroke is read, a slider may move, and each
    handler must see what the other has changed.

    Attributes:
        digits: The digits of the last picture.
        selected: The index of the digit that the panels are about.
        perturbation: What the third panel does to that digit.
        open_panels: Indices into PANELS.
        requested_at: When the page requested the last reading, in milliseconds of its
            own clock. Requests may arrive in another order.
        read_at: The timestamp of the answer that `digits` belong to.
    """

    digits: tuple[FoundDigit, ...] = ()
    selected: int = 0
    perturbation: Perturbation = field(default_factory=Perturbation)
    open_panels: set[int] = field(default_factory=set)
    requested_at: float = 0
    read_at: int = 0


class PanelFacts:
    """Computes what the panels show, by the visitor's own network or by `shipped`."""

    def __init__(self, shipped: LeNet5) -> None:
        self.shipped, self._sample = shipped, SampleEmbeddings()

    def compute(
        self,
        state: VisitorState,
        own: LeNet5 | None,
        panels: Iterable[int] | None = None,
    ) -> list[Any]:
        """Give the values of the digit picker and of each panel.

        Closed panels are emptied. gr.skip() would make strokes slower: Gradio makes the
        component anew for it.

        Args:
            own: The visitor's own network, or None.
            panels: Indices into PANELS of those to fill; None takes the open ones.
        """
        panels = set(state.open_panels if panels is None else panels)
        if not panels:
            now = timestamp()
            return [EMPTY_PICKER | now, *[now] * len(PANELS)]
        return run_in_worker(self._compute, state, own or self.shipped, panels)

    def _compute(
        self, state: VisitorState, model: LeNet5, panels: set[int]
    ) -> list[Any]:
        # The time is taken before the state is read. The page keeps the facts with the
        # latest time, and those have seen every change of the state.
        now = timestamp()
        digits, perturbation = state.digits, state.perturbation
        selected = state.selected if state.selected < len(digits) else 0
        image = digits[selected].image if digits else None
        functions = (
            partial(layers_facts, image, model),
            partial(explanation_facts, image, model, self._sample),
            partial(perturbation_facts, image, model, perturbation),
        )
        symbols = [found.prediction.symbol for found in digits]
        unchanged = {panel: gr.skip() for panel in state.open_panels}
        facts = [
            now | function() if panel in panels else unchanged.get(panel, now)
            for panel, function in enumerate(functions)
        ]
        return [now | {"digits": symbols, "selected": selected}, *facts]
