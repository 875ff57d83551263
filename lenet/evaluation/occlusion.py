"""Why the network answers as it does: what it hangs on, and what the digit is like.

Two looks from outside, which take nothing about the network for granted: cover a part
of the digit and ask again; find known digits with the same values in f6.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lenet.evaluation.accuracy import EVALUATION_BATCH
from lenet.imaging.preprocess import normalize
from lenet.model import IMAGE_SIZE, LeNet5

PATCH = 8  # pixels a side of what is covered: a stroke's width hardly costs an answer
STEP = 2  # pixels from one place of it to the next


@dataclass(frozen=True)
class Occlusion:
    """What covering a part of a digit does to the answer.

    Attributes:
        digit: The answer to the whole digit.
        confidence: Its probability in [0, 1].
        falls: `(32, 32)` float32 in [-1, 1]: by how much that probability falls, in the
            mean over all patches that cover the pixel.
        worst: Left and top of the patch that costs the most.
        left: What is left of the probability there.
        instead: The answer with that patch covered.
    """

    digit: int
    confidence: float
    drops: Tensor
    worst: tuple[int, int]
    left: float
    instead: int


@dataclass(frozen=True)
class Neighbor:
    """One of some known digits, by its place among them, and how far off it is."""

    index: int
    distance: float  # Euclidean, between the 84 values of f6


@torch.inference_mode()
def occlude(model: LeNet5, image: Tensor) -> Occlusion:
    """Cover every part of a digit in turn by background, and ask the network again.

    Args:
        image: `(1, 1, 32, 32)` float32 as normalize makes it.
    Source: Zeiler and Fergus, 2014, "Visualizing and Understanding Convolutional
        Networks", section 4.2.
    """
    places = (IMAGE_SIZE - PATCH) // STEP + 1  # in a row, and rows of them
    one_each = torch.eye(places**2).view(-1, 1, places, places)
    patch = torch.ones(1, 1, PATCH, PATCH)
    masks = functional.conv_transpose2d(one_each, patch, stride=STEP)
    background = normalize(torch.zeros(1, 28, 28, dtype=torch.uint8))
    covered = torch.where(masks > 0, background, image)  # (places^2, 1, 32, 32)
    whole = model.probabilities(image)[0]
    digit = int(whole.argmax())
    answers = model.probabilities(covered)
    drops = whole[digit] - answers[:, digit]
    worst = int(drops.argmax())
    row, column = divmod(worst, places)
    return Occlusion(
        digit,
        float(whole[digit]),
        (drops.view(-1, 1, 1, 1) * masks).sum(dim=(0, 1)) / masks.sum(dim=(0, 1)),
        (column * STEP, row * STEP),
        float(answers[worst, digit]),
        int(answers[worst].argmax()),
    )


@torch.inference_mode()
def embed(model: LeNet5, images: Tensor) -> Tensor:
    """Give the values of f6, `(N, 84)` in [-1, 1], for `(N, 28, 28)` uint8 digits."""
    parts = images.split(EVALUATION_BATCH)
    return torch.cat([model.layers(normalize(part))["f6"] for part in parts])


def nearest_neighbors(
    embedding: Tensor, known: Tensor, count: int = 3
) -> tuple[Neighbor, ...]:
    """Find the `count` rows of `known` `(N, 84)` nearest to `(84,)`, nearest first."""
    distances = (known - embedding).norm(dim=1)
    found = distances.topk(min(count, len(known)), largest=False)
    return tuple(map(Neighbor, found.indices.tolist(), found.values.tolist()))
