"""Between images of digits in MNIST's form and the network's input.

It has the scale that the network was trained with, and does nothing else to a picture.
"""

import torch
from torch import Tensor
from torch.nn import functional

from lenet.imaging.grayscale import GrayImage
from lenet.model import IMAGE_SIZE

MNIST_MEAN = 0.1307  # of MNIST's training pixels, scaled to [0, 1]
MNIST_STD = 0.3081


def normalize(images: Tensor) -> Tensor:
    """Resize images to 32x32, scale them to [0, 1] and standardize them.

    Args:
        images: `(N, 28, 28)` uint8, ink bright on 0.
    Returns:
        `(N, 1, 32, 32)` float32, background -0.424 and full ink 2.821.
    """
    pixels = images[:, None].float() / 255
    return standardize(functional.interpolate(pixels, IMAGE_SIZE, mode="bilinear"))


def standardize(pixels: Tensor) -> Tensor:
    """Subtract MNIST's mean from values in [0, 1] and divide by its deviation."""
    return (pixels - MNIST_MEAN) / MNIST_STD


def to_image(tensor: Tensor) -> GrayImage:
    """Convert a normalized input `(1, 1, 32, 32)` to an image `(32, 32)` uint8."""
    pixels = (tensor[0, 0] * MNIST_STD + MNIST_MEAN).clamp(0, 1)
    return (pixels * 255).round().to(torch.uint8).numpy()
