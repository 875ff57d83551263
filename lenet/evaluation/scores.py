"""Scores on MNIST's test digits, on corrupted ones and on folders of pictures.

Each score has a 95 % confidence interval. lenet.scoreboard prints them.
"""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lenet.data.mnist import Digits
from lenet.data.splits import load_evaluation_digits
from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.corruptions import CORRUPTIONS, corrupt
from lenet.imaging.errors import BadPicture
from lenet.model import LeNet5
from lenet.reading.picture import read_picture

MAX_LISTED_ERRORS = 5  # of a folder


@dataclass(frozen=True)
class Score:
    """How many pictures of a set were read correctly.

    Attributes:
        name: What was read.
        errors: Some of the wrong answers as "file: label, read as answer", those with
            the highest confidence first.
    """

    name: str
    correct: int
    count: int
    errors: tuple[str, ...] = ()

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy, as fractions.

        Source: Wilson, 1927, "Probable Inference, the Law of Succession, and
            Statistical Inference".
        """
        z, n, p = 1.96, self.count, self.correct / self.count
        center = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
        return max(0.0, center - half), min(1.0, center + half)  # rounding errors


def score_mnist(model: LeNet5, data_dir: Path | str) -> Iterator[Score]:
    """Score `model` on MNIST's test digits, or the sample's, and on each corruption."""
    available = load_evaluation_digits(data_dir)
    for (score,) in score_digits([model], available.digits, available.source):
        yield score


def score_digits(
    models: Sequence[LeNet5],
    digits: Digits,
    source: str,
    corruptions: Iterable[str] = CORRUPTIONS,
) -> Iterator[tuple[Score, ...]]:
    """Score models on the same digits, first unchanged, then with each corruption.

    Args:
        source: What the digits are, in words.
        corruptions: Names in CORRUPTIONS.
    Yields:
        The scores of all models on the same digits.
    """
    for name in ("", *corruptions):
        corrupted = corrupt(digits, name) if name else digits
        errors = [evaluate(model, corrupted).errors for model in models]
        count = len(digits)
        yield tuple(Score(name or source, count - wrong, count) for wrong in errors)


def score_folder(model: LeNet5, folder: Path, *, single: bool = False) -> Score:
    """Read every picture of a folder; a picture counts if its whole text is correct.

    The file `labels.csv` has the columns file and label. Rows of a label are separated
    by a space, and "none" stands for a picture without digits.

    Args:
        single: Read each picture as one digit, as predict's --single does.
    Raises:
        OSError, ValueError: There is no labels.csv, or it lacks a column or any row.
    """
    with open(folder / "labels.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"file", "label"} <= rows[0].keys():
        raise ValueError(f"{folder / 'labels.csv'} needs rows of file and label")
    errors: list[tuple[float, str]] = []
    for row in rows:
        text, confidence = _read_text(model, folder / row["file"], single)
        label = row["label"]
        if text != label and not (label == "none" and not text.strip("? ")):
            error = f"{row['file']}: {label}, read as {text or '-'}"
            errors.append((confidence, error))
    listed = [error for _, error in sorted(errors, reverse=True)[:MAX_LISTED_ERRORS]]
    return Score(folder.name, len(rows) - len(errors), len(rows), tuple(listed))


def _read_text(model: LeNet5, path: Path, single: bool) -> tuple[str, float]:
    """Return the text of a picture and the lowest confidence of its digits."""
    try:
        reading = read_picture(path, single=single, model=model)
    except BadPicture as error:
        return str(error), 0.0
    confidences = [found.prediction.confidence for found in reading.digits]
    return reading.text, min(confidences, default=0.0)
