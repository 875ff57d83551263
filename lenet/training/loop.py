"""One training loop for the terminal and the page: a generator that yields facts.

It prints, plots and saves nothing; callers decide how its updates look. A run can be
stopped at any update, and the model then holds its best epoch so far.
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
from lenet.training.batches import TrainingBatches
from lenet.training.config import PRESETS, TrainingConfig
from lenet.training.memory_allocator import keep_freed_memory
from lenet.training.optimizer import make_optimizer, one_cycle, training_step

__all__ = ["PRESETS", "Evaluation", "TrainingConfig", "TrainingDiverged"]
__all__ += ["TrainingUpdate", "evaluate", "pick_device", "train", "training_record"]


class TrainingDiverged(Exception):
    """The loss stopped being a finite number; the learning rate is too high."""

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
    train_loss: float  # mean since the previous update, in nats; see learning.py
    epoch_loss: float | None  # the same over the whole epoch; at its end only
    validation: Evaluation | None  # at the end of each epoch only
    kept_epoch: int  # the one whose weights are kept; 0 until the first has ended
    seconds: float  # since the start of the run

    def summary(self) -> str:
        """Tell how an epoch ended; only the update at its end can."""
        return (
            f"training loss {self.epoch_loss:.4f}  "
            f"validation loss {self.validation.loss:.4f}  "
            f"validation accuracy {100 * self.validation.accuracy:.2f} %"
        )


def train(
    model: nn.Module,
    train_set: Digits,
    validation_set: Digits,
    config: TrainingConfig,
) -> Iterator[TrainingUpdate]:
    """Train `model` in place, yielding its progress. Nothing runs until iterated.

    However the run ends (all epochs done, generator closed, Ctrl-C), the model then
    holds the epoch with the least validation loss; where one cycle of the learning rate
    came to its end, the last one, for which that cycle is made (learning.py), so that
    the validation digits choose nothing. Before the first epoch has ended there is
    none, and the model stays as far as it got.

    Args:
        model: Trained on the device it lies on. Draw its initial weights from a
            generator with the config's seed to make the whole run repeatable.
    Raises:
        TrainingDiverged: The loss is no longer a finite number.
        ValueError: There are no digits to train on.
    """
    if len(train_set) == 0:
        raise ValueError("train needs at least one digit, got 0")
    started = time.monotonic()
    keep_freed_memory()
    device = next(model.parameters()).device
    train_set, validation_set = train_set.to(device), validation_set.to(device)
    training_batches = TrainingBatches(train_set, config)
    # Channels last: the form that convolutions on a CPU are fastest in.
    model.to(memory_format=torch.channels_last)
    steps_per_epoch = math.ceil(len(train_set) / config.batch_size)
    total_steps = config.epochs * steps_per_epoch
    optimizer = make_optimizer(model, config)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: one_cycle(step / total_steps) if config.one_cycle else 1
    )
    step, kept_epoch, least_loss, kept_weights = 0, 0, math.inf, None
    try:
        for epoch in range(1, config.epochs + 1):
            model.train()
            epoch_loss, recent_loss, recent_count = 0.0, 0.0, 0
            for images, labels, count in training_batches.epoch(step):
                loss = training_step(model, optimizer, images, labels)
                schedule.step()
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
                    model.eval()
                    validation = evaluate(model, validation_set)
                    annealed = config.one_cycle and epoch == config.epochs
                    if annealed or validation.loss < least_loss:
                        kept_epoch, least_loss = epoch, validation.loss
                        kept_weights = copy.deepcopy(model.state_dict())
                if not math.isfinite(recent_loss):
                    raise TrainingDiverged(step, config.learning_rate)
                yield TrainingUpdate(
                    epoch=epoch,
                    step=step,
                    total_steps=total_steps,
                    train_loss=recent_loss / recent_count,
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
    config: TrainingConfig, data: str, ends: list[TrainingUpdate]
) -> dict[str, Any]:
    """Make the record that goes with a run's weights: plain values, for save_model.

    Args:
        data: What the run trained and validated on, in words.
        ends: The update at the end of each epoch, at least one.
    """
    kept = ends[ends[-1].kept_epoch - 1]
    return {
        "config": asdict(config),
        "data": data,
        "epochs_run": len(ends),
        "kept_epoch": kept.epoch,
        "minutes": round(ends[-1].seconds / 60, 1),
        "validation": asdict(kept.validation),
        "validation_losses": [end.validation.loss for end in ends],
    }


def pick_device(name: str) -> torch.device:
    """Give the device of that name; "auto" takes a GPU when there is one.

    Raises:
        ValueError: This machine has no such device.
    """
    usable = {"cuda": torch.cuda.is_available(), "mps": torch.mps.is_available()}
    usable["cpu"] = True
    if name == "auto":
        name = next(device for device, there in usable.items() if there)
    if not usable.get(name):
        raise ValueError(f"no {name} device here; try --device cpu")
    return torch.device(name)
