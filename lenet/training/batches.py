"""What the network sees at each step: digits in a new order, distorted, made ones too.

Arithmetic only, on whole batches: MNIST lies in memory as one tensor, and where nothing
is distorted it is brought to the network's form once for the whole run.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from lenet.data.augmentation import augment
from lenet.data.mnist import Digits, batches
from lenet.data.synthetic_pool import SyntheticPool
from lenet.imaging.preprocess import normalize, standardize
from lenet.model import IMAGE_SIZE
from lenet.training.config import TrainingConfig
from lenet.training.optimizer import strength

PART = 1000  # images that are resized at once; all at once take four times the memory


class TrainingBatches:
    """All batches of a run, the same ones for the same seed.

    Args:
        digits: What to learn from, on the device that the network lies on.
    """

    def __init__(self, digits: Digits, config: TrainingConfig) -> None:
        self._config = config
        self._generator = torch.Generator().manual_seed(config.seed)
        self._supplement = SyntheticPool(
            digits,
            synthetic_digits=config.synthetic_digits,
            negatives=config.negatives,
            seed=config.seed,
        )
        self._digits = digits
        if not config.augmentation:
            parts = digits.images.split(PART)
            self._digits = Digits(torch.cat([*map(normalize, parts)]), digits.labels)
        self._steps = config.epochs * -(-len(digits) // config.batch_size)

    def epoch(self, step: int) -> Iterator[tuple[Tensor, Tensor, int]]:
        """Yield a batch for every step of an epoch: images, labels, how many digits.

        The images are `(N, 1, 32, 32)` float32; the digits come first, the made
        pictures that go with them behind.

        Args:
            step: Steps that the run has taken before.
        """
        size = self._config.batch_size
        for batch in batches(self._digits, size, self._generator):
            made = self._supplement.draw_for_batch(len(batch)).to(batch.images.device)
            labels = torch.cat([batch.labels, made.labels])
            yield self._ready(batch, made, step / self._steps), labels, len(batch)
            step += 1

    def _ready(self, batch: Digits, made: Digits, progress: float) -> Tensor:
        """Bring a batch to the network's form, distorted if the recipe says so."""
        if self._config.augmentation:
            pixels = torch.cat([batch.images, made.images])[:, None].float() / 255
            force = strength(progress, self._config.augmentation_decay)
            return standardize(augment(pixels, IMAGE_SIZE, self._generator, force))
        if len(made):
            return torch.cat([batch.images, normalize(made.images)])
        return batch.images
