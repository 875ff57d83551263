"""What each ingredient of `best` brings: python -m tests.benchmarks.ablation --data-dir D.

The recipe is trained without one ingredient after the other, with several seeds, and
judged on the 5,000 digits held out of training; the test digits are not looked at. A
run takes minutes: --runs names a file that keeps those that ended for the next time.
"""

import argparse
import json
import multiprocessing
import statistics
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from lenet.data.mnist import Digits
from lenet.data.splits import load_training_data
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.calibration import calibrate
from lenet.evaluation.corruptions import corrupt
from lenet.model import LeNet5
from lenet.paths import DATA_DIR
from lenet.training.loop import PRESETS, TrainingConfig, train

WITHOUT = {
    "`best`": {},
    "Adam, its rate 0.002, instead of SOAP": {
        "optimizer": "adam",
        "learning_rate": 2e-3,
    },
    "one rate, 0.001, instead of a cycle": {"one_cycle": False, "learning_rate": 1e-3},
    "no weight decay": {"weight_decay": 0.0},
    "no distortions": {"augmentation": False},
    "distortions that do not fade": {"augmentation_decay": 0.0},
    "no digits in our hand": {"synthetic_digits": 0.0},
    "no pictures of none": {"negatives": 0.0},
}
TRIED = {
    "turned by up to 30 degrees": "turned",
    "thin strokes": "thin",
    "blurred": "blurred",
    "noisy": "noisy",
}
OUR_HAND = 5000  # digits of ours that no run has seen: drawn with a seed of their own
HAND_SEED = 10**6
COLUMNS = {
    "errors": "errors of 5,000",
    **{name: f"{name}, %" for name in TRIED.values()},
    "our hand": "our hand, %",
    "taken": "none taken for a digit, %",
}


def judge(model: LeNet5, held_out: Digits) -> dict[str, float]:
    """Count errors on held-out digits, and say how many of 100 go wrong elsewhere.

    Elsewhere: on those digits damaged, on digits in our hand, and on pictures of no
    digit, of which `model` should not be sure; its threshold is fitted on them.
    """
    result = {"errors": float(evaluate(model, held_out).errors)}
    for name, short in TRIED.items():
        result[short] = _percent_wrong(model, corrupt(held_out, name))
    images, labels = make_synthetic_digits(OUR_HAND, np.random.default_rng(HAND_SEED))
    ours = Digits(torch.from_numpy(images), torch.from_numpy(labels))
    result["our hand"] = _percent_wrong(model, ours)
    return result | {"taken": 100 * calibrate(model, held_out).taken}


def _percent_wrong(model: LeNet5, digits: Digits) -> float:
    judged = evaluate(model, digits)
    return 100 * judged.errors / judged.count


def run(name: str, config: TrainingConfig, data_dir: Path) -> dict[str, object]:
    """Train with one thread, and say how the network does."""
    torch.set_num_threads(1)
    data = load_training_data(data_dir)
    model = LeNet5(generator=torch.Generator().manual_seed(config.seed))
    for _ in train(model, data.train, data.validation, config):
        pass
    about = {"name": name, "seed": config.seed, "epochs": config.epochs}
    return about | judge(model, data.validation)


def table(runs: list[dict]) -> str:
    """Give a row for each recipe: the mean over its seeds; of errors the range too."""
    by_name = defaultdict(list)
    for one in runs:
        by_name[one["name"]].append(one)
    lines = [f"| {' | '.join(['recipe', *COLUMNS.values()])} |"]
    lines.append(f"| - |{' -: |' * len(COLUMNS)}")
    for name, some in by_name.items():
        means = (statistics.mean(one[column] for one in some) for column in COLUMNS)
        errors, *percents = (f"{mean:.1f}" for mean in means)
        counts = [round(one["errors"]) for one in some]
        errors = f"{errors} ({min(counts)} to {max(counts)})"
        lines.append(f"| {' | '.join([name, errors, *percents])} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train without each ingredient.")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--epochs", type=int, default=30, metavar="N")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="N")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--runs", type=Path, metavar="F.jsonl", help="ended runs")
    flags = parser.parse_args()
    runs = []
    if flags.runs and flags.runs.exists():
        runs = [json.loads(line) for line in flags.runs.read_text().splitlines()]
    ended = {(one["name"], one["seed"], one["epochs"]) for one in runs}
    wanted = [
        (name, replace(PRESETS["best"], epochs=flags.epochs, seed=seed, **changes))
        for seed in flags.seeds
        for name, changes in WITHOUT.items()
        if (name, seed, flags.epochs) not in ended
    ]
    with multiprocessing.get_context("spawn").Pool(flags.world_size) as pool:
        jobs = [pool.apply_async(run, (*one, flags.data_dir)) for one in wanted]
        for job in jobs:
            runs.append(job.get())
            print(json.dumps(runs[-1]), file=sys.stderr)
            if flags.runs:
                flags.runs.write_text("".join(json.dumps(r) + "\n" for r in runs))
    print(table([one for one in runs if one["epochs"] == flags.epochs]))


if __name__ == "__main__":
    main()
