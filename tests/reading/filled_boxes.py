"""Pages whose digits are filled boxes, for tests of the geometry."""

import numpy as np

from lenet.imaging.connected_components import Components, find_components


def components_of(
    *boxes: tuple[int, int, int, int], size: tuple[int, int] = (400, 600)
) -> Components:
    """Fill boxes, given as left, top, right, bottom, with ink and find them again."""
    ink = np.zeros(size, np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 255
    return find_components(ink)
