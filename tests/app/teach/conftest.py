"""What the tests of teaching share: the shipped network, digits that were read."""

import pytest

from lenet.predict import read_digits
from lenet.reading.found import FoundDigit
from tests.handwriting import draw_digit


@pytest.fixture(scope="session")
def read(shipped) -> dict[int, FoundDigit]:
    """A few drawn digits as the shipped network reads them."""
    pictures = {digit: draw_digit(digit) for digit in (3, 5, 7)}
    return {
        digit: read_digits(picture, model=shipped).digits[0]
        for digit, picture in pictures.items()
    }
