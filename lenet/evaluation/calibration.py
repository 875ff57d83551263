"""Make a trained network honest: confidences that hold, and when it is not sure.

Fitted once after training: on digits held out of it, on new ones in our hand, and on
pictures of no digit whose characters it never saw; never on test digits or real ones.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lenet.data.mnist import Digits
from lenet.data.negatives import make_negatives
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.imaging.preprocess import normalize
from lenet.model import LeNet5

NEGATIVES = 4000
MAX_REFUSED = 0.01  # of all digits: what being unsure may cost
TEMPERATURES = np.geomspace(0.25, 4, 161)
THRESHOLDS = np.linspace(0.3, 0.99, 70)
DIGITS = 0.9  # of the pictures people bring are digits, we suppose
BINS = 15  # of confidence, in the calibration error


@dataclass(frozen=True)
class Calibration:
    """What was fitted, and how the network then does on what it was fitted on."""

    temperature: float  # the output layer's weights were divided by it
    confidence_threshold: float  # the least confidence of a sure answer
    calibration_error: float  # mean gap of confidence and accuracy, as fractions,
    calibration_error_before: float  # and the same without the temperature
    refused: float  # fraction of the held-out digits of MNIST it is not sure of
    taken: float  # fraction of the pictures of no digit it is sure of

    def summary(self) -> str:
        return (
            f"temperature {self.temperature:.2f}, calibration error "
            f"{100 * self.calibration_error:.2f} %; sure from {self.confidence_threshold:.2f}, "
            f"which refuses {100 * self.refused:.1f} % of digits and takes "
            f"{100 * self.taken:.1f} % of what is none"
        )


def calibrate(model: LeNet5, held_out: Digits, *, seed: int = 0) -> Calibration:
    """Divide the output layer of `model` by the best temperature and set `sure_from`.

    Half of the digits that the threshold is fitted on are MNIST's, half in our hand:
    people all over the world write in more ways than MNIST's writers did.

    Args:
        model: In eval mode, on the CPU; changed in place.
        held_out: Digits that it was not trained on.
    Source: Guo et al., 2017, "On Calibration of Modern Neural Networks".
    """
    random = np.random.default_rng(seed)
    images = held_out.images.numpy()
    others = make_negatives(NEGATIVES, images, random, held_out=True)
    made, _ = make_synthetic_digits(len(held_out), random)
    with torch.no_grad():
        logits = model(normalize(held_out.images))
        made_logits = model(normalize(torch.from_numpy(made)))
        other_logits = model(normalize(torch.from_numpy(others)))
        temperature = fit_temperature(logits, held_out.labels)
        model.output.weight /= temperature
        model.output.bias /= temperature
    confidences, in_our_hand, doubts = (
        (some / temperature).softmax(dim=1).amax(dim=1)
        for some in (logits, made_logits, other_logits)
    )
    digits = torch.cat([confidences, in_our_hand])
    model.confidence_threshold = fit_threshold(digits, doubts)
    facts = (
        calibration_error((logits / temperature).softmax(dim=1), held_out.labels),
        calibration_error(logits.softmax(dim=1), held_out.labels),
        (confidences < model.confidence_threshold).float().mean().item(),
        (doubts >= model.confidence_threshold).float().mean().item(),
    )
    return Calibration(
        temperature, model.confidence_threshold, *(round(f, 5) for f in facts)
    )


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """Find the temperature at which logits `(N, 10)` explain the labels `(N,)` best."""
    losses = [functional.cross_entropy(logits / t, labels) for t in TEMPERATURES]
    return float(TEMPERATURES[int(torch.stack(losses).argmin())])


def fit_threshold(digits: Tensor, others: Tensor) -> float:
    """Find the confidence that parts digits from what is none with the fewest errors.

    Args:
        digits, others: `(N,)` confidences of both. Each is weighed by how often people
            bring it; of the digits a hundredth at most is given up.
    """
    refused = [(digits < t).float().mean().item() for t in THRESHOLDS]
    taken = [(others >= t).float().mean().item() for t in THRESHOLDS]
    costs = [
        DIGITS * r + (1 - DIGITS) * t if r <= MAX_REFUSED else 1
        for r, t in zip(refused, taken)
    ]
    return round(float(THRESHOLDS[int(np.argmin(costs))]), 2)


def calibration_error(probabilities: Tensor, labels: Tensor) -> float:
    """Give the expected calibration error: by how much confidence misses accuracy.

    Args:
        probabilities: `(N, 10)`, of digits labelled `(N,)`.
    Source: Naeini et al., 2015, "Obtaining Well Calibrated Probabilities Using Bayesian
        Binning".
    """
    confidences, answers = probabilities.max(dim=1)
    bins = (confidences * BINS).long().clamp(max=BINS - 1)
    gaps = (answers == labels).double() - confidences
    return torch.bincount(bins, gaps, BINS).abs().sum().item() / len(labels)
