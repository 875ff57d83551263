"""The speed of training: python -m tests.benchmarks.training --data-dir D.

It is compared with the usual training loop, one after the other several times, so that
other load on the machine affects both. The lower bound of an epoch is the number of its
operations divided by the rate that matrix products reach. Nothing is saved.
"""

import argparse
import math
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import transforms
from torchvision.datasets import MNIST

from lenet.data.mnist import load_mnist
from lenet.data.splits import load_training_data
from lenet.model import IMAGE_SIZE, LeNet5
from lenet.paths import DATA_DIR
from lenet.training.config import TrainingConfig
from lenet.training.loop import train
from lenet.training.presets import PRESETS
from tests.benchmarks.comparison import format_ratios, format_values, machine_load

BATCH_SIZE = 64
TARGET_ACCURACY = 0.99  # of validation
# The backward pass has two products for each of the forward pass: one for the gradient
# of the inputs and one for that of the weights.
BACKWARD_FACTOR = 2
BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


def time_usual_epoch(data_dir: Path, image_count: int) -> float:
    """Train an epoch as tutorials do; return its seconds."""
    transform = transforms.Compose(
        [
            transforms.Resize((IMAGE_SIZE, IMAGE_SIZE)),
            transforms.ToTensor(),
            transforms.Normalize((0.1307,), (0.3081,)),
        ]
    )
    digits = MNIST(data_dir, train=True, transform=transform)
    loader = DataLoader(Subset(digits, range(image_count)), BATCH_SIZE, shuffle=True)
    model, cross_entropy = LeNet5(), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    started = time.perf_counter()
    for images, labels in loader:
        optimizer.zero_grad()
        cross_entropy(model(images), labels).backward()
        optimizer.step()
    return time.perf_counter() - started


def time_epoch(data_dir: Path, image_count: int, config: TrainingConfig) -> float:
    """Train an epoch with train(); return its seconds with all preparation."""
    digits = load_mnist(data_dir, "train")[:image_count]
    config = replace(config, epochs=1)
    started = time.perf_counter()
    for _ in train(LeNet5(), digits, digits[:1], config):
        pass
    return time.perf_counter() - started


def run_quick(data_dir: Path, seed: int) -> tuple[float, float, float]:
    """Train `quick` on MNIST.

    Returns:
        The seconds until TARGET_ACCURACY, or infinity if it is missed; the seconds of
        the whole run; and its accuracy at the end. The digits are in memory before.
    """
    data, config = load_training_data(data_dir), replace(PRESETS["quick"], seed=seed)
    started, to_target = time.perf_counter(), math.inf
    model = LeNet5(generator=torch.Generator().manual_seed(seed))
    for update in train(model, data.train, data.validation, config):
        if update.validation:
            seconds = time.perf_counter() - started
            accuracy = update.validation.accuracy
            if accuracy >= TARGET_ACCURACY:
                to_target = min(to_target, seconds)
    return to_target, seconds, accuracy


def operations_per_image() -> int:
    """Count the multiplications and additions of one image, forward and backward."""
    model = LeNet5()
    maps = model.layers(torch.zeros(1, 1, IMAGE_SIZE, IMAGE_SIZE))
    forward = sum(
        2 * layer.weight[0].numel() * maps[name].numel()
        for name, layer in model.named_children()
        if isinstance(layer, nn.Conv2d | nn.Linear)
    )
    return forward * (1 + BACKWARD_FACTOR)


def matrix_rate(side: int = 1024, products: int = 10) -> float:
    """Measure the operations per second of float32 matrix products."""
    left, right = torch.rand(side, side), torch.rand(side, side)
    left @ right
    started = time.perf_counter()
    for _ in range(products):
        left @ right
    return products * 2 * side**3 / (time.perf_counter() - started)


def run_in_new_process(
    function: Callable[..., Any], *args: object
) -> tuple[Any, float]:
    """Call `function` in a new process; return its result and its peak memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_with_peak_memory, (function, args))


def _with_peak_memory(function: Callable[..., Any], args: tuple) -> tuple[Any, float]:
    result = function(*args)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_OF_MAXRSS
    return result, peak / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the training loop.")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--images", type=int, default=60_000, metavar="N")
    parser.add_argument("--seeds", type=int, default=10, metavar="N", help="of `quick`")
    flags = parser.parse_args()
    load_mnist(flags.data_dir, "train")  # downloaded before anything is timed
    print(machine_load(), flush=True)
    cases = {
        "usual": (time_usual_epoch,),
        "plain": (time_epoch, TrainingConfig(batch_size=BATCH_SIZE)),
        "quick": (time_epoch, PRESETS["quick"]),
    }
    seconds = {name: [] for name in cases}
    peaks = {name: [] for name in cases}
    rates = []
    for repeat in range(flags.repeats):
        rates.append(matrix_rate())
        for name, (function, *config) in cases.items():
            print(f"{repeat + 1} of {flags.repeats}: {name}", file=sys.stderr)
            result, peak = run_in_new_process(
                function, flags.data_dir, flags.images, *config
            )
            seconds[name].append(result)
            peaks[name].append(peak)
    if rates:
        print_report(flags.images, seconds, peaks, rates)
    runs = []
    for seed in range(flags.seeds):
        print(f"quick, seed {seed} of {flags.seeds}", file=sys.stderr)
        runs.append(run_in_new_process(run_quick, flags.data_dir, seed)[0])
    if runs:
        print_quick(*zip(*runs))


def print_quick(
    to_target: Sequence[float], seconds: Sequence[float], accuracies: Sequence[float]
) -> None:
    """Print means over the seeds and the ranges."""
    percentages = [100 * accuracy for accuracy in accuracies]
    for what, values in (
        (f"seconds to {100 * TARGET_ACCURACY:.0f} %", to_target),
        ("seconds of the run", seconds),
        ("accuracy, %", percentages),
    ):
        mean, lowest, highest = statistics.mean(values), min(values), max(values)
        spread = f"mean {mean:.2f}  ({lowest:.2f} to {highest:.2f})"
        print(f"quick  {what:18}  {spread}, {len(values)} seeds")


def print_report(
    image_count: int,
    seconds: dict[str, list[float]],
    peaks: dict[str, list[float]],
    rates: list[float],
) -> None:
    """Print medians and ranges; ratios are taken within each repeat."""
    operations = image_count * operations_per_image()
    bounds = [operations / rate for rate in rates]
    print(
        f"{len(rates)} repeats with {image_count:,} images and "
        f"{torch.get_num_threads()} threads; median (range)"
    )
    for name, values in seconds.items():
        print(f"{name:6} seconds per epoch  {format_values(values)}")
        rates_of_images = [image_count / each for each in values]
        print(f"{name:6} images per second  {format_values(rates_of_images)}")
        print(f"{name:6} peak memory, MB    {format_values(peaks[name])}")
        if name != "usual":
            speedups = format_ratios(seconds["usual"], values)
            print(f"{name:6} speedup            {speedups}")
            ratios = format_ratios(values, bounds)
            print(f"{name:6} times the bound    {ratios}")
    print(f"bound  seconds per epoch  {format_values(bounds)}")
    print(
        f"       {operations / 1e9:.0f} GFLOP per epoch; matrix products reach "
        f"{statistics.median(rates) / 1e9:.0f} GFLOP per second"
    )


if __name__ == "__main__":
    main()
