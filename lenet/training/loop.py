"""The training loop: a generator that yields its progress.

It prints, plots and saves nothing; its callers do that with its updates. A run can be
stopped at any update; the model then has the weights of its best epoch so far. Where the
settings say so, these are the averaged weights of averaging.py.
"""

import copy
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import nn

from lenet.data.mnist import Digits
from lenet.evaluation.accuracy import Evaluation, evaluate
from lenet.training.averaging import AveragedWeights
from lenet.training.batches import TrainingBatches
from lenet.training.config import TrainingConfig
from lenet.training.memory_allocator import keep_freed_memory
from lenet.training.optimizer import make_optimizer, training_step
from lenet.training.schedules import make_scheduler


class TrainingDiverged(Exception):
    """The loss is no longer a finite number; the learning rate is too high."""

    def __init__(self, step: int, learning_rate: float) -> None:
        super().__init__(
            f"the loss is no longer a number after step {step}; "
            f"try a learning rate below {learning_rate:g}"
        )
        self.step, self.learning_rate = step, learning_rate


@dataclass(frozen=True)
class TrainingUpdate:
    """One point on the training curve."""

    epoch: int  # counts from 1
    step: int  # optimizer steps so far, counts from 1
    total_steps: int
    train_loss: float  # mean since the previous update, in nats; see training_step
    train_count: int  # digits of the training set that it is the mean of
    epoch_loss: float | None  # mean over the epoch, at the end of each epoch only
    validation: Evaluation | None  # at the end of each epoch only
    kept_epoch: int  # the epoch whose weights are kept; 0 before the end of the first
    seconds: float  # since the start of the run


def train(
    model: nn.Module, train_set: Digits, validation_set: Digits, config: TrainingConfig
) -> Iterator[TrainingUpdate]:
    """Train `model` in place, yielding its progress. Nothing runs until iterated.

    When the run ends, whether after all epochs, because the generator was closed or by
    Ctrl-C, the model gets the weights of the epoch with the lowest validation loss. A
    completed one-cycle schedule keeps the last epoch instead, so that the validation
    digits choose nothing. A run that ends before its first epoch does keeps its latest
    weights.

    Args:
        model: Trained on the device that it is on. To make the run reproducible, draw
            its initial weights from a generator with the seed of the settings.
    Raises:
        TrainingDiverged: The loss is no longer a finite number.
        ValueError: There are no training digits.
    """
    if len(train_set) == 0:
        raise ValueError("train needs at least one digit, got 0")
    started = time.monotonic()
    keep_freed_memory()
    device = next(model.parameters()).device
    train_set, validation_set = train_set.to(device), validation_set.to(device)
    training_batches = TrainingBatches(train_set, config)
    # Convolutions on a CPU are fastest in this format.
    model.to(memory_format=torch.channels_last)
    steps_per_epoch = math.ceil(len(train_set) / config.batch_size)
    total_steps = config.epochs * steps_per_epoch
    optimizer = make_optimizer(model, config)
    scheduler = make_scheduler(optimizer, config, total_steps)
    has_negatives = config.negatives > 0
    averaged = None
    if config.weight_averaging:
        averaged = AveragedWeights(model, config.weight_averaging)
    step, kept_epoch, best_loss, kept_weights = 0, 0, math.inf, None
    try:
        for epoch in range(1, config.epochs + 1):
            model.train()
            epoch_loss, recent_loss, recent_count = 0.0, 0.0, 0
            for images, labels, count in training_batches.epoch(step):
                loss = training_step(
                    model, optimizer, images, labels, has_negatives=has_negatives
                )
                scheduler.step()
                if averaged:
                    averaged.update()
                step += 1
                recent_loss = recent_loss + loss * count
                recent_count += count
                epoch_ended = step % steps_per_epoch == 0
                if not epoch_ended and step % config.report_every:
                    continue
                recent_loss = float(recent_loss)
                epoch_loss += recent_loss
                validation = None
                if epoch_ended:
                    evaluated = averaged.model if averaged else model
                    evaluated.eval()
                    validation = evaluate(evaluated, validation_set)
                    cycle_ended = config.one_cycle and epoch == config.epochs
                    if cycle_ended or validation.loss < best_loss:
                        kept_epoch, best_loss = epoch, validation.loss
                        kept_weights = copy.deepcopy(evaluated.state_dict())
                if not math.isfinite(recent_loss):
                    raise TrainingDiverged(step, config.learning_rate)
                yield TrainingUpdate(
                    epoch=epoch,
                    step=step,
                    total_steps=total_steps,
                    train_loss=recent_loss / recent_count,
                    train_count=recent_count,
                    epoch_loss=epoch_loss / len(train_set) if epoch_ended else None,
                    validation=validation,
                    kept_epoch=kept_epoch,
                    seconds=time.monotonic() - started,
                )
                recent_loss, recent_count = 0.0, 0
    finally:
        if kept_weights is not None:
            model.load_state_dict(kept_weights)
        model.to(memory_format=torch.contiguous_format).eval()


def training_record(
    config: TrainingConfig, source: str, epoch_ends: list[TrainingUpdate]
) -> dict[str, Any]:
    """Make the record of a run that is saved with its weights, as plain values.

    Args:
        source: What the digits of the run are, in words.
        epoch_ends: The update at the end of each epoch, at least one.
    """
    last = epoch_ends[-1]
    kept = epoch_ends[last.kept_epoch - 1]
    return {
        "config": asdict(config),
        "data": source,
        "epochs_run": len(epoch_ends),
        "kept_epoch": kept.epoch,
        "minutes": round(last.seconds / 60, 1),
        "validation": asdict(kept.validation),
        "validation_losses": [update.validation.loss for update in epoch_ends],
    }


def pick_device(name: str) -> torch.device:
    """Return the device with this name; "auto" is a GPU if there is one.

    Raises:
        ValueError: This machine has no such device.
    """
    available = {"cuda": torch.cuda.is_available(), "mps": torch.mps.is_available()}
    available["cpu"] = True
    if name == "auto":
        name = next(device for device, exists in available.items() if exists)
    if not available.get(name):
        raise ValueError(f"this machine has no {name} device; try --device cpu")
    return torch.device(name)
