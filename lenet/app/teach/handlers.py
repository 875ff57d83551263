"""The handlers that teach: each changes a visitor's examples and teaches all of them.

The network that was in use before is taught anew every time, so an example that is
taken back leaves no trace.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import gradio as gr

from lenet.app.html_part import Facts, checked_index
from lenet.app.own_model import NetworksInUse, unchanged
from lenet.app.recognize.panel_facts import VisitorState
from lenet.app.serving.workers import submit_in_background
from lenet.app.session import SessionStore
from lenet.app.teach.archive import read_archive
from lenet.app.teach.correction import outcome_facts, problem_facts
from lenet.app.teach.hand import (
    MAX_EXAMPLES,
    MAX_HANDS,
    CannotTeach,
    Hand,
    with_example,
)
from lenet.app.teach.hand_panel import details_facts, hand_facts
from lenet.app.teach.teacher import Teacher
from lenet.data.splits import EvaluationDigits
from lenet.model import NUM_CLASSES, LeNet5
from lenet.training.examples import Example

Updates = tuple[Any, ...]  # hand_facts and the values of OwnModel.outputs


class TeachHandlers:
    """The handlers of one page, which know what its visitors have taught.

    The input `session` is what the session part sends, and `own` the visitor's own
    network, or None.

    Args:
        shipped: The page's own network.
        networks: The own networks of all visitors.
        load_digits: Gives the digits that tell what was forgotten.
    """

    def __init__(
        self,
        shipped: LeNet5,
        networks: NetworksInUse,
        load_digits: Callable[[], EvaluationDigits],
    ) -> None:
        self._teacher, self._networks = Teacher(shipped), networks
        self._load_digits = load_digits
        self.hands = SessionStore(Hand, MAX_HANDS)

    async def correct(
        self,
        event: gr.EventData,
        session: Any,
        state: VisitorState,
        own: LeNet5 | None,
    ) -> Updates:
        """Teach what a digit of the last picture is; the outcome is the first value."""
        tap, digits = event._data, state.digits
        is_digit = not isinstance(tap, dict) or tap.get("label", "") is not None
        label = checked_index(tap, "label", NUM_CLASSES) if is_digit else None
        if tap.get("answer") != state.read_at or not digits:
            return problem_facts(CannotTeach("correction.changed")), *_all_unchanged()
        found = digits[checked_index(tap, "index", len(digits))]
        example = Example(found.image, label)
        hand = self.hands.find_or_add(session)
        async with hand.lock:
            try:
                updates = await self._add(hand, [example], session, own)
            except CannotTeach as error:
                return problem_facts(error), *_all_unchanged()
            after = hand.answers[[one is example for one in hand.examples].index(True)]
            return outcome_facts(example, found.prediction, after), *updates

    async def upload(
        self, event: gr.EventData, session: Any, own: LeNet5 | None
    ) -> Updates:
        """Teach the examples of a file that was downloaded here before."""
        content = event._data.get("zip") if isinstance(event._data, dict) else None
        hand = self.hands.find_or_add(session)
        async with hand.lock:
            try:
                examples = await asyncio.to_thread(read_archive, content, MAX_EXAMPLES)
                return await self._add(hand, examples, session, own)
            except CannotTeach as error:
                return _told(hand, own, error)

    async def take_back(
        self, event: gr.EventData, session: Any, own: LeNet5 | None
    ) -> Updates:
        """Take one example back, or all if the page does not say which."""
        hand = self.hands.find(session)
        if hand is None:
            return _all_unchanged()
        async with hand.lock:
            rest: tuple[Example, ...] = ()
            if isinstance(event._data, dict) and "index" in event._data:
                if event._data.get("version") != hand.version:
                    return _told(hand, own)
                index = checked_index(event._data, "index", len(hand.examples))
                rest = (*hand.examples[:index], *hand.examples[index + 1 :])
            is_used = _is_used(hand, own)
            try:
                await self._teach(hand, rest, session, hand.model)
            except CannotTeach as error:
                return _told(hand, own, error)
            return self._use(hand, session) if is_used else _told(hand, own)

    def use(self, session: Any) -> Updates:
        """Let the network that was taught answer again."""
        hand = self.hands.find(session)
        return self._use(hand, session) if hand and hand.model else _all_unchanged()

    def show(self, session: Any, own: LeNet5 | None) -> Facts:
        """Show a page that was loaded again, or uses another network, the examples."""
        hand = self.hands.find(session)
        return hand_facts(hand, in_use=_is_used(hand, own)) if hand else gr.skip()

    async def measure(self, session: Any) -> Facts:
        """Give the examples with the details.

        They take a while, in which the visitor may go back to another network.
        """
        hand = self.hands.find(session)
        if hand is None or hand.model is None:
            return gr.skip()
        version = hand.version
        measuring = submit_in_background(
            lambda: details_facts(hand, self._load_digits())
        )
        details = await asyncio.wrap_future(measuring)
        if version != hand.version:
            return gr.skip()  # the page asks again
        used = self._networks.find(session)
        facts = hand_facts(hand, in_use=_is_used(hand, used and used.model))
        return facts | {"details": details}

    async def _add(
        self, hand: Hand, added: Sequence[Example], session: Any, own: LeNet5 | None
    ) -> Updates:
        examples = reduce(with_example, added, hand.examples)
        if len(examples) > MAX_EXAMPLES:
            raise CannotTeach("correction.full", count=MAX_EXAMPLES)
        await self._teach(hand, examples, session, own)
        return self._use(hand, session)

    async def _teach(
        self,
        hand: Hand,
        examples: tuple[Example, ...],
        session: Any,
        own: LeNet5 | None,
    ) -> None:
        """Teach the network in use, or the one before its examples, all of `examples`.

        Raises:
            CannotTeach: Too many wait already. Nothing has changed.
        """
        if not examples:
            hand.forget()
            return
        base, mark = hand.base, hand.base_mark
        if own is None or own is not hand.model:
            base, mark = own or self._teacher.shipped, None
            if own is not None and (used := self._networks.find(session)):
                mark = used.mark
        model, answers = await self._teacher.teach(base, examples)
        hand.base, hand.base_mark = base, mark
        hand.examples, hand.model, hand.answers = examples, model, answers
        hand.version += 1

    def _use(self, hand: Hand, session: Any) -> Updates:
        """Let the taught network answer, or without examples the one before them."""
        facts = hand_facts(hand, in_use=hand.model is not None)
        if hand.model:
            # With the version, the mark changes, and the picture is read again.
            mark = {"taught": len(hand.examples), "version": hand.version}
            return facts, *self._networks.use(session, hand.model, mark)
        if hand.base_mark:
            return facts, *self._networks.use(session, hand.base, hand.base_mark)
        return facts, *self._networks.forget(session)


def _is_used(hand: Hand, own: LeNet5 | None) -> bool:
    return own is not None and own is hand.model


def _told(hand: Hand, own: LeNet5 | None, error: CannotTeach | None = None) -> Updates:
    """Show the examples, and why nothing was taught; the same network answers."""
    facts = hand_facts(hand, in_use=_is_used(hand, own))
    problem = {"problem": error.key, "values": error.values} if error else {}
    return facts | problem, *unchanged()


def _all_unchanged() -> Updates:
    return gr.skip(), *unchanged()
