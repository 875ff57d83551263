"""Calibrate the confidences of a trained network, and choose its confidence threshold.

This is done once after training, on held-out digits, on new synthetic digits and on
negatives with characters that training never sees. No test digits are used.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lenet.data.mnist import Digits
from lenet.data.negatives import make_negatives
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5, digit_probabilities

NEGATIVE_COUNT = 4000
MAX_REJECTION_RATE = 0.01  # of digits that are below the threshold
MAX_ACCEPTANCE_RATE = 0.05  # of negatives that reach it, if that is possible
TEMPERATURES = np.geomspace(0.25, 4, 161)
THRESHOLDS = np.linspace(0.3, 0.99, 70)
CONFIDENCE_BINS = 15  # for the calibration error


@dataclass(frozen=True)
class Calibration:
    """The fitted values, and the results on the images that they were fitted to."""

    temperature: float  # by which the output layer was divided
    confidence_threshold: float
    calibration_error: float  # mean gap between confidence and accuracy, in [0, 1]
    calibration_error_before: float  # with temperature 1
    digit_rejection_rate: float  # fraction of held-out digits below the threshold
    negative_acceptance_rate: float  # fraction of negatives at or above it

    def as_record(self) -> dict[str, float]:
        """Return the values under the names that they have in a weights file."""
        return {
            "temperature": self.temperature,
            "sure_from": self.confidence_threshold,
            "calibration_error": self.calibration_error,
            "calibration_error_before": self.calibration_error_before,
            "refused": self.digit_rejection_rate,
            "taken": self.negative_acceptance_rate,
        }


def calibrate(model: LeNet5, held_out: Digits, *, seed: int = 0) -> Calibration:
    """Scale the output layer of `model` by a temperature and set its threshold.

    The threshold is fitted to held-out and to synthetic digits, because people write in
    more ways than MNIST's writers did.

    Args:
        model: In eval mode, on the CPU; changed in place.
        held_out: Digits that it was not trained on.
    Source: Guo et al., 2017, "On Calibration of Modern Neural Networks".
    """
    rng = np.random.default_rng(seed)
    digits = held_out.images.numpy()
    negatives = make_negatives(NEGATIVE_COUNT, digits, rng, held_out=True)
    synthetic, _ = make_synthetic_digits(len(held_out), rng)
    with torch.no_grad():
        logits = model(normalize(held_out.images))
        synthetic_logits = model(normalize(torch.from_numpy(synthetic)))
        negative_logits = model(normalize(torch.from_numpy(negatives)))
        temperature = fit_temperature(logits, held_out.labels)
        model.output.weight /= temperature
        model.output.bias /= temperature
    confidences, synthetic_confidences, negative_confidences = (
        digit_probabilities(some_logits / temperature).amax(dim=1)
        for some_logits in (logits, synthetic_logits, negative_logits)
    )
    digit_confidences = torch.cat([confidences, synthetic_confidences])
    threshold = fit_threshold(digit_confidences, negative_confidences)
    model.confidence_threshold = threshold
    rates = (
        calibration_error(digit_probabilities(logits / temperature), held_out.labels),
        calibration_error(digit_probabilities(logits), held_out.labels),
        (confidences < threshold).float().mean().item(),
        (negative_confidences >= threshold).float().mean().item(),
    )
    return Calibration(temperature, threshold, *(round(rate, 5) for rate in rates))


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """Return the temperature with the lowest cross-entropy.

    Args:
        logits: `(N, 10)`, of digits with labels `(N,)`.
    """
    losses = [functional.cross_entropy(logits / t, labels) for t in TEMPERATURES]
    return float(TEMPERATURES[int(torch.stack(losses).argmin())])


def fit_threshold(digits: Tensor, negatives: Tensor) -> float:
    """Return the lowest confidence that few negatives reach.

    If that rejects too many digits, return the highest that does not.

    Args:
        digits, negatives: `(N,)` confidences. At most MAX_ACCEPTANCE_RATE of the
            negatives is accepted, and at most MAX_REJECTION_RATE of the digits rejected;
            the latter goes first.
    """
    rejected = np.array([(digits < t).float().mean().item() for t in THRESHOLDS])
    accepted = np.array([(negatives >= t).float().mean().item() for t in THRESHOLDS])
    allowed = rejected <= MAX_REJECTION_RATE
    enough = allowed & (accepted <= MAX_ACCEPTANCE_RATE)
    if enough.any():
        return round(float(THRESHOLDS[enough].min()), 2)
    return round(float(THRESHOLDS[allowed].max(initial=THRESHOLDS[0])), 2)


def calibration_error(probabilities: Tensor, labels: Tensor) -> float:
    """Return the expected calibration error, the mean gap of confidence and accuracy.

    Args:
        probabilities: `(N, 10)`, of digits with labels `(N,)`.
    Source: Naeini et al., 2015, "Obtaining Well Calibrated Probabilities Using Bayesian
        Binning".
    """
    confidences, predictions = probabilities.max(dim=1)
    bins = (confidences * CONFIDENCE_BINS).long().clamp(max=CONFIDENCE_BINS - 1)
    gaps = (predictions == labels).double() - confidences
    sums = torch.bincount(bins, gaps, CONFIDENCE_BINS)
    return sums.abs().sum().item() / len(labels)
