"""One run on several processes: `torchrun --nproc-per-node 2 train_model.py`.

torchrun starts the processes and DistributedDataParallel averages their gradients. The
functions here do nothing in a process that was started without torchrun.

Source: Li et al., 2020, "PyTorch Distributed: Experiences on Accelerating Data Parallel
    Training".
"""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace

from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from lenet.data.mnist import Digits
from lenet.training.config import TrainingConfig


@contextmanager
def process_group() -> Iterator[None]:
    """Join the process group of torchrun; only the process of rank 0 prints."""
    if not distributed.is_torchelastic_launched():
        yield
        return
    distributed.init_process_group("gloo")
    try:
        with redirect_stdout(io.StringIO() if rank() else sys.stdout):
            yield
    finally:
        distributed.destroy_process_group()


def rank() -> int:
    """Return the number of this process; process 0 prints and saves."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def world_size() -> int:
    """Return the number of processes."""
    return distributed.get_world_size() if distributed.is_initialized() else 1


def shard_config(config: TrainingConfig) -> TrainingConfig:
    """Return the settings of this process: its part of each batch and its own seed."""
    batch_size = max(1, config.batch_size // world_size())
    return replace(config, batch_size=batch_size, seed=config.seed + rank())


def shard_digits(digits: Digits) -> Digits:
    """Return the digits of this process; every process gets the same number."""
    return digits[rank() : len(digits) // world_size() * world_size() : world_size()]


def data_parallel(model: nn.Module) -> nn.Module:
    """Average the gradients of `model` over all processes, if there are several."""
    return DistributedDataParallel(model) if world_size() > 1 else model
