"""One step of learning: what the network should answer, how it steps and how far."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet.model import NUM_CLASSES
from lenet.training.config import TrainingConfig

# Row by label: what the network should answer; the last is for what is no digit.
TARGETS = torch.cat(
    [torch.eye(NUM_CLASSES), torch.full((1, NUM_CLASSES), 1 / NUM_CLASSES)]
)


PRECONDITION_EVERY = 20  # steps between SOAP's looks at the directions
FINAL_STRENGTH = 0.4  # what is left of the distortions' strength at the end of a run


def make_optimizer(model: nn.Module, config: TrainingConfig) -> torch.optim.Optimizer:
    """Give the optimizer that the recipe names: Adam, or SOAP.

    SOAP is Adam in the directions in which a layer's gradients vary most and least,
    found anew every TURN steps. In as many epochs it gets further than Adam does.

    Source: Vyas et al., 2024, "SOAP: Improving and Stabilizing Shampoo using Adam".
    """
    weights, rate = model.parameters(), config.learning_rate
    if config.optimizer == "soap":
        from pytorch_optimizer import SOAP  # takes seconds, and few need it

        return SOAP(
            weights,
            rate,
            weight_decay=config.weight_decay,
            precondition_frequency=PRECONDITION_EVERY,
        )
    return torch.optim.AdamW(
        weights, rate, weight_decay=config.weight_decay, fused=True
    )


def training_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor
) -> Tensor:
    """Take one optimizer step and give the batch's mean loss before it, not yet read.

    A digit should get its class, what is none all classes alike. The loss is the
    divergence from that: for digits the cross-entropy.
    """
    optimizer.zero_grad()
    guesses = functional.log_softmax(model(images), dim=1)
    wanted = TARGETS.to(guesses)[labels]
    loss = functional.kl_div(guesses, wanted, reduction="batchmean")
    loss.backward()
    optimizer.step()
    return loss.detach()


def one_cycle(progress: float) -> float:
    """Give the one-cycle fraction of the learning rate at `progress` in [0, 1].

    Source: Smith and Topin, 2018, "Super-Convergence" (linear up, cosine down).
    """
    warm_up = 0.1
    if progress < warm_up:
        return 0.04 + 0.96 * progress / warm_up
    return (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up))) / 2


def strength(progress: float, augmentation_decay: float) -> float:
    """Give the strength of distortions at `progress` in [0, 1]: full, then fading.

    Over the last part `fading` of a run it falls from 1 to FADED, so that the network
    ends on digits that are nearer to what it will see.
    """
    left = 1 - progress
    return (
        1.0
        if left >= augmentation_decay
        else FINAL_STRENGTH + (1 - FINAL_STRENGTH) * left / augmentation_decay
    )
