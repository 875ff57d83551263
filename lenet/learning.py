"""One step of learning: what the network should answer, and how large a step is."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from lenet.model import NUM_CLASSES, LeNet5

# Row by label: what the network should answer; the last is for what is no digit.
WANTED = torch.cat(
    [torch.eye(NUM_CLASSES), torch.full((1, NUM_CLASSES), 1 / NUM_CLASSES)]
)


def learn(
    model: LeNet5, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor
) -> float:
    """Take one optimizer step and give the batch's mean loss before it.

    A digit should get its class, what is none all classes alike. The loss is the
    divergence from that: for digits the cross-entropy.
    """
    optimizer.zero_grad()
    guesses = functional.log_softmax(model(images), dim=1)
    wanted = WANTED.to(guesses)[labels]
    loss = functional.kl_div(guesses, wanted, reduction="batchmean")
    loss.backward()
    optimizer.step()
    return loss.item()


def one_cycle(progress: float) -> float:
    """Give the one-cycle fraction of the learning rate at `progress` in [0, 1].

    Source: Smith and Topin, 2018, "Super-Convergence" (linear up, cosine down).
    """
    warm_up = 0.2
    if progress < warm_up:
        return 0.04 + 0.96 * progress / warm_up
    return (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up))) / 2
