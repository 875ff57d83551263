"""Print how well a network reads: `python -m lenet.scoreboard`.

As text, as a Markdown table or as JSON, one object per line. The scores are made in
evaluation/scores.py.
"""

if __name__ == "__main__":  # before torch is imported: --help is fast
    from lenet.flags import scoreboard_flags

    FLAGS = scoreboard_flags()

import json
from argparse import Namespace

from lenet.checkpoint import BadCheckpoint, load_model
from lenet.commands import errors_in_one_line
from lenet.evaluation.scores import Score, read_labels, score_folder, score_mnist

MARKDOWN_HEADER = (
    "| tested on | pictures | right | 95 % interval |\n| - | -: | -: | - |"
)


def main(flags: Namespace) -> None:
    """Print the score of each set of pictures as soon as it is known."""
    with errors_in_one_line("lenet.scoreboard", BadCheckpoint):
        model = load_model(flags.weights)
        for folder in flags.folder:
            read_labels(folder)  # a mistake in a folder is told before MNIST is scored
        format_score = _as_json if flags.json else _as_text
        if flags.markdown:
            format_score = _as_markdown
            print(MARKDOWN_HEADER)
        for score in score_mnist(model, flags.data_dir):
            print(format_score(score), flush=True)
        for folder in flags.folder:
            score = score_folder(model, folder, single=flags.single)
            print(format_score(score), flush=True)


def _as_json(score: Score) -> str:
    values = {"name": score.name, "right": score.correct, "count": score.count}
    values |= {"accuracy": score.correct / score.count, "interval": score.interval}
    return json.dumps(values | {"worst": score.errors})


def _as_markdown(score: Score) -> str:
    accuracy, interval = _percentages(score)
    return f"| {score.name} | {score.count:,} | {accuracy} | {interval} |"


def _as_text(score: Score) -> str:
    counts = f"{score.correct:,} of {score.count:,}"
    accuracy, interval = _percentages(score)
    line = f"{score.name:28} {counts:>16}  {accuracy:>8}  95 % interval {interval}"
    return "\n".join([line, *(f"    {error}" for error in score.errors)])


def _percentages(score: Score) -> tuple[str, str]:
    low, high = score.interval
    accuracy = score.correct / score.count
    return f"{100 * accuracy:.2f} %", f"{100 * low:.2f} to {100 * high:.2f}"


if __name__ == "__main__":
    main(FLAGS)
