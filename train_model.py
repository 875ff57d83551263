"""Train LeNet-5 in the terminal and save its weights with a record of the run.

The recipes are in lenet/training/presets.py, the data in lenet/data/splits.py and
saving in lenet/checkpoint.py.
"""

from lenet.flags import TRAINING_SETTINGS, training_flags

if __name__ == "__main__":  # before torch is imported: --help is fast
    FLAGS = training_flags()

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from lenet.checkpoint import save_model
from lenet.commands import check_output, describe, errors_in_one_line
from lenet.data.mnist import DataUnavailable, load_mnist
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
    with errors_in_one_line("train_model.py", TrainingDiverged, DataUnavailable):
        check_outputs(flags)
        with distributed.process_group():
            run(flags)


def check_outputs(flags: Namespace) -> None:
    """Check that the files can be written, before anything is trained."""
    check_output(flags.output or OWN_WEIGHTS)
    if flags.plot:
        from lenet.plots import FORMATS  # slow to import matplotlib

        check_output(flags.plot, FORMATS)
        if flags.output and flags.plot.resolve() == flags.output.resolve():
            raise ValueError("--output and --plot must be two files")


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
    test_digits = None
    if data.is_mnist and not config.validate_on_test:
        test_digits = load_mnist(flags.data_dir, "test")  # fails now, not after hours
    print(f"data: {data.source}")
    updates = train(
        distributed.data_parallel(model),
        distributed.shard_digits(data.train),
        data.validation,
        distributed.shard_config(config),
    )
    updates = print_progress(updates)
    if distributed.rank():
        return
    epoch_ends = [update for update in updates if update.validation]
    if not epoch_ends:
        sys.exit(
            "the run was stopped before the end of its first epoch, so nothing is saved"
        )
    record = {"preset": flags.preset}
    record |= training_record(config, data.source, epoch_ends)
    is_complete_best_run = (
        config == PRESETS["best"] and data.is_mnist and len(epoch_ends) == config.epochs
    )
    output = flags.output or (SHIPPED_WEIGHTS if is_complete_best_run else OWN_WEIGHTS)
    try:
        calibration = calibrate(model.cpu(), data.validation)
        record |= calibration.as_record()
        kept = f"kept epoch {record['kept_epoch']}"
        print(f"{kept}; {format_calibration(calibration)}")
        if test_digits:
            test = evaluate(model, test_digits)
            record["test"] = asdict(test)
            print(f"test accuracy {format_accuracy(test)}")
    finally:  # after Ctrl-C too: the run has ended
        save_or_rescue(model, output, record)
    if flags.plot:
        from lenet.plots import training_curves

        training_curves(updates, config.epochs).savefig(flags.plot)


def save_or_rescue(model: LeNet5, output: Path, record: dict[str, Any]) -> None:
    """Save the weights, in the folder for temporary files if `output` cannot be written.

    Raises:
        OSError: They could not be saved at `output`; the message tells where they are.
    """
    try:
        save_model(model, output, record)
        print(f"saved {output}")
    except OSError as error:
        rescued = Path(tempfile.mkdtemp(prefix="lenet5-")) / output.name
        save_model(model, rescued, record)
        sentence = f"{describe(error)}; the weights were saved as {rescued} instead"
        raise OSError(sentence) from error


def print_progress(updates: Iterator[TrainingUpdate]) -> list[TrainingUpdate]:
    """Run to the end or to Ctrl-C, and return the updates.

    Raises:
        TrainingDiverged: Before the first epoch has ended. Later on, the best epoch is
            worth keeping.
    """
    done = []
    try:
        with closing(updates), tqdm(unit=" steps", leave=False, disable=None) as bar:
            for update in updates:
                done.append(update)
                bar.total = update.total_steps
                bar.update(update.step - bar.n)
                if update.validation:
                    bar.write(format_epoch_end(update))
    except KeyboardInterrupt:
        print("\nstopped")
    except TrainingDiverged as error:
        if not any(update.validation for update in done):
            raise
        print(f"stopped: {error}")
    return done


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
        f"{100 * calibration.digit_rejection_rate:.1f} % of digits and reads a digit "
        f"in {100 * calibration.negative_acceptance_rate:.1f} % of pictures without one"
    )


def format_accuracy(result: Evaluation) -> str:
    counts = f"{result.errors:,} of {result.count:,} wrong"
    return f"{100 * result.accuracy:.2f} % ({counts})"


if __name__ == "__main__":
    main(FLAGS)
