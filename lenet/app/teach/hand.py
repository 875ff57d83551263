"""What a visitor has taught: the examples, and the network that has learned them."""

import asyncio
import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from torch import Tensor

from lenet.app.html_part import Facts
from lenet.app.session import SessionEntry
from lenet.model import LeNet5
from lenet.reading.classify import Prediction
from lenet.training.examples import Example, classify_examples
from lenet.training.teach import teach

MAX_HANDS = 200  # of visitors; 50 examples and a network take 300 KB
MAX_EXAMPLES = 50  # of a visitor


class CannotTeach(Exception):
    """Nothing was taught; the text with the `key` and its `values` say why."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(eq=False)
class Hand(SessionEntry):
    """The examples of one visitor.

    Attributes:
        base: The network that was in use before the first example; None until then.
        base_mark: What its mark tells; None for the page's own network.
        measured_base, base_errors: The network that was evaluated last, and how many
            held-out digits it misreads; the taught network is compared with it.
        model: A copy of `base` that was taught all examples; None without examples.
        answers: Its answer to each example.
        version: Counts the changes.
        lock: Held while the examples change.
    """

    examples: tuple[Example, ...] = ()
    base: LeNet5 | None = None
    base_mark: Facts | None = None
    measured_base: LeNet5 | None = None
    base_errors: int = 0
    model: LeNet5 | None = None
    answers: tuple[Prediction, ...] = ()
    version: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_busy(self) -> bool:
        return self.lock.locked()

    def forget(self) -> None:
        """Remove all examples and the network that was taught them."""
        self.examples, self.answers, self.model = (), (), None
        self.version += 1

    @property
    def num_read(self) -> int:
        """How many examples the network reads correctly, and is sure of."""
        return sum(map(is_read, self.examples, self.answers))


def is_read(example: Example, answer: Prediction) -> bool:
    """Tell whether an answer is right: the digit, or no digit at all."""
    return (answer.digit if answer.is_confident else None) == example.label


def with_example(examples: Sequence[Example], example: Example) -> tuple[Example, ...]:
    """Add an example; one with the same image gets the new label instead."""
    for place, one in enumerate(examples):
        if np.array_equal(one.image, example.image):
            return (*examples[:place], example, *examples[place + 1 :])
    return (*examples, example)


def teach_copy(
    base: LeNet5, examples: Sequence[Example], replay: Tensor | None = None
) -> tuple[LeNet5, tuple[Prediction, ...]]:
    """Teach a copy of `base` all examples; return it and its answers to them.

    Args:
        replay: As teach has it.
    """
    model = copy.deepcopy(base)
    for _ in teach(model, examples, replay=replay):
        pass
    return model, tuple(classify_examples(model, examples))
