"""Any picture of a digit -> the tensor LeNet-5 expects, one named step at a time.

Every step's image is kept, so that people can see the way. `prepare` takes one digit;
pages of several go the same steps from reading.py. Image processing is OpenCV's.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from lenet.imaging.components import (
    Components,
    NoDigitFound,
    extract_ink,
    find_components,
    main_digit,
)
from lenet.imaging.decode import BadPicture, Picture, open_picture
from lenet.imaging.illumination import GrayImage, flatten_illumination, to_grayscale
from lenet.imaging.polarity import ink_is_dark
from lenet.model import IMAGE_SIZE

__all__ = ["BadPicture", "NoDigitFound", "Page", "Picture", "Polarity", "Prepared"]
__all__ += ["find_ink", "frame_digit", "normalize", "open_picture", "prepare"]
__all__ += ["to_image"]
Polarity = Literal["auto", "dark", "light"]  # of the ink
MNIST_MEAN = 0.1307  # of MNIST's training pixels, scaled to [0, 1]
MNIST_STD = 0.3081
FRAME_SIZE = 28  # MNIST's images are 28x28 pixels,
DIGIT_SIZE = 20  # a digit's longer side fills 20 of them
STROKE_WIDTH = 2.4  # and its stroke is about so many wide
MAX_WORKING_SIDE = (
    640  # longer side that pictures are reduced to; a page's pen stays visible
)


@dataclass(frozen=True)
class Prepared:
    """A picture on its way to the network.

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
    """A picture with its ink lifted off the paper.

    Attributes:
        steps: open, gray, flatten and ink, as in Prepared.
        flat: `(H, W)` uint8, ink bright on 0; the step "ink".
        scale: Pixels of the whole picture to one of `flat`, across and down.
    """

    steps: dict[str, NDArray[np.uint8]]
    flat: GrayImage
    pieces: Components
    scale: tuple[float, float]

    def in_picture(self, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Give a box of `flat` in pixels of the whole upright picture."""
        return tuple(round(side * scale) for side, scale in zip(box, self.scale * 2))

    def in_ink(self, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Give a box of the whole upright picture in pixels of `flat`."""
        return tuple(round(side / scale) for side, scale in zip(box, self.scale * 2))


def prepare(
    picture: Picture,
    *,
    polarity: Polarity = "auto",
    crop: bool = True,
    center: bool = True,
) -> Prepared:
    """Bring one digit of any size, place, paper and ink to the form of MNIST.

    The switches are there to see what a step is good for; the network was trained on
    what all of them together give.

    Args:
        picture: Whatever open_picture takes: a path, bytes, a Pillow image, an array.
        polarity: "dark" or "light" takes that for the ink's tone, "auto" finds it.
        crop: Cut the digit out; otherwise the whole picture goes on.
        center: Keep its proportions, fit it into 20x20 and put its centre of mass in
            the middle; otherwise it is stretched over all of 28x28.
    Raises:
        BadPicture: The picture cannot be read.
        NoDigitFound: The picture is blank.
        ValueError: There is no such polarity.
    Source: LeCun et al., 1998, section III-A, for the 20x20 box and the centre of mass.
    """
    page = find_ink(picture, polarity=polarity)
    clean, mask = extract_ink(page.flat, page.pieces, main_digit(page.pieces))
    cut, framed, box = frame_digit(clean, mask, crop=crop, center=center)
    tensor = normalize(torch.from_numpy(framed)[None])
    ways = {"clean": clean, "crop": cut, "center": framed, "input": to_image(tensor)}
    left, top, width, height = box
    corners = (left, top, left + width, top + height)
    return Prepared(tensor, page.steps | ways, page.in_picture(corners))


def find_ink(picture: Picture, *, polarity: Polarity = "auto") -> Page:
    """Open a picture, find its polarity and take the paper away.

    Raises:
        BadPicture, NoDigitFound, ValueError: As prepare does.
    """
    if polarity not in get_args(Polarity):
        raise ValueError(f"polarity must be auto, dark or light, got {polarity}")
    image, (width, height) = open_picture(picture, longest=MAX_WORKING_SIDE)
    color = np.asarray(image)
    gray = to_grayscale(color)
    dark_ink = ink_is_dark(gray) if polarity == "auto" else polarity == "dark"
    flat = flatten_illumination(gray, dark_ink, endless=True)
    steps = {"open": color, "gray": gray}
    steps |= {"flatten": ~flat if dark_ink else flat, "ink": flat}
    scale = width / gray.shape[1], height / gray.shape[0]
    return Page(steps, flat, find_components(flat), scale)


def frame_digit(
    clean: GrayImage, mask: GrayImage, *, crop: bool = True, center: bool = True
) -> tuple[GrayImage, GrayImage, tuple[int, int, int, int]]:
    """Cut one digit out and bring it to MNIST's size, stroke and place.

    Args:
        clean: `(H, W)` its ink in shades, 0 elsewhere.
        mask: `(H, W)` 255 where its ink is, 0 elsewhere; not empty.
        crop, center: As prepare has them.
    Returns:
        The crop; the digit in 28x28; its left, top, width and height in `clean`.
    """
    cut, box = _crop(clean, mask) if crop else (clean, (0, 0, *clean.shape[::-1]))
    if center:
        return cut, _center(cut), box
    return (
        cut,
        cv2.resize(cut, (FRAME_SIZE, FRAME_SIZE), interpolation=cv2.INTER_AREA),
        box,
    )


def normalize(images: Tensor) -> Tensor:
    """Resize digits to 32x32, scale them to [0, 1] and normalize them as in training.

    Args:
        images: `(N, 28, 28)` uint8, ink bright on 0.
    Returns:
        `(N, 1, 32, 32)` float32, background -0.424 and full ink 2.821.
    """
    pixels = images[:, None].float() / 255
    size = (IMAGE_SIZE, IMAGE_SIZE)
    return standardize(functional.interpolate(pixels, size, mode="bilinear"))


def standardize(pixels: Tensor) -> Tensor:
    """Give tones in [0, 1] the mean and the spread that training digits have."""
    return (pixels - MNIST_MEAN) / MNIST_STD


def to_image(tensor: Tensor) -> GrayImage:
    """Turn one normalized input `(1, 1, 32, 32)` back into a picture `(32, 32)`."""
    unit = (tensor[0, 0] * MNIST_STD + MNIST_MEAN).clamp(0, 1)
    return (unit * 255).round().to(torch.uint8).numpy()


def _crop(
    clean: GrayImage, mask: GrayImage
) -> tuple[GrayImage, tuple[int, int, int, int]]:
    """Cut the digit out, a thin pen's stroke thickened to MNIST's.

    Across a stroke of width w the distance to its edge is w/4 in the mean; so the
    distance transform measures w.

    Returns:
        The crop, and left, top, width, height of the digit before thickening.
    """
    box = left, top, width, height = cv2.boundingRect(mask)
    digit = mask[top : top + height, left : left + width]
    digit = cv2.copyMakeBorder(digit, *[1] * 4, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.distanceTransform(digit, cv2.DIST_L2, cv2.DIST_MASK_5)
    stroke = 4 * float(inside[digit > 0].mean())
    wanted = STROKE_WIDTH / DIGIT_SIZE * max(width, height)
    extra = round(wanted - stroke)
    margin = max(extra, 0) + 1
    crop = clean[top : top + height, left : left + width]
    crop = cv2.copyMakeBorder(crop, *[margin] * 4, cv2.BORDER_CONSTANT, value=0)
    if extra > 0:
        pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (extra + 1, extra + 1))
        crop = cv2.dilate(crop, pen)
    x, y, w, h = cv2.boundingRect(crop)
    return crop[y : y + h, x : x + w], box


def _center(crop: GrayImage) -> GrayImage:
    """Fit the crop into 20x20 and put its centre of mass in the middle of 28x28."""
    height, width = crop.shape
    scale = DIGIT_SIZE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shrinks = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    digit = cv2.resize(crop, size, interpolation=shrinks)
    digit = cv2.convertScaleAbs(digit, alpha=255 / digit.max())
    moments = cv2.moments(digit)
    middle = (FRAME_SIZE - 1) / 2
    shift_x = middle - moments["m10"] / moments["m00"]
    shift_y = middle - moments["m01"] / moments["m00"]
    # The whole digit stays in the frame, however far off its centre of mass.
    shift_x = min(max(round(shift_x), 0), FRAME_SIZE - size[0])
    shift_y = min(max(round(shift_y), 0), FRAME_SIZE - size[1])
    framed = np.zeros((FRAME_SIZE, FRAME_SIZE), np.uint8)
    framed[shift_y : shift_y + size[1], shift_x : shift_x + size[0]] = digit
    return framed
