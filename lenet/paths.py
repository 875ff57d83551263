"""Default paths of the weights and of MNIST.

The flags are parsed with them before torch is imported, so this module imports little.
"""

import os
from pathlib import Path

SHIPPED_WEIGHTS = Path(__file__).parents[1] / "weights" / "lenet5.safetensors"
OWN_WEIGHTS = SHIPPED_WEIGHTS.with_name("my-lenet5.safetensors")  # of a training run
DATA_DIR = Path(os.environ.get("LENET_DATA", "data"))  # torchvision's root for MNIST
