"""LeNet-5 as a PyTorch module with 61,706 parameters, from a 32x32 image to ten logits.

This is the network alone. lenet.imaging turns pictures into its input, lenet.training
trains it, and checkpoint.py saves and loads its weights.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

IMAGE_SIZE = 32  # pixels per side; the digit fills the middle 20/28 of them
NUM_CLASSES = 10
NO_DIGIT = NUM_CLASSES  # the label of an image that shows no digit


class LeNet5(nn.Module):
    """LeNet-5 with the layer names of its paper.

    It departs from the paper in four points, and in no other:

    - C3 connects every map to every map; the paper's table I omits 36 of 96
      connections.
    - S2 and S4 only average; the paper scales and shifts each map by trainable
      coefficients and applies a sigmoid.
    - The activation is tanh, not 1.7159 tanh(2/3 a).
    - The output is linear and trained with cross-entropy; the paper uses radial basis
      functions with fixed centers.

    The paper's network has 60,000 trainable parameters, this one 61,706.

    Args:
        num_classes: Number of logits.
        generator: Source of the initial weights; None uses PyTorch's global one.

    Attributes:
        confidence_threshold: Lowest probability of a confident prediction; it is set by
            lenet.evaluation.calibration.

    Source: LeCun et al., 1998, "Gradient-Based Learning Applied to Document
        Recognition", section II-B.
    """

    def __init__(
        self,
        num_classes: int = NUM_CLASSES,
        *,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.confidence_threshold = 0.5  # until it is calibrated
        self.c1 = nn.Conv2d(1, 6, kernel_size=5)
        self.s2 = nn.AvgPool2d(kernel_size=2)
        self.c3 = nn.Conv2d(6, 16, kernel_size=5)
        self.s4 = nn.AvgPool2d(kernel_size=2)
        self.c5 = nn.Conv2d(16, 120, kernel_size=5)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)
        if generator is not None:
            self._initialize(generator)

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits `(N, num_classes)` of `images` `(N, 1, 32, 32)`, float32.

        Raises:
            ValueError: The images have another shape.
        """
        return self.layers(images)["output"]

    def probabilities(self, images: Tensor) -> Tensor:
        """Return the softmax of the logits, `(N, num_classes)`; each row sums to 1."""
        return self(images).softmax(dim=1)

    def layers(self, images: Tensor) -> dict[str, Tensor]:
        """Return the output of every layer, from c1 to the logits, in order.

        The outputs of c1, c3, c5 and f6 are those after tanh.
        """
        if images.shape[1:] != (1, IMAGE_SIZE, IMAGE_SIZE):
            raise ValueError(
                f"images must be (N, 1, {IMAGE_SIZE}, {IMAGE_SIZE}), "
                f"got {tuple(images.shape)}"
            )
        maps = {}
        maps["c1"] = self.c1(images).tanh()  # (N, 6, 28, 28)
        maps["s2"] = self.s2(maps["c1"])  # (N, 6, 14, 14)
        maps["c3"] = self.c3(maps["s2"]).tanh()  # (N, 16, 10, 10)
        maps["s4"] = self.s4(maps["c3"])  # (N, 16, 5, 5)
        return maps | self.layers_after_s4(maps["s4"])

    def layers_after_s4(self, s4: Tensor) -> dict[str, Tensor]:
        """Return the outputs of c5, f6 and the output layer for one of s4."""
        maps = {}
        # C5's kernel covers all of S4, so this convolution is a matrix product, which
        # is faster.
        weights = self.c5.weight.flatten(1)
        c5 = functional.linear(s4.flatten(1), weights, self.c5.bias).tanh()
        maps["c5"] = c5[:, :, None, None]  # (N, 120, 1, 1)
        maps["f6"] = self.f6(c5).tanh()  # (N, 84)
        maps["output"] = self.output(maps["f6"])  # (N, num_classes)
        return maps

    @torch.no_grad()
    def _initialize(self, generator: torch.Generator) -> None:
        """Initialize as PyTorch does: uniform in +-1/sqrt(fan-in), biases too."""
        for layer in (self.c1, self.c3, self.c5, self.f6, self.output):
            bound = layer.weight[0].numel() ** -0.5
            layer.weight.uniform_(-bound, bound, generator=generator)
            layer.bias.uniform_(-bound, bound, generator=generator)


def with_no_digit(logits: Tensor) -> Tensor:
    """Add the logit of the class "no digit" to `logits` `(N, num_classes)`.

    It is always 0 and needs no weights: an image shows a digit as far as the sum of the
    exponentials of the other logits is above 1. Networks that were trained without
    negatives give it hardly any probability.

    Source: Dhamija et al., 2018, "Reducing Network Agnostophobia", for training on a
        background class.
    """
    return functional.pad(logits, (0, 1))


def digit_probabilities(logits: Tensor) -> Tensor:
    """Return the probabilities of the digits, `(N, num_classes)`; each row sums to 1.

    That of "no digit" is shared equally among the digits, so that none is probable in
    an image that shows none.
    """
    probabilities = with_no_digit(logits).softmax(dim=1)
    no_digit = probabilities[:, -1:]
    return probabilities[:, :-1] + no_digit / logits.shape[1]
