"""Convert any picture of a digit, in named steps, to the tensor that LeNet-5 expects.

The image of every step is returned too, so that the page can show it. `prepare` handles
one digit. For several digits, lenet.reading uses `open_gray`, `separate_ink` and the same
later steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lenet.imaging.component_selection import extract_ink, main_digit
from lenet.imaging.connected_components import (
    Components,
    find_components,
    threshold_components,
)
from lenet.imaging.crop_and_center import frame_digit
from lenet.imaging.decode import Picture, open_picture
from lenet.imaging.grayscale import GrayImage, to_grayscale
from lenet.imaging.ink_polarity import Polarity, ink_is_dark
from lenet.imaging.normalization import normalize, to_image
from lenet.imaging.shadow_removal import flatten_illumination, subtract_paper

MAX_SIDE = 640  # pixels to which the longer side is reduced; thin strokes stay visible


@dataclass(frozen=True)
class Prepared:
    """One digit, ready for the network.

    Attributes:
        tensor: `(1, 1, 32, 32)` float32, background -0.424 and full ink 2.821.
        steps: Name of each step -> its image `(H, W)` or `(H, W, 3)` uint8, in order:
            open, gray, flatten, ink, clean, crop, center, input.
        box: Left, top, right, bottom of the digit in pixels of the upright picture.
    """

    tensor: Tensor
    steps: dict[str, NDArray[np.uint8]]
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Page:
    """A picture and its ink, separated from the paper.

    Attributes:
        steps: The steps open, gray, flatten and ink of Prepared.
        ink: `(H, W)` uint8, ink bright on 0; the step "ink".
        components: The connected components of the ink.
        matrix: That of GrayPicture.
        is_repaired: Whether the ink was changed, so that gaps may be filled.
    """

    steps: dict[str, NDArray[np.uint8]]
    ink: GrayImage
    components: Components
    matrix: NDArray[np.float64]
    is_repaired: bool = False

    def to_picture_box(
        self, box: tuple[int, int, int, int]
    ) -> tuple[int, int, int, int]:
        """Convert a box from pixels of `ink` to pixels of the upright picture."""
        return _map_box(self.matrix, box)

    def to_ink_box(self, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Convert a box from pixels of the upright picture to pixels of `ink`."""
        return _map_box(cv2.invertAffineTransform(self.matrix), box)


def _map_box(
    matrix: NDArray[np.float64], box: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """Return the upright box around a box that an affine map has moved."""
    left, top, right, bottom = box
    x, y = matrix @ [[left, right, left, right], [top, top, bottom, bottom], [1] * 4]
    return round(x.min()), round(y.min()), round(x.max()), round(y.max())


def prepare(
    picture: Picture,
    *,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
) -> Prepared:
    """Bring one digit of any size, position, paper and ink to the form of MNIST.

    The options switch single steps off, to show their effect. The network was trained
    on digits in the form that all steps together give.

    Args:
        picture: Anything that open_picture takes: a path, bytes, an image, an array.
        polarity: Whether the ink is "dark" or "light"; "auto" decides.
        crop: Cut the digit out; otherwise the whole picture is used.
        center: Fit the digit into 20x20 without distortion and place its center of mass
            in the middle; otherwise it is stretched to 28x28.
    Raises:
        BadPicture: The picture cannot be read.
        NoDigitFound: The picture is blank.
        ValueError: The polarity is not one of these three.
    Source: LeCun et al., 1998, section III-A, for the 20x20 box and the center of mass.
    """
    return prepare_page(find_ink(picture, polarity=polarity), crop=crop, center=center)


def prepare_page(page: Page, *, crop: bool = True, center: bool = True) -> Prepared:
    """Bring the one digit of a page to the form of MNIST; see prepare."""
    selected = main_digit(page.components)
    clean, mask = extract_ink(page.ink, page.components, selected)
    cropped, framed, box = frame_digit(clean, mask, crop=crop, center=center)
    left, top, width, height = box
    box = page.to_picture_box((left, top, left + width, top + height))
    return prepared_digit(page.steps | {"clean": clean}, cropped, framed, box)


def prepared_digit(
    steps: dict[str, NDArray[np.uint8]],
    crop: GrayImage,
    image: GrayImage,
    box: tuple[int, int, int, int],
) -> Prepared:
    """Bring a digit that is cut out to the form of the network's input.

    Args:
        steps: The steps before, from open to clean.
        crop: `(H, W)` uint8, its ink.
        image: `(28, 28)` uint8, the digit in the form of MNIST.
        box: As Prepared has it.
    """
    tensor = normalize(torch.from_numpy(image)[None])
    steps = steps | {"crop": crop, "center": image, "input": to_image(tensor)}
    return Prepared(tensor, steps, box)


@dataclass(frozen=True)
class GrayPicture:
    """A picture, opened and converted to grayscale.

    Attributes:
        color: `(H, W, 3)` uint8, or `(H, W)` where the file is grayscale.
        gray: `(H, W)` uint8.
        matrix: `(2, 3)`, an affine map of points of `gray` to points of the upright
            picture in the file.
    """

    color: NDArray[np.uint8]
    gray: GrayImage
    matrix: NDArray[np.float64]

    @cached_property
    def dark_ink(self) -> GrayImage:
        """What is darker than the paper: `(H, W)` uint8, bright on 0."""
        return flatten_illumination(self.gray, True, replicate_border=True)

    @cached_property
    def light_ink(self) -> GrayImage:
        """What is lighter than the paper: `(H, W)` uint8, bright on 0."""
        return flatten_illumination(self.gray, False, replicate_border=True)


def open_gray(picture: Picture) -> GrayPicture:
    """Open a picture and convert it to grayscale.

    Raises:
        BadPicture: The picture cannot be read.
    """
    image, (width, height) = open_picture(picture, max_side=MAX_SIDE)
    color = np.asarray(image)
    gray = to_grayscale(color)
    scale = np.array([[width / gray.shape[1], 0, 0], [0, height / gray.shape[0], 0]])
    return GrayPicture(color, gray, scale)


def find_ink(picture: Picture, *, polarity: Polarity = "auto") -> Page:
    """Open a picture, decide the polarity of its ink and remove the background.

    Raises:
        BadPicture, NoDigitFound, ValueError: As `prepare` does.
    """
    opened = open_gray(picture)
    return separate_ink(opened, ink_is_dark(opened.gray, polarity))


def separate_ink(
    picture: GrayPicture,
    dark_ink: bool,
    *,
    is_tight: bool = False,
    repair: Callable[[GrayImage], GrayImage] | None = None,
) -> Page:
    """Remove the background of a picture whose ink is dark or light.

    Args:
        is_tight: The picture shows nothing but its digits, which may touch its border.
    Raises:
        NoDigitFound: Nothing stands out.
    """
    if is_tight:
        ink = subtract_paper(picture.gray, dark_ink)
    else:
        ink = picture.dark_ink if dark_ink else picture.light_ink
    flattened = ~ink if dark_ink else ink
    if repair:
        ink = repair(ink)
    steps = {"open": picture.color, "gray": picture.gray}
    steps |= {"flatten": flattened, "ink": ink}
    components = (
        threshold_components(ink, is_tight=True) if is_tight else find_components(ink)
    )
    return Page(steps, ink, components, picture.matrix, repair is not None)
