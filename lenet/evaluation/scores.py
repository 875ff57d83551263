"""How well a network reads: MNIST's test digits, whole and damaged, and any folder.

Every figure has its 95 % interval. How they are printed is scoreboard.py's business.
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
from lenet.imaging.preprocess import BadPicture
from lenet.model import LeNet5
from lenet.reading.picture import read_picture

WORST = 5  # wrong answers of a folder that are listed


@dataclass(frozen=True)
class Score:
    """How many of a set were read right, and what was answered to some of the rest."""

    name: str
    correct: int
    count: int
    worst: tuple[str, ...] = ()  # "file: label, read as answer", surest first

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the accuracy, as fractions.

        Source: Wilson, 1927, "Probable Inference, the Law of Succession, and
            Statistical Inference".
        """
        z, n, p = 1.96, self.count, self.correct / self.count
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)  # rounding aside


def score_mnist(model: LeNet5, data_dir: Path | str) -> Iterator[Score]:
    """Judge `model` on MNIST's test digits, or the sample's, and on each damage."""
    evaluation_digits = load_evaluation_digits(data_dir)
    for (score,) in score_digits(
        [model], evaluation_digits.digits, evaluation_digits.source
    ):
        yield score


def score_digits(
    models: Sequence[LeNet5],
    digits: Digits,
    source: str,
    damages: Iterable[str] = CORRUPTIONS,
) -> Iterator[tuple[Score, ...]]:
    """Judge models on the same digits: whole, then with one damage after the other.

    Args:
        source: What the digits are, in words.
        damages: Names out of DAMAGES.
    Yields:
        The scores on one row of the board, one a model.
    """
    for name in ("", *damages):
        tried = corrupt(digits, name) if name else digits
        judged = [evaluate(model, tried) for model in models]
        yield tuple(
            Score(name or source, one.count - one.errors, one.count) for one in judged
        )


def score_folder(model: LeNet5, folder: Path, *, single: bool = False) -> Score:
    """Read every picture of a folder; the whole text has to be right.

    Its `labels.csv` has the columns file and label; rows of a label are parted by a
    space, and "none" stands for a picture without digits.

    Args:
        single: Each picture is one digit, as for predict's --single.
    Raises:
        OSError, ValueError: There is no labels.csv, or it lacks a column or any row.
    """
    with open(folder / "labels.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"file", "label"} <= rows[0].keys():
        raise ValueError(f"{folder / 'labels.csv'} needs rows of file and label")
    wrong: list[tuple[float, str]] = []
    for row in rows:
        text, confidence = _read(model, folder / row["file"], single)
        label = row["label"]
        if text != label and not (label == "none" and not text.strip("? ")):
            wrong.append((confidence, f"{row['file']}: {label}, read as {text or '-'}"))
    worst = [words for _, words in sorted(wrong, reverse=True)[:WORST]]
    return Score(folder.name, len(rows) - len(wrong), len(rows), tuple(worst))


def _read(model: LeNet5, path: Path, single: bool) -> tuple[str, float]:
    """Give the text of a picture, and the least confidence of its digits."""
    try:
        reading = read_picture(path, single=single, model=model)
    except BadPicture as error:
        return str(error), 0.0
    confidences = [found.prediction.confidence for found in reading.digits]
    return reading.text, min(confidences, default=0.0)
