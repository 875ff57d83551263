"""Draw the page's icon: python -m tests.icon writes it."""

from pathlib import Path

import cv2
import numpy as np

from tests.handwriting import draw_digit

FILE = Path(__file__).parents[1] / "lenet" / "app" / "serving" / "icon.png"
SIDE = 512
INK, PAPER = (60, 140, 250), (17, 15, 15)  # blue, green, red: orange on black


def draw_icon() -> np.ndarray:
    """Draw a handwritten 5, in OpenCV's order of colors; a phone may round its corners."""
    return draw_digit(5, side=SIDE, pen=0.1, ink=INK, paper=PAPER)


if __name__ == "__main__":
    cv2.imwrite(str(FILE), draw_icon())
