"""What the Test tab shows, as facts: judged digits, the matrix, the scoreboard.

No Gradio and no words here: digits.js, matrix.js and scores.js put the facts into the
visitor's language. Every list of networks has the shipped one first.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lenet.app.recognize.answer import data_url
from lenet.data.splits import EvaluationDigits
from lenet.evaluation.confusion import Confusion
from lenet.evaluation.random_sample import RandomSample
from lenet.evaluation.scores import Score
from lenet.model import NUM_CLASSES

Facts = dict[str, Any]
COLUMNS = 40  # digits in a row of an atlas
# Rows of the board beside the whole digits: damage.py's name -> the page's, its number.
ROWS = {
    "turned by up to 15 degrees": ("turned", 15),
    "turned by up to 30 degrees": ("turned", 30),
    "turned by up to 45 degrees": ("turned", 45),
    "thick strokes": ("thick", None),
    "thin strokes": ("thin", None),
    "blurred": ("blurred", None),
    "noisy": ("noisy", None),
    "faint ink, prepared": ("faint", None),
}


def source_facts(evaluation_digits: EvaluationDigits) -> Facts:
    """Say which digits, and how many of them."""
    return {
        "source": "mnist" if evaluation_digits.is_mnist else "sample",
        "count": len(evaluation_digits.digits),
    }


def drawn_facts(
    trials: Sequence[RandomSample], evaluation_digits: EvaluationDigits
) -> Facts:
    """Show random digits with what each network answered to them."""
    cells = [
        {
            "place": ones[0].index,
            "truth": ones[0].label,
            "answers": [one.prediction.digit for one in ones],
        }
        for ones in zip(*(trial.digits for trial in trials))
    ]
    images = np.stack([one.image for one in trials[0].digits])
    right = [trial.correct for trial in trials]
    facts = {"shows": "drawn", "right": right, "cells": cells}
    return facts | source_facts(evaluation_digits) | atlas_facts(images)


def behind_facts(
    confusions: Sequence[Confusion],
    network: int,
    truth: int,
    answer: int,
    evaluation_digits: EvaluationDigits,
) -> Facts:
    """Show the digits behind a cell of one network's matrix."""
    places = confusions[network].places(truth, answer)
    cells = [{"place": place, "truth": truth, "answers": [answer]} for place in places]
    facts = {"shows": "behind", "networks": len(confusions), "network": network}
    facts |= {"truth": truth, "answer": answer, "cells": cells}
    return facts | atlas_facts(evaluation_digits.digits.images[places].numpy())


def atlas_facts(images: NDArray[np.uint8]) -> Facts:
    """Put digits, `(N, 28, 28)`, into one picture: a page gets a thousand at once."""
    count, height, width = images.shape
    columns = min(COLUMNS, max(1, count))
    rows = max(1, -(-count // columns))
    atlas = np.zeros((rows * columns, height, width), np.uint8)
    atlas[:count] = images
    atlas = atlas.reshape(rows, columns, height, width).transpose(0, 2, 1, 3)
    picture = atlas.reshape(rows * height, columns * width)
    url = data_url(picture, side=max(picture.shape))
    return {"atlas": url, "columns": columns, "rows": rows}


def matrix_facts(
    confusions: Sequence[Confusion], evaluation_digits: EvaluationDigits
) -> Facts:
    """Show each network's matrix, its accuracy, and that of each digit."""
    networks = []
    for confusion in confusions:
        counts = confusion.counts
        digits = [
            score_facts(Score(str(digit), counts[digit][digit], sum(counts[digit])))
            for digit in range(NUM_CLASSES)
            if sum(counts[digit])
        ]
        whole = Score("", confusion.correct, len(confusion.labels))
        networks.append(score_facts(whole) | {"counts": counts, "digits": digits})
    return {"networks": networks, **source_facts(evaluation_digits)}


def board_facts(
    rows: Sequence[tuple[Score, ...]], evaluation_digits: EvaluationDigits
) -> Facts:
    """Show the rows measured so far, and leave room for those to come."""
    facts = source_facts(evaluation_digits)
    names = [(facts["source"], None), *ROWS.values()]
    board = [{"row": name, "number": number, "scores": []} for name, number in names]
    for row, scores in zip(board, rows):
        row["scores"] = [score_facts(score) for score in scores]
    return {"board": board, "measured": len(rows), **facts}


def score_facts(score: Score) -> Facts:
    """Give a score's accuracy and 95 % interval in percent."""
    low, high = score.interval
    return {
        "name": score.name,
        "right": score.correct,
        "count": score.count,
        "accuracy": 100 * score.correct / score.count,
        "interval": [100 * low, 100 * high],
    }
