"""A table of how well the network reads: `python -m lenet.scoreboard`.

In words, in Markdown, or as JSON, one object a line. evaluation/scores.py measures.
"""

if __name__ == "__main__":  # flags first: --help does not wait for torch
    from lenet.flags import scoreboard_flags

    FLAGS = scoreboard_flags()

import json
import sys
from argparse import Namespace

from lenet.checkpoint import BadCheckpoint, load_model
from lenet.evaluation.scores import Score, score_folder, score_mnist

HEAD = "| tried on | pictures | right | 95 % interval |\n| - | -: | -: | - |"


def main(flags: Namespace) -> None:
    """Print a row for each set of pictures as soon as it is measured."""
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
    facts = {"name": score.name, "right": score.correct, "count": score.count}
    facts |= {"accuracy": score.correct / score.count, "interval": score.interval}
    return json.dumps(facts | {"worst": score.worst})


def _as_row(score: Score) -> str:
    accuracy, interval = _percents(score)
    return f"| {score.name} | {score.count:,} | {accuracy} | {interval} |"


def _in_words(score: Score) -> str:
    counts = f"{score.correct:,} of {score.count:,}"
    accuracy, interval = _percents(score)
    line = f"{score.name:28} {counts:>16}  {accuracy:>8}  95 % interval {interval}"
    return "\n".join([line, *(f"    {words}" for words in score.worst)])


def _percents(score: Score) -> tuple[str, str]:
    low, high = score.interval
    accuracy = score.correct / score.count
    return f"{100 * accuracy:.2f} %", f"{100 * low:.2f} to {100 * high:.2f}"


if __name__ == "__main__":
    main(FLAGS)
