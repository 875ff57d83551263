"""One run on several processes: `torchrun --nproc-per-node 2 train_model.py`.

Everything is PyTorch's own: torchrun starts the processes, DistributedDataParallel
averages their gradients. Here is only what each process has to know about the others.

Source: Li et al., 2020, "PyTorch Distributed: Experiences on Accelerating Data Parallel
    Training".
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from lenet.data import Digits


@contextmanager
def process_group() -> Iterator[None]:
    """Join the processes that torchrun started; alone, do nothing."""
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        yield
        return
    distributed.init_process_group("gloo")
    try:
        yield
    finally:
        distributed.destroy_process_group()


def rank() -> int:
    """Give this process's number; the one with 0 prints and saves."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def processes() -> int:
    return distributed.get_world_size() if distributed.is_initialized() else 1


def own_share(digits: Digits) -> Digits:
    """Give this process its digits, as many as every other."""
    return digits[rank() : len(digits) // processes() * processes() : processes()]


def in_step(model: nn.Module) -> nn.Module:
    """Let `model` learn from all processes' gradients; alone, it stays as it is."""
    return DistributedDataParallel(model) if processes() > 1 else model
