"""Select the components of ink that are the digit, and remove all other ink."""

import cv2
import numpy as np
from numpy.typing import NDArray

from lenet.imaging.connected_components import Components, plausible_digits
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.grayscale import GrayImage


def main_digit(components: Components) -> NDArray[np.bool_]:
    """Select the components of one digit: the largest one and other strokes near it.

    A component that touches the border counts a quarter of its area. Surroundings are
    selected only if no other component has at least a twentieth of the picture's side.
    Components near the largest one and not much smaller are strokes of the same digit.

    Raises:
        NoDigitFound: There are no components.
    """
    left, top, right, bottom = components.boxes.T
    touches_border = components.touches_border
    plausible = plausible_digits(components)
    candidates = plausible if plausible.any() else components.is_surroundings
    weight = candidates * components.areas / np.where(touches_border, 4, 1)
    if not weight.any():
        raise NoDigitFound("The picture holds soft shadows, but no strokes.")
    main = int(weight.argmax())
    gap_x = np.maximum(left - right[main], left[main] - right)
    gap_y = np.maximum(top - bottom[main], top[main] - bottom)
    longer = max(right[main] - left[main], bottom[main] - top[main])
    near = np.maximum(gap_x, gap_y) < 0.25 * longer
    selected = near & (components.areas > 0.03 * components.areas[main])
    selected &= touches_border <= touches_border[main]
    selected[0] = False
    return selected


def extract_ink(
    ink: GrayImage,
    components: Components,
    selected: NDArray[np.bool_],
    region: tuple[slice, slice] = np.s_[:, :],
) -> tuple[GrayImage, GrayImage]:
    """Return the selected components' ink, scaled to the level 255, and their mask.

    Args:
        selected: `(components + 1,)` bool.
        region: Rows and columns of the part to return.
    """
    values = np.where(selected, 255, 0).astype(np.uint8)
    mask = values.take(components.labels[region], mode="clip")
    with_edge = cv2.dilate(mask, np.ones((3, 3), np.uint8))  # the strokes' soft edge
    scaled = cv2.convertScaleAbs(ink[region], alpha=255 / components.ink_level)
    return scaled & with_edge, mask
