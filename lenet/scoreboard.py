"""A table of how well the network reads: `python -m lenet.scoreboard`.

In words, in Markdown, or as JSON, one object a line. The judging is done in scores.py.
"""

import argparse
import json
import sys
from pathlib import Path

from lenet.checkpoint import SHIPPED_WEIGHTS, BadCheckpoint, load_model
from lenet.data import DATA_DIR
from lenet.scores import Score, score_folder, score_mnist

HEAD = "| tried on | pictures | right | 95 % interval |\n| - | -: | -: | - |"


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
            print(HEAD)
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
