"""What is found on a picture: digits, signs between them, and the reading of it all."""

from dataclasses import dataclass, field
from typing import Any

from lenet.imaging.grayscale import GrayImage
from lenet.imaging.preprocess import Page
from lenet.reading.classify import Prediction

BLANK_SCORE = -5.0  # nats; of a reading without digits
DIRECTED_DIGITS = (2, 3, 4, 5, 7)  # they are no digits when they are turned


@dataclass(frozen=True)
class FoundDigit:
    """One digit of a page.

    Attributes:
        box: Left, top, right, bottom in pixels of the upright picture.
        crop: `(H, W)` uint8, its ink cut out.
        image: `(28, 28)` uint8, the digit in the form of MNIST.
    """

    prediction: Prediction
    box: tuple[int, int, int, int]
    crop: GrayImage = field(repr=False, compare=False)
    image: GrayImage = field(repr=False, compare=False)

    @property
    def symbol(self) -> str:
        """The digit as text, or ? if the network is not confident."""
        return self.prediction.symbol

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the JSON of the command line and the web API."""
        return {
            "digit": self.prediction.digit,
            "confidence": round(self.prediction.confidence, 4),
            "sure": self.prediction.is_confident,
            "box": list(self.box),
        }


@dataclass(frozen=True)
class FoundSign:
    """A sign between the digits of a row.

    Attributes:
        symbol: One of . , : - and /
        box: As FoundDigit has it.
    """

    symbol: str
    box: tuple[int, int, int, int]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the JSON of the command line."""
        return {"sign": self.symbol, "box": list(self.box)}


Row = tuple[FoundDigit | FoundSign, ...]


@dataclass(frozen=True)
class Reading:
    """All digits of a picture, in rows and in reading order.

    Attributes:
        rows: The digits and the signs of each row.
        page: The picture and its ink; None for a blank one.
        steps: The page's steps, and "clean": the ink of its digits alone.
        score: How well the digits explain the page, in nats per digit; 0 is best.
        num_candidates: How many images the network has classified for it.
        is_complete: Whether no ink of the size of digits was too pale to be read, and
            no printed line was read as part of digits.
        notes: What is unusual about how the ink was found, see hypotheses.py.
        turned: Degrees clockwise that the picture was turned to be read.
    """

    rows: tuple[Row, ...]
    page: Page | None = field(default=None, repr=False, compare=False)
    steps: dict[str, GrayImage] = field(default_factory=dict, repr=False, compare=False)
    score: float = BLANK_SCORE
    num_candidates: int = 0
    is_complete: bool = True
    notes: tuple[str, ...] = ()
    turned: int = 0

    @property
    def digits(self) -> tuple[FoundDigit, ...]:
        found = (one for row in self.rows for one in row)
        return tuple(one for one in found if isinstance(one, FoundDigit))

    @property
    def signs(self) -> tuple[FoundSign, ...]:
        found = (one for row in self.rows for one in row)
        return tuple(one for one in found if isinstance(one, FoundSign))

    @property
    def text(self) -> str:
        """The rows separated by spaces, with ? for digits of low confidence."""
        return " ".join("".join(one.symbol for one in row) for row in self.rows)

    @property
    def num_confident(self) -> int:
        return sum(found.prediction.is_confident for found in self.digits)

    @property
    def is_confident(self) -> bool:
        return 0 < self.num_confident == len(self.digits)

    @property
    def has_direction(self) -> bool:
        """Whether a digit is among them that cannot be read when it is turned."""
        confident = (d.prediction for d in self.digits if d.prediction.is_confident)
        return any(prediction.digit in DIRECTED_DIGITS for prediction in confident)
