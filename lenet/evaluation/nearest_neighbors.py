"""The known digits that the network represents most similarly, by the values of f6."""

from dataclasses import dataclass

import torch
from torch import Tensor

from lenet.evaluation.accuracy import EVALUATION_BATCH_SIZE
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5


@dataclass(frozen=True)
class Neighbor:
    """A known digit and its distance."""

    index: int  # among the known digits
    distance: float  # Euclidean, between the 84 values of f6


@torch.inference_mode()
def embed(model: LeNet5, images: Tensor) -> Tensor:
    """Return the values of f6, `(N, 84)` in [-1, 1], for `(N, 28, 28)` uint8 digits."""
    batches = images.split(EVALUATION_BATCH_SIZE)
    return torch.cat([model.layers(normalize(batch))["f6"] for batch in batches])


def nearest_neighbors(
    embedding: Tensor, known: Tensor, count: int
) -> tuple[Neighbor, ...]:
    """Return the rows of `known` `(N, 84)` nearest to `embedding` `(84,)`, in order."""
    distances = (known - embedding).norm(dim=1)
    nearest = distances.topk(min(count, len(known)), largest=False)
    return tuple(map(Neighbor, nearest.indices.tolist(), nearest.values.tolist()))
