"""Occlusion sensitivity: which parts of a digit the network's answer depends on."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lenet.imaging.crop_and_center import FRAME_SIZE
from lenet.imaging.normalization import normalize
from lenet.model import IMAGE_SIZE, LeNet5, digit_probabilities

# Side of the patch in pixels. A patch of a stroke's width hardly changes an answer.
PATCH_SIZE = 8
STRIDE = 2  # pixels between neighboring patches


@dataclass(frozen=True)
class Occlusion:
    """How the answer changes when a part of a digit is covered.

    Attributes:
        digit: The answer to the whole digit.
        confidence: Its probability in [0, 1].
        sensitivity: `(32, 32)` float32 in [-1, 1], the mean decrease of that
            probability over all patches that cover the pixel.
        critical_patch: Left and top of the patch with the largest decrease.
        occluded_confidence: The probability of `digit` with that patch covered.
        occluded_digit: The answer with that patch covered.
    """

    digit: int
    confidence: float
    sensitivity: Tensor
    critical_patch: tuple[int, int]
    occluded_confidence: float
    occluded_digit: int


@torch.inference_mode()
def occlude(model: LeNet5, image: Tensor) -> Occlusion:
    """Cover each part of a digit with background in turn, and classify it again.

    Args:
        image: `(1, 1, 32, 32)` float32 as `normalize` returns it.
    Source: Zeiler and Fergus, 2014, "Visualizing and Understanding Convolutional
        Networks", section 4.2.
    """
    per_row = (IMAGE_SIZE - PATCH_SIZE) // STRIDE + 1
    positions = torch.eye(per_row**2).view(-1, 1, per_row, per_row)
    patch = torch.ones(1, 1, PATCH_SIZE, PATCH_SIZE)
    masks = functional.conv_transpose2d(positions, patch, stride=STRIDE)
    blank = torch.zeros(1, FRAME_SIZE, FRAME_SIZE, dtype=torch.uint8)
    occluded = torch.where(masks > 0, normalize(blank), image)  # (patches, 1, 32, 32)
    probabilities = digit_probabilities(model(image))[0]
    digit = int(probabilities.argmax())
    occluded_probabilities = digit_probabilities(model(occluded))
    decreases = probabilities[digit] - occluded_probabilities[:, digit]
    critical = int(decreases.argmax())
    row, column = divmod(critical, per_row)
    sums = (decreases.view(-1, 1, 1, 1) * masks).sum(dim=(0, 1))
    return Occlusion(
        digit=digit,
        confidence=float(probabilities[digit]),
        sensitivity=sums / masks.sum(dim=(0, 1)),
        critical_patch=(column * STRIDE, row * STRIDE),
        occluded_confidence=float(occluded_probabilities[critical, digit]),
        occluded_digit=int(occluded_probabilities[critical].argmax()),
    )
