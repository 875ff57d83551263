"""One step of learning: what the network should answer, and how large a step is."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet.model import NUM_CLASSES

# Row by label: what the network should answer; the last is for what is no digit.
WANTED = torch.cat(
    [torch.eye(NUM_CLASSES), torch.full((1, NUM_CLASSES), 1 / NUM_CLASSES)]
)


FADED = 0.4  # what is left of the distortions' strength at the end of a run
TEMPERATURE = 2.0  # softens what the teacher thinks, so that its doubts count


def learn(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    images: Tensor,
    labels: Tensor,
    teacher: nn.Module | None = None,
) -> Tensor:
    """Take one optimizer step and give the batch's mean loss before it, not yet read.

    A digit should get its class, what is none all classes alike, or each what the
    teacher thinks of it. The loss is the divergence from that: for digits without a
    teacher the cross-entropy.
    """
    temperature = TEMPERATURE if teacher else 1.0
    with torch.no_grad():
        wanted = WANTED.to(images)[labels]
        if teacher:
            wanted = (teacher(images) / temperature).softmax(dim=1)
    optimizer.zero_grad()
    guesses = functional.log_softmax(model(images) / temperature, dim=1)
    loss = functional.kl_div(guesses, wanted, reduction="batchmean")
    (loss * temperature**2).backward()  # gradients as large as without a temperature
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


def strength(progress: float, fading: float) -> float:
    """Give the strength of distortions at `progress` in [0, 1]: full, then fading.

    Over the last part `fading` of a run it falls from 1 to FADED, so that the network
    ends on digits that are nearer to what it will see.
    """
    left = 1 - progress
    return 1.0 if left >= fading else FADED + (1 - FADED) * left / fading
