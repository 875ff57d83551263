"""One digit rotated, shifted, scaled, thickened, made noisy or inverted as requested.

A person chooses the amounts and sees which of them change the network's answer. Fixed
corruptions of whole data sets are in corruptions.py.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch

from lenet.evaluation.corruptions import prepare_or_blank, to_uint8, warp
from lenet.imaging.grayscale import GrayImage
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify

RANGES = {  # minimum and maximum of each amount
    "angle": (-60.0, 60.0),
    "x": (-8.0, 8.0),
    "y": (-8.0, 8.0),
    "scale": (0.5, 1.5),
    "stroke_width": (-2.0, 4.0),
    "noise": (0.0, 120.0),
}
SWEEP_ANGLES = tuple(range(-60, 61, 2))  # degrees
SUPERSAMPLING = 4  # strokes change by multiples of a quarter of a pixel
NOISE_SEED = 0  # the same noise at all angles, so that only the angle differs


@dataclass(frozen=True)
class Perturbation:
    """What is done to a digit; the defaults do not change it.

    Attributes:
        angle: Degrees, counterclockwise.
        x, y: Pixels of 28 to the right and down.
        scale: Factor of the size.
        stroke_width: Pixels by which strokes get wider, or narrower below 0.
        noise: Standard deviation in gray levels from 0 to 255.
        inverted: Make ink dark on light paper, which training never shows.
        prepared: Let `prepare` find the digit, as it does for any picture.

    Raises:
        ValueError: An amount is outside RANGES.
    """

    angle: float = 0.0
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    stroke_width: float = 0.0
    noise: float = 0.0
    inverted: bool = False
    prepared: bool = False

    def __post_init__(self) -> None:
        for name, (minimum, maximum) in RANGES.items():
            amount = getattr(self, name)
            if not minimum <= amount <= maximum:  # a NaN fails here too
                raise ValueError(
                    f"{name} must be from {minimum:g} to {maximum:g}, got {amount}"
                )


@dataclass(frozen=True)
class RotationSweep:
    """The network's answers to a digit at all SWEEP_ANGLES.

    Attributes:
        digit: The answer to the unchanged digit, which counts as correct.
        confidences: The probability of `digit` at each angle.
        predictions: The predicted digit at each angle.
    """

    digit: int
    confidences: tuple[float, ...]
    predictions: tuple[int, ...]

    @property
    def failure_angles(self) -> tuple[int, ...]:
        """The smallest angle in each direction at which the answer is wrong.

        Empty if no answer is wrong; only 0 if it is wrong without rotation.
        """
        is_wrong = np.not_equal(self.predictions, self.digit)
        wrong = np.array(SWEEP_ANGLES)[is_wrong].tolist()
        if 0 in wrong:
            return (0,)
        negative = [angle for angle in wrong if angle < 0]
        positive = [angle for angle in wrong if angle > 0]
        return tuple(negative[-1:] + positive[:1])


def perturb(image: GrayImage, perturbation: Perturbation) -> GrayImage:
    """Return the perturbed digit `(28, 28)`, ink bright on 0 unless it is inverted."""
    image = _change_stroke_width(image, perturbation.stroke_width)
    image = warp(
        image, perturbation.angle, perturbation.scale, perturbation.x, perturbation.y
    )
    noise = np.random.default_rng(NOISE_SEED).normal(0, 1, image.shape)
    image = to_uint8(image + noise * perturbation.noise)
    return ~image if perturbation.inverted else image


def classify_perturbed(
    model: LeNet5, image: GrayImage, perturbations: list[Perturbation]
) -> list[Prediction]:
    """Classify a digit after each of the perturbations."""
    inputs = []
    for perturbation in perturbations:
        perturbed = perturb(image, perturbation)
        if perturbation.prepared:
            perturbed = prepare_or_blank(perturbed)
        inputs.append(perturbed)
    return classify(model, normalize(torch.from_numpy(np.stack(inputs))))


def sweep_rotation(
    model: LeNet5, image: GrayImage, perturbation: Perturbation
) -> RotationSweep:
    """Classify a digit at all SWEEP_ANGLES, otherwise perturbed as given."""
    rotated = [replace(perturbation, angle=float(angle)) for angle in SWEEP_ANGLES]
    unchanged, *answers = classify_perturbed(model, image, [Perturbation(), *rotated])
    return RotationSweep(
        digit=unchanged.digit,
        confidences=tuple(answer.probabilities[unchanged.digit] for answer in answers),
        predictions=tuple(answer.digit for answer in answers),
    )


def _change_stroke_width(image: GrayImage, change: float) -> GrayImage:
    """Make strokes `change` pixels wider, rounded to a quarter of a pixel."""
    if change == 0:
        return image
    size = round(abs(change) * SUPERSAMPLING) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    enlarged = image.repeat(SUPERSAMPLING, axis=0).repeat(SUPERSAMPLING, axis=1)
    changed = (cv2.dilate if change > 0 else cv2.erode)(enlarged, kernel)
    return cv2.resize(changed, image.shape[::-1], interpolation=cv2.INTER_AREA)
