"""The batches of a run: shuffled digits, synthetic images and augmentation.

MNIST is in memory as one tensor. Without augmentation it is normalized once for the
whole run instead of once per epoch.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from lenet.data.augmentation import augment
from lenet.data.mnist import Digits, batches
from lenet.data.synthetic_pool import SyntheticPool
from lenet.imaging.normalization import normalize, standardize
from lenet.model import IMAGE_SIZE
from lenet.training.config import TrainingConfig
from lenet.training.schedules import augmentation_strength

# Normalizing all images at once takes four times the memory.
NORMALIZATION_BATCH_SIZE = 1000


class TrainingBatches:
    """All batches of a run; the same seed gives the same batches.

    Args:
        digits: The training digits, on the device of the model.
    """

    def __init__(self, digits: Digits, config: TrainingConfig) -> None:
        self._config = config
        self._generator = torch.Generator().manual_seed(config.seed)
        self._synthetic_pool = SyntheticPool(
            digits,
            synthetic_digits=config.synthetic_digits,
            negatives=config.negatives,
            seed=config.seed,
        )
        self._digits = digits
        if not config.augmentation:
            parts = digits.images.split(NORMALIZATION_BATCH_SIZE)
            self._digits = Digits(torch.cat([*map(normalize, parts)]), digits.labels)
        self._total_steps = config.epochs * -(-len(digits) // config.batch_size)

    def epoch(self, step: int) -> Iterator[tuple[Tensor, Tensor, int]]:
        """Yield images, labels and the number of digits for each step of an epoch.

        The images are `(N, 1, 32, 32)` float32, first the digits, then the synthetic
        images that are added to them.

        Args:
            step: Number of steps before this epoch.
        """
        batch_size = self._config.batch_size
        for batch in batches(self._digits, batch_size, self._generator):
            synthetic = self._synthetic_pool.draw_for_batch(len(batch))
            synthetic = synthetic.to(batch.images.device)
            images = self._prepare(batch, synthetic, step / self._total_steps)
            yield images, torch.cat([batch.labels, synthetic.labels]), len(batch)
            step += 1

    def _prepare(self, batch: Digits, synthetic: Digits, progress: float) -> Tensor:
        """Return the network's input, augmented if the settings say so."""
        if self._config.augmentation:
            pixels = torch.cat([batch.images, synthetic.images])[:, None].float() / 255
            strength = augmentation_strength(progress, self._config.augmentation_decay)
            return standardize(augment(pixels, IMAGE_SIZE, self._generator, strength))
        if len(synthetic):
            return torch.cat([batch.images, normalize(synthetic.images)])
        return batch.images
