"""Scores on MNIST's test digits, on corrupted ones and on folders of pictures.

Each score has a 95 % confidence interval. lenet.scoreboard prints them.
"""

import csv
import io
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

    Args:
        folder: As read_labels has it.
        single: Read each picture as one digit, as predict's --single does.
    Raises:
        ValueError: As read_labels does.
    """
    labels = read_labels(folder)
    errors: list[tuple[float, str]] = []
    for file, label in labels:
        text, confidence = _read_text(model, folder / file, single)
        if text != label and not (label == "none" and not text.strip("? ")):
            errors.append((confidence, f"{file}: {label}, read as {text or '-'}"))
    listed = [error for _, error in sorted(errors, reverse=True)[:MAX_LISTED_ERRORS]]
    name, count = folder.resolve().name, len(labels)
    return Score(name, count - len(errors), count, tuple(listed))


def read_labels(folder: Path) -> list[tuple[str, str]]:
    """Return the files of a folder's pictures with the labels that labels.csv gives.

    It has the columns file and label. Rows of a label are separated by a space, and
    "none" stands for a picture without digits.

    Raises:
        ValueError: There is no labels.csv, it is not such a table, or it names a file
            that does not exist.
    """
    path = folder / "labels.csv"
    try:
        text = path.read_text(encoding="utf-8-sig")  # Excel puts a mark before it
        rows = list(csv.DictReader(io.StringIO(text)))
    except OSError as error:
        raise ValueError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} is not a table in UTF-8") from error
    if not rows or not {"file", "label"} <= rows[0].keys():
        needs = "a first line file,label and a line such as a.png,7 for each picture"
        raise ValueError(f"{path} needs {needs}")
    labels = [(row["file"], row["label"]) for row in rows]
    if any(label is None or not file for file, label in labels):
        raise ValueError(f"{path} has a row without a file or a label")
    missing = [file for file, _ in labels if not (folder / file).is_file()]
    if missing:
        count = f"{len(missing)} of {len(labels)} files"
        raise ValueError(f"{count} of {path} do not exist, such as {missing[0]}")
    return labels


def _read_text(model: LeNet5, path: Path, single: bool) -> tuple[str, float]:
    """Return the text of a picture and the lowest confidence of its digits."""
    try:
        reading = read_picture(path, single=single, model=model)
    except BadPicture as error:
        return str(error), 0.0
    confidences = [found.prediction.confidence for found in reading.digits]
    return reading.text, min(confidences, default=0.0)
