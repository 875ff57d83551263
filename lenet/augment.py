"""A batch of digits -> the same digits as other hands would have written them.

Whole batches as tensor operations, no loop over images. It does not know labels, and
it only runs while training.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

MAX_ROTATION = math.radians(15)
MAX_SHEAR = 0.2  # horizontal shift of a row, as a fraction of its height
MAX_STRETCH = 0.15  # each side grows or shrinks by up to this fraction
MAX_SHIFT = 0.1  # fraction of half the frame: 1.6 of 32 pixels


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Turn, slant, stretch and shift every image by its own random amounts.

    The amounts are uniform between plus and minus the constants above.

    Args:
        images: `(N, 1, H, W)` float; what lies outside repeats the border pixels.
        generator: Drawn from on the CPU, so that every device sees the same amounts.
    Returns:
        New images of the same shape, dtype and device.
    Source: Simard et al., 2003, "Best Practices for Convolutional Neural Networks
        Applied to Visual Document Analysis" (affine part).
    """

    def draw(limit: float) -> Tensor:
        return (torch.rand(len(images), generator=generator) * 2 - 1) * limit

    angle, shear = draw(MAX_ROTATION), draw(MAX_SHEAR)
    width, height = 1 + draw(MAX_STRETCH), 1 + draw(MAX_STRETCH)
    cos, sin = angle.cos(), angle.sin()
    top = torch.stack([cos / width, (shear * cos - sin) / width, draw(MAX_SHIFT)], 1)
    low = torch.stack([sin / height, (shear * sin + cos) / height, draw(MAX_SHIFT)], 1)
    maps = torch.stack([top, low], dim=1).to(images)  # (N, 2, 3), output -> input
    grid = functional.affine_grid(maps, list(images.shape), align_corners=False)
    return functional.grid_sample(
        images, grid, padding_mode="border", align_corners=False
    )
