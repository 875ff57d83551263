"""The handlers that teach: each changes a visitor's examples and teaches all of them.

The network that was in use before is taught anew every time, so an example that is
taken back leaves no trace.
"""

import asyncio
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts, checked_index
from lenet.app.own_model import NetworksInUse
from lenet.app.recognize.panel_facts import VisitorState
from lenet.app.serving.workers import submit_teaching
from lenet.app.session import SessionStore
from lenet.app.teach.correction import outcome_facts, problem_facts
from lenet.app.teach.hand import (
    MAX_EXAMPLES,
    MAX_HANDS,
    Hand,
    teach_copy,
    with_example,
)
from lenet.model import NUM_CLASSES, LeNet5
from lenet.training.examples import Example

MAX_WAITING = 40  # visitors who are being taught or wait for it
Examples = tuple[Example, ...]
Updates = tuple[Any, ...]  # the correction's outcome, and OwnModel.outputs


class Busy(Exception):
    """Too many visitors teach at the same time."""


class TeachHandlers:
    """The handlers of one page, which know what its visitors have taught.

    Args:
        shipped: The page's own network.
        networks: The own networks of all visitors.
    """

    def __init__(self, shipped: LeNet5, networks: NetworksInUse) -> None:
        self._shipped, self._networks = shipped, networks
        self.hands = SessionStore(Hand, MAX_HANDS)
        self._num_waiting = 0

    async def correct(
        self,
        event: gr.EventData,
        session: Any,
        state: VisitorState,
        own: LeNet5 | None,
    ) -> Updates:
        """Teach what a digit of the last picture is, as the page's script says."""
        tap, digits = event._data, state.digits
        if not isinstance(tap, dict) or tap.get("label", "") is not None:
            label = checked_index(tap, "label", NUM_CLASSES)
        else:
            label = None
        if tap.get("answer") != state.read_at or not digits:
            return problem_facts("changed"), *self._unchanged
        index = checked_index(tap, "index", len(digits))
        example = Example(digits[index].image, label)
        hand = self.hands.find_or_add(session)
        try:
            async with hand.lock:
                examples = with_example(hand.examples, example)
                if len(examples) > MAX_EXAMPLES:
                    problem = problem_facts("full", count=MAX_EXAMPLES)
                    return problem, *self._unchanged
                await self._teach(hand, examples, session, own)
        except Busy:
            return problem_facts("busy"), *self._unchanged
        place = next(i for i, one in enumerate(examples) if one is example)
        outcome = outcome_facts(example, digits[index].prediction, hand.answers[place])
        return outcome, *self._networks.use(session, hand.model, _mark(hand))

    async def _teach(
        self, hand: Hand, examples: Examples, session: Any, own: LeNet5 | None
    ) -> None:
        """Teach the network in use, or the one before its examples, all of `examples`.

        Raises:
            Busy: Too many wait already. Nothing has changed.
        """
        if self._num_waiting >= MAX_WAITING:
            raise Busy
        base, mark = hand.base, hand.base_mark
        if own is None or own is not hand.model:
            base, mark = own or self._shipped, None
            if own is not None and (used := self._networks.find(session)):
                mark = used.mark
        self._num_waiting += 1
        try:
            taught = submit_teaching(teach_copy, base, examples)
            hand.model, hand.answers = await asyncio.wrap_future(taught)
        finally:
            self._num_waiting -= 1
        hand.base, hand.base_mark, hand.examples = base, mark, examples
        hand.version += 1

    @property
    def _unchanged(self) -> Updates:
        return (gr.skip(),) * 3


def _mark(hand: Hand) -> Facts:
    """Give what the mark tells; the version makes the picture be read again."""
    return {"taught": len(hand.examples), "version": hand.version}
