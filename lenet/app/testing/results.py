"""What the Test tab shows, as facts that its scripts put into words.

Every list of networks begins with the page's own network. Shares are in [0, 1].
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lenet.app.html_part import Facts, data_url
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.confusion_matrix import ConfusionMatrix
from lenet.evaluation.random_sample import RandomSample
from lenet.evaluation.scores import Score

MAX_COLUMNS = 40  # digits in a row of a sprite sheet
# Rows of the scoreboard below the unchanged digits: the corruption's name in
# corruptions.py, and the facts of the row.
CORRUPTION_ROWS: dict[str, Facts] = {
    "turned by up to 15 degrees": {"name": "rotated", "degrees": 15},
    "turned by up to 30 degrees": {"name": "rotated", "degrees": 30},
    "turned by up to 45 degrees": {"name": "rotated", "degrees": 45},
    "thick strokes": {"name": "thick"},
    "thin strokes": {"name": "thin"},
    "blurred": {"name": "blurred"},
    "noisy": {"name": "noisy"},
    "faint ink, prepared": {"name": "faint"},
}


def source_facts(evaluation_digits: EvaluationDigits) -> Facts:
    """Give where the digits come from, and how many they are."""
    return {
        "source": "mnist" if evaluation_digits.is_mnist else "sample",
        "count": len(evaluation_digits.digits),
    }


def random_digits_facts(
    samples: Sequence[RandomSample], evaluation_digits: EvaluationDigits
) -> Facts:
    """Give random digits with each network's answers; `samples` has one per network."""
    digits = [
        {
            "index": evaluated[0].index,
            "label": evaluated[0].label,
            "answers": [one.prediction.digit for one in evaluated],
        }
        for evaluated in zip(*(sample.digits for sample in samples))
    ]
    images = np.stack([digit.image for digit in samples[0].digits])
    correct = [sample.correct for sample in samples]
    facts = {"grid": "random", "correct": correct, "digits": digits}
    return facts | source_facts(evaluation_digits) | sprite_sheet_facts(images)


def cell_digits_facts(
    confusions: Sequence[ConfusionMatrix],
    network: int,
    label: int,
    answer: int,
    evaluation_digits: EvaluationDigits,
) -> Facts:
    """Give the digits that a cell of one network's confusion matrix counts."""
    indices = confusions[network].indices(label, answer)
    digits = [{"index": i, "label": label, "answers": [answer]} for i in indices]
    facts = {"grid": "cell", "networks": len(confusions), "network": network}
    facts |= {"label": label, "answer": answer, "digits": digits}
    return facts | sprite_sheet_facts(evaluation_digits.digits.images[indices].numpy())


def sprite_sheet_facts(images: NDArray[np.uint8]) -> Facts:
    """Put digits, `(N, 28, 28)`, into one picture: a page gets a thousand at once."""
    count, height, width = images.shape
    columns = min(MAX_COLUMNS, max(1, count))
    rows = max(1, -(-count // columns))
    sheet = np.pad(images, ((0, rows * columns - count), (0, 0), (0, 0)))
    sheet = sheet.reshape(rows, columns, height, width).transpose(0, 2, 1, 3)
    picture = sheet.reshape(rows * height, columns * width)
    url = data_url(picture, side=max(picture.shape))
    return {"sprite_sheet": url, "columns": columns, "rows": rows}


def confusion_matrix_facts(
    confusions: Sequence[ConfusionMatrix], evaluation_digits: EvaluationDigits
) -> Facts:
    """Give each network's confusion matrix, its accuracy, and that on each digit."""
    networks = []
    for confusion in confusions:
        counts = confusion.counts
        digits = [
            {"digit": digit} | score_facts(Score("", row[digit], sum(row)))
            for digit, row in enumerate(counts)
            if sum(row)
        ]
        total = score_facts(Score("", confusion.correct, len(confusion.labels)))
        networks.append(total | {"counts": counts, "digits": digits})
    return {"networks": networks, **source_facts(evaluation_digits)}


def scoreboard_facts(
    rows: Sequence[tuple[Score, ...]], evaluation_digits: EvaluationDigits
) -> Facts:
    """Give all rows of the scoreboard; those not measured yet have no scores."""
    board = [
        {**row, "scores": []}
        for row in ({"name": "unchanged"}, *CORRUPTION_ROWS.values())
    ]
    for row, scores in zip(board, rows):
        row["scores"] = [score_facts(score) for score in scores]
    return {"rows": board, "measured": len(rows), **source_facts(evaluation_digits)}


def score_facts(score: Score) -> Facts:
    """Give an accuracy with its 95 % interval and counts."""
    return {
        "correct": score.correct,
        "count": score.count,
        "accuracy": score.correct / score.count,
        "interval": list(score.interval),
    }
