"""How fast the loop is: python -m tests.benchmarks.training --data-dir D.

Ours and the plain loop in turns, so that a busy moment hits both; beside them the floor:
an epoch's operations over what this machine's matrix products reach. Nothing is saved.
"""

import argparse
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import transforms
from torchvision.datasets import MNIST

from lenet.data.mnist import load_mnist
from lenet.data.splits import load_training_data
from lenet.model import IMAGE_SIZE, LeNet5
from lenet.paths import DATA_DIR
from lenet.training.loop import PRESETS, TrainingConfig, train

BATCH_SIZE = 64
GOAL = 0.99  # validation accuracy of the last race
BACKWARD = 2  # times the operations of forward: one pass for inputs, one for weights
BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


def plain_epoch(data_dir: Path, images: int) -> float:
    """Train an epoch as tutorials do; seconds from its first batch to its last."""
    as_input = transforms.Compose(
        [
            transforms.Resize((IMAGE_SIZE, IMAGE_SIZE)),
            transforms.ToTensor(),
            transforms.Normalize((0.1307,), (0.3081,)),
        ]
    )
    digits = Subset(MNIST(data_dir, train=True, transform=as_input), range(images))
    loader = DataLoader(digits, BATCH_SIZE, shuffle=True)
    model, loss_of = LeNet5(), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    started = time.perf_counter()
    for batch, labels in loader:
        optimizer.zero_grad()
        loss_of(model(batch), labels).backward()
        optimizer.step()
    return time.perf_counter() - started


def our_epoch(data_dir: Path, images: int, config: TrainingConfig) -> float:
    """Train an epoch with train(); seconds from its call, all it prepares included."""
    digits = load_mnist(data_dir, "train")[:images]
    config = replace(config, epochs=1)
    started = time.perf_counter()
    for _ in train(LeNet5(), digits, digits[:1], config):
        pass
    return time.perf_counter() - started


def seconds_to_goal(data_dir: Path, _images: int, config: TrainingConfig) -> float:
    """Train on all of MNIST until GOAL on the held-out digits; nan where it ends first."""
    data = load_training_data(data_dir)
    started = time.perf_counter()
    with closing(train(LeNet5(), data.train, data.validation, config)) as updates:
        for update in updates:
            if update.validation and update.validation.accuracy >= GOAL:
                return time.perf_counter() - started
    return float("nan")


def operations_of_an_image() -> int:
    """Count the multiplications and additions of one image, forward and backward."""
    model = LeNet5()
    maps = model.layers(torch.zeros(1, 1, IMAGE_SIZE, IMAGE_SIZE))
    forward = sum(
        2 * layer.weight[0].numel() * maps[name].numel()
        for name, layer in model.named_children()
        if isinstance(layer, nn.Conv2d | nn.Linear)
    )
    return forward * (1 + BACKWARD)


def matrix_rate(side: int = 1024, products: int = 10) -> float:
    """Measure the operations a second of float32 matrix products."""
    left, right = torch.rand(side, side), torch.rand(side, side)
    left @ right
    started = time.perf_counter()
    for _ in range(products):
        left @ right
    return products * 2 * side**3 / (time.perf_counter() - started)


def in_its_own_process(work: Callable, *inputs: object) -> tuple[float, float]:
    """Call `work` in a fresh process: what it returns, and its peak memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (work, inputs))


def _measured(work: Callable, inputs: tuple) -> tuple[float, float]:
    result = work(*inputs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_OF_MAXRSS
    return result, peak / 2**20


def summary(values: list[float]) -> str:
    """Give the median and the range."""
    return f"{statistics.median(values):8.2f}  ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the training loop.")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--turns", type=int, default=5, metavar="N")
    parser.add_argument("--images", type=int, default=60_000, metavar="N")
    parser.add_argument("--no-goal", action="store_true", help="without the last race")
    flags = parser.parse_args()
    load_mnist(flags.data_dir, "train")  # fetched before anything is timed
    same = TrainingConfig(batch_size=BATCH_SIZE)
    quick = PRESETS.get("quick")
    races = {"plain": (plain_epoch,), "ours": (our_epoch, same)}
    if quick:
        races["quick"] = (our_epoch, quick)
        if not flags.no_goal:
            races["goal"] = (seconds_to_goal, quick)
    seconds = {name: [] for name in races}
    peaks = {name: [] for name in races}
    rates = []
    for turn in range(flags.turns):
        rates.append(matrix_rate())
        for name, (work, *config) in races.items():
            print(f"turn {turn + 1} of {flags.turns}: {name}", file=sys.stderr)
            taken, peak = in_its_own_process(
                work, flags.data_dir, flags.images, *config
            )
            seconds[name].append(taken)
            peaks[name].append(peak)
    report(flags.images, seconds, peaks, rates)


def report(
    images: int,
    seconds: dict[str, list[float]],
    peaks: dict[str, list[float]],
    rates: list[float],
) -> None:
    """Print medians and ranges over the turns; a ratio is taken turn by turn."""
    operations = images * operations_of_an_image()
    floor = [operations / rate for rate in rates]
    print(
        f"{len(rates)} turns of {images:,} images, {torch.get_num_threads()} threads; "
        f"median (least to most)"
    )
    for name in [name for name in seconds if name != "goal"]:
        print(f"{name:6} seconds an epoch  {summary(seconds[name])}")
        paces = [images / taken for taken in seconds[name]]
        print(f"{name:6} images a second   {summary(paces)}")
        print(f"{name:6} peak memory, MB   {summary(peaks[name])}")
        if name != "plain":
            gains = [p / o for p, o in zip(seconds["plain"], seconds[name])]
            print(f"{name:6} times plain       {summary(gains)}")
            above = [o / f for o, f in zip(seconds[name], floor)]
            print(f"{name:6} times the floor   {summary(above)}")
    if "goal" in seconds:
        print(f"quick  seconds to {100 * GOAL:.0f} %   {summary(seconds['goal'])}")
    print(f"floor  seconds an epoch  {summary(floor)}")
    print(
        f"       {operations / 1e9:.0f} GFLOP an epoch, matrix products reach "
        f"{statistics.median(rates) / 1e9:.0f} GFLOP a second"
    )


if __name__ == "__main__":
    main()
