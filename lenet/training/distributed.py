"""One run on several processes: `torchrun --nproc-per-node 2 train_model.py`.

Everything is PyTorch's own: torchrun starts the processes, DistributedDataParallel
averages their gradients. Here is only what each process has to know about the others.

Source: Li et al., 2020, "PyTorch Distributed: Experiences on Accelerating Data Parallel
    Training".
"""

import os
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
    """Join the processes that torchrun started, all but the first silent; alone, no."""
    if not distributed.is_torchelastic_launched():
        yield
        return
    distributed.init_process_group("gloo")
    try:
        with (
            open(os.devnull, "w") as nowhere,
            redirect_stdout(nowhere if rank() else sys.stdout),
        ):
            yield
    finally:
        distributed.destroy_process_group()


def rank() -> int:
    """Give this process's number; the one with 0 prints and saves."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def world_size() -> int:
    return distributed.get_world_size() if distributed.is_initialized() else 1


def process_config(config: TrainingConfig) -> TrainingConfig:
    """Give this process its part of each batch, and chances of its own."""
    size = max(1, config.batch_size // world_size())
    return replace(config, batch_size=size, seed=config.seed + rank())


def process_shard(digits: Digits) -> Digits:
    """Give this process its digits, as many as every other."""
    return digits[rank() : len(digits) // world_size() * world_size() : world_size()]


def data_parallel(model: nn.Module) -> nn.Module:
    """Let `model` learn from all processes' gradients; alone, it stays as it is."""
    return DistributedDataParallel(model) if world_size() > 1 else model
