"""What each ingredient of `best` contributes: python -m tests.benchmarks.ablation.

The recipe is trained with one thing changed at a time, with several seeds, and
evaluated on the 5,000 held-out training digits; the test digits are not used. One run
takes minutes: --runs names a file with the results of finished runs, which are not
repeated. --folder names folders of pictures of single digits, as lenet.scoreboard has
them; each is one more column.
"""

import argparse
import json
import multiprocessing
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lenet.data.mnist import Digits
from lenet.data.negatives import make_negatives
from lenet.data.splits import load_training_data
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.calibration import MAX_REJECTION_RATE, NEGATIVE_COUNT
from lenet.evaluation.corruptions import corrupt
from lenet.evaluation.scores import read_labels
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5, digit_probabilities
from lenet.paths import DATA_DIR
from lenet.reading.picture import read_picture
from lenet.training.config import TrainingConfig
from lenet.training.loop import train
from lenet.training.presets import PRESETS

CHANGES = {
    "`best`": {},
    "Adam with learning rate 0.002 instead of SOAP": {
        "optimizer": "adam",
        "learning_rate": 2e-3,
    },
    "constant learning rate 0.001 instead of a cycle": {
        "one_cycle": False,
        "learning_rate": 1e-3,
    },
    "no weight decay": {"weight_decay": 0.0},
    "no distortions": {"augmentation": False},
    "distortions that do not become weaker": {"augmentation_decay": 0.0},
    "no synthetic digits": {"synthetic_digits": 0.0},
    "no negatives": {"negatives": 0.0},
}
COLUMN_OF_CORRUPTION = {
    "turned by up to 30 degrees": "rotated",
    "thin strokes": "thin",
    "blurred": "blurred",
    "noisy": "noisy",
}
SYNTHETIC_COUNT = 5000
SYNTHETIC_SEED = 10**6  # no run trains on the digits of this seed
COLUMNS = {
    "errors": "errors of 5,000",
    **{column: f"{column}, %" for column in COLUMN_OF_CORRUPTION.values()},
    "synthetic": "synthetic, %",
    "accepted": "negatives taken for a digit, %",
}


def measure(
    model: LeNet5, held_out: Digits, folders: Sequence[Path] = ()
) -> dict[str, float]:
    """Return the value of each column.

    They are the number of errors on the held-out digits, the percentage of errors on
    corrupted and on synthetic digits, and the percentage of negatives that are taken
    for a digit at the confidence that 1 % of the held-out and synthetic digits do not
    reach. For each folder it is the percentage of its pictures that are misread by the
    best guess.
    """
    result = {"errors": float(evaluate(model, held_out).errors)}
    for corruption, column in COLUMN_OF_CORRUPTION.items():
        result[column] = _error_percentage(model, corrupt(held_out, corruption))
    rng = np.random.default_rng(SYNTHETIC_SEED)
    images, labels = make_synthetic_digits(SYNTHETIC_COUNT, rng)
    synthetic = Digits(torch.from_numpy(images), torch.from_numpy(labels))
    result["synthetic"] = _error_percentage(model, synthetic)
    for folder in folders:
        result[folder.name] = _misread_percentage(model, folder)
    negatives = make_negatives(
        NEGATIVE_COUNT, held_out.images.numpy(), rng, held_out=True
    )
    digits = torch.cat(
        [_confidences(model, each.images) for each in (held_out, synthetic)]
    )
    accepted = _confidences(model, torch.from_numpy(negatives)) >= torch.quantile(
        digits, MAX_REJECTION_RATE
    )
    return result | {"accepted": 100 * accepted.float().mean().item()}


@torch.no_grad()
def _confidences(model: LeNet5, images: Tensor) -> Tensor:
    """Return the probability of the likeliest digit, `(N,)`, of `(N, 28, 28)` images."""
    return digit_probabilities(model(normalize(images))).amax(dim=1)


def _error_percentage(model: LeNet5, digits: Digits) -> float:
    evaluation = evaluate(model, digits)
    return 100 * evaluation.errors / evaluation.count


def _misread_percentage(model: LeNet5, folder: Path) -> float:
    labels = read_labels(folder)
    misread = 0
    for file, label in labels:
        reading = read_picture(folder / file, single=True, model=model)
        guesses = [str(found.prediction.digit) for found in reading.digits]
        misread += guesses != [label]
    return 100 * misread / len(labels)


def run(
    name: str, config: TrainingConfig, data_dir: Path, folders: Sequence[Path] = ()
) -> dict[str, object]:
    """Train on one thread and measure the network."""
    torch.set_num_threads(1)
    data = load_training_data(data_dir)
    model = LeNet5(generator=torch.Generator().manual_seed(config.seed))
    for _ in train(model, data.train, data.validation, config):
        pass
    settings = {"name": name, "seed": config.seed, "epochs": config.epochs}
    return settings | measure(model, data.validation, folders)


def format_table(results: list[dict], folders: Sequence[Path] = ()) -> str:
    """Format one row per recipe: the mean over its seeds, and the range of errors."""
    columns = COLUMNS | {folder.name: f"{folder.name}, %" for folder in folders}
    results_by_name = defaultdict(list)
    for result in results:
        results_by_name[result["name"]].append(result)
    lines = [f"| {' | '.join(['recipe', *columns.values()])} |"]
    lines.append(f"| - |{' -: |' * len(columns)}")
    for name, seeds in results_by_name.items():
        means = [statistics.mean(seed[column] for seed in seeds) for column in columns]
        errors, *percentages = (f"{mean:.1f}" for mean in means)
        counts = [round(seed["errors"]) for seed in seeds]
        errors = f"{errors} ({min(counts)} to {max(counts)})"
        lines.append(f"| {' | '.join([name, errors, *percentages])} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train without each ingredient.")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--epochs", type=int, default=30, metavar="N")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="N")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--runs", type=Path, metavar="F.jsonl", help="finished runs")
    parser.add_argument("--folder", type=Path, nargs="+", default=[], metavar="DIR")
    flags = parser.parse_args()
    results = []
    if flags.runs and flags.runs.exists():
        results = [json.loads(line) for line in flags.runs.read_text().splitlines()]
    finished = {(each["name"], each["seed"], each["epochs"]) for each in results}
    recipes = [
        (name, replace(PRESETS["best"], epochs=flags.epochs, seed=seed, **changes))
        for seed in flags.seeds
        for name, changes in CHANGES.items()
        if (name, seed, flags.epochs) not in finished
    ]
    with multiprocessing.get_context("spawn").Pool(flags.processes) as pool:
        where = flags.data_dir, flags.folder
        jobs = [pool.apply_async(run, (*recipe, *where)) for recipe in recipes]
        for job in jobs:
            results.append(job.get())
            print(json.dumps(results[-1]), file=sys.stderr)
            if flags.runs:
                lines = [json.dumps(result) + "\n" for result in results]
                flags.runs.write_text("".join(lines))
    results = [each for each in results if each["epochs"] == flags.epochs]
    print(format_table(results, flags.folder))


if __name__ == "__main__":
    main()
