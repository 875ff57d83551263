"""What changes during a run: the learning rate and the strength of augmentation."""

import math

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR

from lenet.training.config import TrainingConfig

WARM_UP = 0.1  # fraction of the run in which the learning rate rises
INITIAL_FACTOR = 0.04  # of the learning rate, at the first step
FINAL_STRENGTH = 0.4  # of augmentation, at the end of a run in which it decays


def make_scheduler(
    optimizer: Optimizer, config: TrainingConfig, total_steps: int
) -> LambdaLR:
    """Make the learning-rate schedule: one cycle, or a constant rate."""
    return LambdaLR(
        optimizer,
        lambda step: one_cycle_factor(step / total_steps) if config.one_cycle else 1,
    )


def one_cycle_factor(progress: float) -> float:
    """Return the factor of the peak learning rate at `progress` in [0, 1].

    Source: Smith and Topin, 2018, "Super-Convergence" (linear up, cosine down).
    """
    if progress < WARM_UP:
        return INITIAL_FACTOR + (1 - INITIAL_FACTOR) * progress / WARM_UP
    return (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP))) / 2


def augmentation_strength(progress: float, decay: float) -> float:
    """Return the strength of augmentation at `progress` in [0, 1].

    It is 1 at first and falls linearly to FINAL_STRENGTH over the last fraction `decay`
    of the run, so that the last training images are closer to real ones.
    """
    remaining = 1 - progress
    if remaining >= decay:
        return 1.0
    return FINAL_STRENGTH + (1 - FINAL_STRENGTH) * remaining / decay
