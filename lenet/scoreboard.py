"""How well the network reads: MNIST's test digits, whole and damaged, and any folder.

`python -m lenet.scoreboard` prints a table with 95 % intervals, in Markdown or as JSON,
one object a line, if asked. A folder's `labels.csv` has the columns file and label; rows of a label are parted
by a space, and "none" stands for a picture without digits.
"""

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lenet.checkpoint import SHIPPED_WEIGHTS, BadCheckpoint, load_model
from lenet.damage import DAMAGES, damaged
from lenet.data import DATA_DIR, Digits
from lenet.evaluation import evaluate
from lenet.model import LeNet5
from lenet.predict import read_picture
from lenet.preprocess import BadPicture
from lenet.splits import load_unseen

WORST = 5  # wrong answers of a folder that are listed


@dataclass(frozen=True)
class Score:
    """How many of a set were read right, and what was answered to some of the rest."""

    name: str
    right: int
    count: int
    worst: tuple[str, ...] = ()  # "file: label, read as answer", surest first

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the accuracy, as fractions.

        Source: Wilson, 1927, "Probable Inference, the Law of Succession, and
            Statistical Inference".
        """
        z, n, p = 1.96, self.count, self.right / self.count
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
        return middle - half, middle + half


def score_mnist(model: LeNet5, data_dir: Path | str) -> Iterator[Score]:
    """Judge `model` on MNIST's test digits, or the sample's, and on each damage."""
    unseen = load_unseen(data_dir)
    for (score,) in score_digits([model], unseen.digits, unseen.source):
        yield score


def score_digits(
    models: Sequence[LeNet5],
    digits: Digits,
    source: str,
    damages: Iterable[str] = DAMAGES,
) -> Iterator[tuple[Score, ...]]:
    """Judge models on the same digits: whole, then with one damage after the other.

    Args:
        source: What the digits are, in words.
        damages: Names out of DAMAGES.
    Yields:
        The scores on one row of the board, one a model.
    """
    for name in ("", *damages):
        tried = damaged(digits, name) if name else digits
        judged = [evaluate(model, tried) for model in models]
        yield tuple(
            Score(name or source, one.count - one.errors, one.count) for one in judged
        )


def score_folder(model: LeNet5, folder: Path, *, single: bool = False) -> Score:
    """Read every picture of a folder; the whole text has to be right.

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


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m lenet.scoreboard", description="Judge a model on many pictures."
    )
    parser.add_argument("--folder", type=Path, nargs="+", default=[], metavar="DIR")
    parser.add_argument("--single", action="store_true", help="one digit a picture")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--markdown", action="store_true", help="a table for a README")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--weights", default=SHIPPED_WEIGHTS, metavar="F")
    flags = parser.parse_args()
    try:
        model = load_model(flags.weights)
        show = _as_json if flags.json else _in_words
        if flags.markdown:
            show = _as_row
            print(
                "| tried on | pictures | right | 95 % interval |\n| - | -: | -: | - |"
            )
        for score in score_mnist(model, flags.data_dir):
            print(show(score), flush=True)
        for folder in flags.folder:
            print(show(score_folder(model, folder, single=flags.single)), flush=True)
    except (BadCheckpoint, OSError, ValueError) as error:
        sys.exit(f"lenet.scoreboard: {error}")


def _as_json(score: Score) -> str:
    facts = {"name": score.name, "right": score.right, "count": score.count}
    facts |= {"accuracy": score.right / score.count, "interval": score.interval}
    return json.dumps(facts | {"worst": score.worst})


def _as_row(score: Score) -> str:
    accuracy, interval = _percents(score)
    return f"| {score.name} | {score.count:,} | {accuracy} | {interval} |"


def _in_words(score: Score) -> str:
    counts = f"{score.right:,} of {score.count:,}"
    accuracy, interval = _percents(score)
    line = f"{score.name:28} {counts:>16}  {accuracy:>8}  95 % interval {interval}"
    return "\n".join([line, *(f"    {words}" for words in score.worst)])


def _percents(score: Score) -> tuple[str, str]:
    low, high = score.interval
    accuracy = score.right / score.count
    return f"{100 * accuracy:.2f} %", f"{100 * low:.2f} to {100 * high:.2f}"


if __name__ == "__main__":
    main()
