"""How long a picture takes from file to answer: python -m tests.benchmarks.prediction.

Median and range of 15 turns, the cases in turns so that a busy moment hits them all.
"""

import statistics
import time
from io import BytesIO

import numpy as np
from PIL import Image

from lenet.predict import read_digits, single_predict
from tests import photos
from tests.handwriting import draw_digit
from tests.photos import write_page

TURNS = 15


def jpeg(picture: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=90)
    return file.getvalue()


def cases() -> dict:
    """Name of each case -> a call that reads its picture."""
    drawing = draw_digit(5, side=500)
    photo = write_page([[255 - draw_digit(5)]], height=900, margin=0.5)
    side = (4000 - photo.shape[1]) // 2, (3000 - photo.shape[0]) // 2
    photo = np.pad(photo, ((side[1],) * 2, (side[0],) * 2, (0, 0)), "edge")
    big = jpeg(photos.add_noise(photo, 3))
    rows = [[255 - draw_digit((r + k) % 10) for k in range(6)] for r in range(4)]
    page = write_page(rows, height=120)
    return {
        "drawing, 500x500": lambda: single_predict(drawing),
        "JPEG, 12 megapixels": lambda: single_predict(big),
        "page of 24 digits": lambda: read_digits(page),
    }


def main() -> None:
    calls = cases()
    timed = {name: [] for name in calls}
    for turn in range(TURNS + 2):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            if turn >= 2:  # the first two warm up
                timed[name].append(1000 * (time.perf_counter() - start))
    for name, milliseconds in timed.items():
        low, high = min(milliseconds), max(milliseconds)
        median = statistics.median(milliseconds)
        print(f"{name:22} {median:6.1f} ms  ({low:.1f} to {high:.1f})")


if __name__ == "__main__":
    main()
