"""Examples to teach a network: pictures with what they show, and folders of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from lenet.evaluation.scores import read_labels
from lenet.imaging.normalization import normalize
from lenet.model import NUM_CLASSES, LeNet5
from lenet.reading.classify import Prediction, classify
from lenet.reading.picture import read_picture

NO_DIGIT_NAME = "none"  # the label in labels.csv of a picture that shows no digit


@dataclass(frozen=True)
class Example:
    """An image with what it shows.

    Attributes:
        image: `(28, 28)` uint8, ink bright on 0, in the form of MNIST.
        label: 0 to 9, or None for an image that shows no digit.
    """

    image: NDArray[np.uint8]
    label: int | None

    def __post_init__(self) -> None:
        if self.image.shape != (28, 28) or self.image.dtype != np.uint8:
            got = f"{self.image.shape} {self.image.dtype}"
            raise ValueError(f"an example must be (28, 28) uint8, got {got}")
        if self.label is not None and self.label not in range(NUM_CLASSES):
            raise ValueError(f"a label must be 0 to 9 or None, got {self.label}")


def load_examples(folder: Path, model: LeNet5) -> dict[str, Example]:
    """Load the pictures that labels.csv of a folder names, by their file names.

    Each is read as one digit, as predict's --single does. A blank picture cannot be
    taught; without a digit it is left out.

    Args:
        model: Decides in which way a picture is prepared, where several are possible.
    Raises:
        BadPicture: A file is not a picture.
        ValueError: A label is not one digit or "none", a picture of a digit is blank,
            all pictures are blank, or the table is not as read_labels expects it.
    """
    examples = {}
    for file, label in read_labels(folder):
        if label != NO_DIGIT_NAME and (len(label) != 1 or label not in "0123456789"):
            needs = "one digit from 0 to 9, or none"
            raise ValueError(f"the label of {file} must be {needs}, got {label!r}")
        reading = read_picture(folder / file, single=True, model=model)
        if reading.digits:
            number = None if label == NO_DIGIT_NAME else int(label)
            examples[file] = Example(reading.digits[0].image, number)
        elif label != NO_DIGIT_NAME:
            raise ValueError(f"{file} is blank, but its label is {label}")
    if not examples:
        raise ValueError(
            f"there is nothing to teach in {folder}: all pictures are blank"
        )
    return examples


def classify_examples(model: LeNet5, examples: Sequence[Example]) -> list[Prediction]:
    """Return the answers of `model`, in eval mode on the CPU, one or more."""
    images = torch.from_numpy(np.stack([example.image for example in examples]))
    return classify(model, normalize(images))
