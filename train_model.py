"""Train LeNet-5 in the terminal: flags -> TrainingConfig -> a line an epoch -> weights.

Recipes are in lenet/training/config.py, data in lenet/data/splits.py, saving in
lenet/checkpoint.py.
"""

from lenet.flags import TRAINING_SETTINGS, training_flags

if __name__ == "__main__":  # flags first: --help does not wait for torch
    FLAGS = training_flags()

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace

import torch
from tqdm import tqdm

from lenet.checkpoint import save_model
from lenet.data.mnist import load_mnist
from lenet.data.splits import load_training_data
from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.calibration import calibrate
from lenet.model import LeNet5
from lenet.paths import OWN_WEIGHTS, SHIPPED_WEIGHTS
from lenet.training.distributed import (
    data_parallel,
    process_config,
    process_group,
    process_shard,
    rank,
)
from lenet.training.loop import (
    PRESETS,
    TrainingDiverged,
    TrainingUpdate,
    pick_device,
    train,
    training_record,
)


def main(flags: Namespace) -> None:
    try:
        with process_group():
            run(flags)
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
                    bar.write(f"epoch {update.epoch:3}  {update.summary()}")
    except KeyboardInterrupt:
        print("\nstopped")
    return ends


def run(flags: Namespace) -> None:
    given = {name: vars(flags)[name] for name in TRAINING_SETTINGS}
    given = {name: value for name, value in given.items() if value is not None}
    config = replace(PRESETS[flags.preset], **given)
    generator = torch.Generator().manual_seed(config.seed)
    model = LeNet5(generator=generator).to(pick_device(flags.device))
    on_test = config.validate_on_test
    data = load_training_data(flags.data_dir, flags.sample, validate_on_test=on_test)
    print(f"data: {data.source}")
    digits = process_shard(data.train), data.validation
    ends = follow(train(data_parallel(model), *digits, process_config(config)))
    if rank():
        return
    if not ends:
        sys.exit("no epoch has ended, so there is nothing to save")
    record = {"preset": flags.preset, **training_record(config, data.source, ends)}
    fitted = calibrate(model.cpu(), data.validation)
    record |= asdict(fitted)
    print(f"kept epoch {record['kept_epoch']}; {fitted.summary()}")
    if data.is_mnist and not on_test:
        test = evaluate(model, load_mnist(flags.data_dir, "test"))
        record["test"] = asdict(test)
        print(f"test accuracy {test.summary()}")
    shipped = (PRESETS["best"], True, config.epochs)
    reproduced = (config, data.is_mnist, len(ends)) == shipped
    output = flags.output or (SHIPPED_WEIGHTS if reproduced else OWN_WEIGHTS)
    save_model(model, output, record)
    print(f"saved {output}")
    if flags.plot:
        from lenet.plots import loss_curve  # matplotlib is slow to import

        loss_curve(ends).savefig(flags.plot)


if __name__ == "__main__":
    main(FLAGS)
