"""Random distortion of training images, a whole batch at once on any device.

Labels are not changed, and the distortions are used in training only.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

MAX_ROTATION = math.radians(22)  # smaller angles are more likely
MAX_SHEAR = 0.2  # horizontal shift of a row, divided by its distance from the center
MAX_STRETCH = 0.15  # logarithm of the factor, for width and height separately
MAX_SCALE = 0.05  # logarithm of the factor, for both together
MAX_SHIFT = 0.07  # fraction of half the image side: 1.1 of 32 pixels
MAX_ELASTIC = 0.03  # the same fraction; standard deviation of the displacements
ELASTIC_GRID_SIZE = 5  # independent displacements along each side
MAX_STROKE_CHANGE = 0.35  # pixels on each side of a stroke, thicker or thinner
MAX_BLUR = 0.3  # part of the blurred image that comes from the mean of 3x3 pixels
MAX_FADING = 0.2  # part of its brightness that ink loses
MAX_NOISE = 0.04  # standard deviation, with images in [0, 1]


def augment(
    images: Tensor, size: int, generator: torch.Generator, strength: float = 1.0
) -> Tensor:
    """Distort every image by random amounts of its own, and resize it.

    Rotation, shear, stretch, shift, elastic distortion and resizing are done by one
    interpolation; stroke width, blur, fading and noise follow. The amounts are uniform
    up to the constants above; the angle is the sum of two uniform values.

    Args:
        images: `(N, 1, H, W)` float in [0, 1], ink bright on 0.
        size: Side of the result in pixels.
        generator: On the CPU, so that every device uses the same amounts.
        strength: Factor for all constants above but that of the rotation.
    Returns:
        New images `(N, 1, size, size)` of the same dtype and device; noise can go a
        little beyond [0, 1].
    Source: Simard et al., 2003, "Best Practices for Convolutional Neural Networks
        Applied to Visual Document Analysis" (affine and elastic distortion).
    """

    def uniform(limit: float) -> Tensor:
        return (torch.rand(len(images), generator=generator) * 2 - 1) * limit

    def scaled(limit: float) -> Tensor:
        return uniform(strength * limit)

    angle = uniform(MAX_ROTATION / 2) + uniform(MAX_ROTATION / 2)
    shear, scale = scaled(MAX_SHEAR), scaled(MAX_SCALE)
    width = (scale + scaled(MAX_STRETCH)).exp()
    height = (scale + scaled(MAX_STRETCH)).exp()
    shift_x, shift_y = scaled(MAX_SHIFT), scaled(MAX_SHIFT)
    cos, sin = angle.cos(), angle.sin()
    row_x = torch.stack([cos / width, (shear * cos - sin) / width, shift_x], 1)
    row_y = torch.stack([sin / height, (shear * sin + cos) / height, shift_y], 1)
    # (N, 2, 3), from positions in the result to positions in the image.
    matrices = torch.stack([row_x, row_y], dim=1).to(images)
    shape = [len(images), 1, size, size]
    grid = functional.affine_grid(matrices, shape, align_corners=False)
    elastic = _elastic_displacements(len(images), size, strength, generator)
    grid = grid + elastic.to(images)
    warped = functional.grid_sample(images, grid, align_corners=False)
    redrawn = _change_stroke_width(warped, scaled(MAX_STROKE_CHANGE).to(images))
    return _blur_fade_and_add_noise(redrawn, strength, generator)


def _elastic_displacements(
    count: int, size: int, strength: float, generator: torch.Generator
) -> Tensor:
    """Return smooth random displacements `(count, size, size, 2)`.

    Each is a weighted sum of Gaussians on a regular grid. The weights are normalized so
    that the displacements of all pixels have the same standard deviation.
    """
    pixels = torch.linspace(-1, 1, size)[:, None]
    centers = torch.linspace(-1, 1, ELASTIC_GRID_SIZE)
    width = 0.8 * (centers[1] - centers[0])
    weights = torch.exp(-(((pixels - centers) / width) ** 2) / 2)  # (size, grid)
    weights = weights / weights.norm(dim=1, keepdim=True)
    grid_shape = (count, 2, ELASTIC_GRID_SIZE, ELASTIC_GRID_SIZE)
    heights = torch.randn(*grid_shape, generator=generator)
    stds = strength * MAX_ELASTIC * torch.rand(count, 1, 1, 1, generator=generator)
    return (weights @ (stds * heights) @ weights.T).permute(0, 2, 3, 1)


def _change_stroke_width(images: Tensor, amounts: Tensor) -> Tensor:
    """Thicken strokes by `amounts` `(N,)` pixels on each side; negative ones thin."""
    amounts = amounts[:, None, None, None]
    thicker = images + amounts * (_reduce_3x3(images, torch.maximum) - images)
    thinner = images + amounts * (images - _reduce_3x3(images, torch.minimum))
    return torch.where(amounts > 0, thicker, thinner)


def _blur_fade_and_add_noise(
    images: Tensor, strength: float, generator: torch.Generator
) -> Tensor:
    amounts = torch.rand(3, len(images), 1, 1, 1, generator=generator).to(images)
    limits = (MAX_BLUR, MAX_FADING, MAX_NOISE)
    blur, fading, noise = (
        strength * limit * amount for limit, amount in zip(limits, amounts)
    )
    mean = _reduce_3x3(images, torch.add) / 9
    normal = torch.randn(images.shape, generator=generator).to(images)
    return (images + blur * (mean - images)) * (1 - fading) + noise * normal


def _reduce_3x3(images: Tensor, reduce: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Reduce the 3x3 pixels around each pixel to one; faster than pooling on a CPU."""
    padded = functional.pad(images, (1, 1, 1, 1))
    rows = reduce(padded[..., :-2, :], padded[..., 1:-1, :])
    rows = reduce(rows, padded[..., 2:, :])
    return reduce(reduce(rows[..., :-2], rows[..., 1:-1]), rows[..., 2:])
