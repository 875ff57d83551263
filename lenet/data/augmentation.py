"""A batch of digits -> the same digits as other hands and pens would have written them.

Whole batches as tensor operations, no loop over images. It does not know labels, and
it only runs while training.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

ROTATION = math.radians(22)  # the most; small angles are the likeliest
SHEAR = 0.2  # horizontal shift of a row, as a fraction of its height
STRETCH = 0.15  # each side grows or shrinks by this part, as a logarithm,
SCALE = 0.05  # and both together by this
SHIFT = 0.07  # fraction of half the frame: 1.1 of 32 pixels
WAVER = 0.03  # of half the frame: by how much points go astray, standard deviation
WAVES = 5  # independent points of that field across the frame
PEN = 0.35  # of a pixel on each side, by which strokes grow thicker or thinner
BLUR = 0.3  # how far the sharpest picture goes towards the mean of 3x3 pixels
FAINT = 0.2  # of the ink's tone, which it loses at the most
NOISE = 0.04  # standard deviation in full tones, at the most


def augment(
    images: Tensor, size: int, generator: torch.Generator, strength: float = 1.0
) -> Tensor:
    """Turn, slant, stretch, shift and bend every digit; then another pen and camera.

    One interpolation does all of the geometry, and the resizing too. Every image draws
    its own amounts, uniformly up to the constants above; the angle is the mean of two
    such draws.

    Args:
        images: `(N, 1, H, W)` float in [0, 1], ink bright on 0.
        size: Side of the result in pixels.
        generator: Drawn from on the CPU, so that every device sees the same amounts.
        strength: The constants above, but for the rotation, are multiplied by it.
    Returns:
        New images `(N, 1, size, size)` of the same dtype and device; noise goes a
        little beyond [0, 1].
    Source: Simard et al., 2003, "Best Practices for Convolutional Neural Networks
        Applied to Visual Document Analysis" (affine and elastic distortion).
    """

    def draw(limit: float) -> Tensor:
        return (torch.rand(len(images), generator=generator) * 2 - 1) * limit

    def weaker(limit: float) -> Tensor:
        return draw(strength * limit)

    angle, shear = draw(ROTATION / 2) + draw(ROTATION / 2), weaker(SHEAR)
    scale = weaker(SCALE)
    width, height = (scale + weaker(STRETCH)).exp(), (scale + weaker(STRETCH)).exp()
    cos, sin = angle.cos(), angle.sin()
    top = torch.stack([cos / width, (shear * cos - sin) / width, weaker(SHIFT)], 1)
    low = torch.stack([sin / height, (shear * sin + cos) / height, weaker(SHIFT)], 1)
    maps = torch.stack([top, low], dim=1).to(images)  # (N, 2, 3), output -> input
    shape = [len(images), 1, size, size]
    grid = functional.affine_grid(maps, shape, align_corners=False)
    grid = grid + _field(len(images), size, strength * WAVER, generator).to(images)
    bent = functional.grid_sample(images, grid, align_corners=False)
    drawn = _with_another_pen(bent, weaker(PEN).to(images))
    return _by_another_camera(drawn, strength, generator)


def _field(count: int, size: int, waver: float, generator: torch.Generator) -> Tensor:
    """Give smooth random displacements `(count, size, size, 2)`, in half frames.

    A sum of WAVES x WAVES bumps with random heights: every point goes astray alike.
    """
    points = torch.linspace(-1, 1, size)[:, None]
    bumps = torch.linspace(-1, 1, WAVES)
    width = 0.8 * (bumps[1] - bumps[0])
    weights = torch.exp(-(((points - bumps) / width) ** 2) / 2)  # (size, WAVES)
    weights = weights / weights.norm(dim=1, keepdim=True)
    heights = torch.randn(count, 2, WAVES, WAVES, generator=generator)
    amounts = waver * torch.rand(count, 1, 1, 1, generator=generator)
    return (weights @ (amounts * heights) @ weights.T).permute(0, 2, 3, 1)


def _with_another_pen(images: Tensor, amounts: Tensor) -> Tensor:
    """Let strokes grow by `amounts` `(N,)` pixels on each side; below 0 they shrink."""
    amounts = amounts[:, None, None, None]
    thicker = images + amounts * (_nine(images, torch.maximum) - images)
    thinner = images + amounts * (images - _nine(images, torch.minimum))
    return torch.where(amounts > 0, thicker, thinner)


def _by_another_camera(
    images: Tensor, strength: float, generator: torch.Generator
) -> Tensor:
    """Blur, pale and roughen every image by its own amounts."""
    drawn = torch.rand(3, len(images), 1, 1, 1, generator=generator).to(images)
    blur, loss, noise = (
        strength * most * amounts for most, amounts in zip((BLUR, FAINT, NOISE), drawn)
    )
    mean = _nine(images, torch.add) / 9
    grain = torch.randn(images.shape, generator=generator).to(images)
    return (images + blur * (mean - images)) * (1 - loss) + noise * grain


def _nine(images: Tensor, fold: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Fold the 3x3 pixels around each into one; a CPU takes longer for pooling."""
    wide = functional.pad(images, (1, 1, 1, 1))
    rows = fold(fold(wide[..., :-2, :], wide[..., 1:-1, :]), wide[..., 2:, :])
    return fold(fold(rows[..., :-2], rows[..., 1:-1]), rows[..., 2:])
