"""Train LeNet-5 in the terminal and save its weights with a record of the run.

The recipes are in lenet/training/presets.py, the data in lenet/data/splits.py and
saving in lenet/checkpoint.py.
"""

from lenet.flags import TRAINING_SETTINGS, training_flags

if __name__ == "__main__":  # before torch is imported: --help is fast
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
from lenet.evaluation.accuracy import Evaluation, evaluate
from lenet.evaluation.calibration import Calibration, calibrate
from lenet.model import LeNet5
from lenet.paths import OWN_WEIGHTS, SHIPPED_WEIGHTS
from lenet.training import distributed
from lenet.training.loop import (
    TrainingDiverged,
    TrainingUpdate,
    pick_device,
    train,
    training_record,
)
from lenet.training.presets import PRESETS


def main(flags: Namespace) -> None:
    try:
        with distributed.process_group():
            run(flags)
    except (ValueError, OSError, TrainingDiverged) as error:
        sys.exit(f"train_model.py: {error}")


def run(flags: Namespace) -> None:
    """Train, calibrate, evaluate and save a model as the flags say."""
    settings = {name: vars(flags)[name] for name in TRAINING_SETTINGS}
    settings = {name: value for name, value in settings.items() if value is not None}
    config = replace(PRESETS[flags.preset], **settings)
    generator = torch.Generator().manual_seed(config.seed)
    model = LeNet5(generator=generator).to(pick_device(flags.device))
    data = load_training_data(
        flags.data_dir, flags.sample, validate_on_test=config.validate_on_test
    )
    print(f"data: {data.source}")
    updates = train(
        distributed.data_parallel(model),
        distributed.shard_digits(data.train),
        data.validation,
        distributed.shard_config(config),
    )
    epoch_ends = print_progress(updates)
    if distributed.rank():
        return
    if not epoch_ends:
        sys.exit("no epoch has ended, so there is nothing to save")
    record = {"preset": flags.preset}
    record |= training_record(config, data.source, epoch_ends)
    calibration = calibrate(model.cpu(), data.validation)
    record |= calibration.as_record()
    print(f"kept epoch {record['kept_epoch']}; {format_calibration(calibration)}")
    if data.is_mnist and not config.validate_on_test:
        test = evaluate(model, load_mnist(flags.data_dir, "test"))
        record["test"] = asdict(test)
        print(f"test accuracy {format_accuracy(test)}")
    is_complete_best_run = (
        config == PRESETS["best"] and data.is_mnist and len(epoch_ends) == config.epochs
    )
    output = flags.output or (SHIPPED_WEIGHTS if is_complete_best_run else OWN_WEIGHTS)
    save_model(model, output, record)
    print(f"saved {output}")
    if flags.plot:
        from lenet.plots import loss_curve  # slow to import matplotlib

        loss_curve(epoch_ends).savefig(flags.plot)


def print_progress(updates: Iterator[TrainingUpdate]) -> list[TrainingUpdate]:
    """Run to the end or to Ctrl-C, and return the update at the end of each epoch."""
    epoch_ends = []
    try:
        with closing(updates), tqdm(unit=" steps", leave=False, disable=None) as bar:
            for update in updates:
                bar.total = update.total_steps
                bar.update(update.step - bar.n)
                if update.validation:
                    epoch_ends.append(update)
                    bar.write(format_epoch_end(update))
    except KeyboardInterrupt:
        print("\nstopped")
    return epoch_ends


def format_epoch_end(update: TrainingUpdate) -> str:
    return (
        f"epoch {update.epoch:3}  training loss {update.epoch_loss:.4f}  "
        f"validation loss {update.validation.loss:.4f}  "
        f"validation accuracy {100 * update.validation.accuracy:.2f} %"
    )


def format_calibration(calibration: Calibration) -> str:
    return (
        f"temperature {calibration.temperature:.2f}, calibration error "
        f"{100 * calibration.calibration_error:.2f} %; sure from "
        f"{calibration.confidence_threshold:.2f}, which refuses "
        f"{100 * calibration.digit_rejection_rate:.1f} % of digits and takes "
        f"{100 * calibration.negative_acceptance_rate:.1f} % of what is none"
    )


def format_accuracy(result: Evaluation) -> str:
    counts = f"{result.errors:,} of {result.count:,} wrong"
    return f"{100 * result.accuracy:.2f} % ({counts})"


if __name__ == "__main__":
    main(FLAGS)
