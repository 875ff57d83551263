"""Pictures of many kinds are read as text; the benchmark kinds.py counts them."""

import pytest

from lenet.reading.page import read_digits
from tests.kinds import KINDS, Writer, make_writer

PICTURES = 8
# Fewer of these are read; the benchmark tells how many.
HARD = {"coloured_ink_on_gradient", "broken_strokes", "dotted"}


@pytest.fixture(scope="module")
def writer() -> Writer:
    return make_writer(seed=2)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_most_pictures_of_a_kind_are_read(kind, writer):
    pairs = [kind(writer) for _ in range(PICTURES)]
    answers = [(read_digits(picture).text, text) for picture, text in pairs]
    least = PICTURES // 4 if kind.__name__ in HARD else PICTURES - 2
    assert sum(answer == text for answer, text in answers) >= least, answers
