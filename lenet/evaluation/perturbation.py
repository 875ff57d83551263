"""One digit turned, moved, resized, drawn by another pen, in noise or in dark ink.

By as much as somebody asks for, to see what the network stands. What nobody asked for,
on whole data sets, is in damage.py.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch

from lenet.evaluation.corruptions import Image, found, warp
from lenet.imaging.preprocess import normalize
from lenet.model import LeNet5
from lenet.reading.classify import Prediction, classify

LIMITS = {  # of each amount: least, most
    "angle": (-60.0, 60.0),
    "x": (-8.0, 8.0),
    "y": (-8.0, 8.0),
    "scale": (0.5, 1.5),
    "pen": (-2.0, 4.0),
    "noise": (0.0, 120.0),
}
SWEEP_ANGLES = tuple(range(-60, 61, 2))  # degrees; those of a sweep
FINE = 4  # parts of a pixel by which a pen grows
SEED = 0  # of the noise: the same for every angle, so that only the angle differs


@dataclass(frozen=True)
class Perturbation:
    """What happens to a digit; the defaults leave it alone.

    Attributes:
        angle: Degrees, counterclockwise.
        x, y: Pixels of 28 to the right and down.
        scale: Times its size.
        pen: Pixels by which strokes grow wider, or narrower below 0.
        noise: Standard deviation in gray levels of 256.
        dark: Dark ink on bright paper, which the network itself never saw.
        prepared: It goes through `prepare` as any picture does, not straight on.

    Raises:
        ValueError: An amount is beyond LIMITS.
    """

    angle: float = 0.0
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    pen: float = 0.0
    noise: float = 0.0
    dark: bool = False
    prepared: bool = False

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            amount = getattr(self, name)
            if not least <= amount <= most:
                sentence = f"{name} must be from {least:g} to {most:g}, got {amount}"
                raise ValueError(sentence)


@dataclass(frozen=True)
class RotationSweep:
    """How the right answer fares while a digit is turned.

    Attributes:
        digit: The answer to the digit as it was, taken for the right one.
        confidences: Its probability at each of ANGLES.
        answers: The network's answer there.
    """

    digit: int
    confidences: tuple[float, ...]
    answers: tuple[int, ...]

    @property
    def failure_angles(self) -> tuple[int, ...]:
        """The least angle either way at which the answer is another one.

        Empty where it never is; 0 alone where it is without any turn.
        """
        wrong = [
            a for a, answer in zip(SWEEP_ANGLES, self.answers) if answer != self.digit
        ]
        if 0 in wrong:
            return (0,)
        before = [angle for angle in wrong if angle < 0]
        after = [angle for angle in wrong if angle > 0]
        return tuple(before[-1:] + after[:1])


def perturb(image: Image, shake: Perturbation) -> Image:
    """Give what became of a digit `(28, 28)`, ink bright on 0 unless it is dark."""
    image = _drawn_by(image, shake.pen)
    image = warp(image, shake.angle, shake.scale, shake.x, shake.y)
    noise = np.random.default_rng(SEED).normal(0, 1, image.shape) * shake.noise
    image = (image + noise).round().clip(0, 255).astype(np.uint8)
    return ~image if shake.dark else image


def ask(model: LeNet5, image: Image, shakes: list[Perturbation]) -> list[Prediction]:
    """Answer for a digit shaken in each of these ways."""
    pictures = [perturb(image, shake) for shake in shakes]
    inputs = [found(p) if s.prepared else p for p, s in zip(pictures, shakes)]
    return classify(model, normalize(torch.from_numpy(np.stack(inputs))))


def sweep(model: LeNet5, image: Image, shake: Perturbation) -> RotationSweep:
    """Turn a digit to each of ANGLES, all else shaken as `shake` says."""
    turns = [replace(shake, angle=float(angle)) for angle in SWEEP_ANGLES]
    whole, *answers = ask(model, image, [Perturbation(), *turns])
    confidences = tuple(answer.probabilities[whole.digit] for answer in answers)
    return RotationSweep(
        whole.digit, confidences, tuple(answer.digit for answer in answers)
    )


def _drawn_by(image: Image, pen: float) -> Image:
    """Let strokes grow by `pen` pixels, to a quarter of a pixel."""
    if pen == 0:
        return image
    side = round(abs(pen) * FINE) + 1
    nib = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    fine = cv2.resize(image, None, fx=FINE, fy=FINE, interpolation=cv2.INTER_NEAREST)
    fine = cv2.dilate(fine, nib) if pen > 0 else cv2.erode(fine, nib)
    return cv2.resize(fine, image.shape[::-1], interpolation=cv2.INTER_AREA)
