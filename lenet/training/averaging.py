"""The running mean of the weights, which is better than those of the last step."""

import copy

import torch
from torch import nn


class AveragedWeights:
    """A copy of a model whose weights are the mean of the model's in recent steps.

    Args:
        window: About the last fraction `window` of the steps so far counts, each step
            less than the next one; with 1 all steps count alike.

    Attributes:
        model: The copy.

    Source: Polyak and Juditsky, 1992, "Acceleration of Stochastic Approximation by
        Averaging".
    """

    def __init__(self, model: nn.Module, window: float) -> None:
        self.model, self._window, self._steps = copy.deepcopy(model).eval(), window, 0
        self._means, self._weights = (
            [parameter.detach() for parameter in each.parameters()]
            for each in (self.model, model)
        )

    def update(self) -> None:
        """Count the weights that the model has after a step."""
        self._steps += 1
        count = max(1.0, self._window * self._steps)
        torch._foreach_lerp_(self._means, self._weights, 1 / count)
