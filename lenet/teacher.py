"""The teacher: a larger network that LeNet-5 may learn from while it trains.

It is trained beside the recipe, never shipped and never asked for an answer. What it
thinks of a picture (a 4, perhaps a 9, never a 0) says more than the label alone.

Source: Hinton et al., 2015, "Distilling the Knowledge in a Neural Network"; Beyer et
    al., 2022, "Knowledge distillation: A good teacher is patient and consistent", for
    showing both the same distorted picture.
"""

import torch
from torch import Tensor, nn

from lenet.model import NUM_CLASSES

# Maps and stride of each 3x3 layer; the first one is 5x5.
LAYERS = ((24, 2), (48, 2), (48, 1), (96, 2), (96, 1))


class Teacher(nn.Sequential):
    """Five convolutions with batch normalization: 157,714 weights, 5 times LeNet-5's work.

    Args:
        generator: Source of the initial weights.
    """

    def __init__(self, generator: torch.Generator) -> None:
        layers: list[nn.Module] = []
        before = 1
        for maps, stride in LAYERS:
            kernel = 3 if layers else 5
            convolution = nn.Conv2d(
                before, maps, kernel, stride, kernel // 2, bias=False
            )
            nn.init.kaiming_uniform_(
                convolution.weight, nonlinearity="relu", generator=generator
            )
            layers += [convolution, nn.BatchNorm2d(maps), nn.ReLU()]
            before = maps
        output = nn.Linear(before, NUM_CLASSES)
        nn.init.uniform_(output.weight, -0.1, 0.1, generator=generator)
        nn.init.zeros_(output.bias)
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), output)

    def forward(self, images: Tensor) -> Tensor:
        """Give the logits `(N, 10)` of `images` `(N, 1, 32, 32)` float32."""
        return super().forward(images)
