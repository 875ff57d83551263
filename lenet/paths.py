"""Where files lie by default: weights and MNIST. Imports nothing, so flags read it."""

import os
from pathlib import Path

SHIPPED_WEIGHTS = Path(__file__).parents[1] / "weights" / "lenet5.pt"
OWN_WEIGHTS = SHIPPED_WEIGHTS.with_name("my-lenet5.pt")  # of one's own training run
DATA_DIR = Path(os.environ.get("LENET_DATA", "data"))  # torchvision's root for MNIST
