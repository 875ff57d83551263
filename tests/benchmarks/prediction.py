"""The time from a picture's file to its answer: python -m tests.benchmarks.prediction.

It prints medians and ranges in milliseconds, and how many times longer each case takes
than the first one. The cases run one after the other several times, so that other load
on the machine affects all of them.
"""

import time
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image

from lenet.predict import read_digits, single_predict
from tests import photos
from tests.benchmarks.comparison import format_ratios, format_values, machine_load
from tests.handwriting import draw_digit
from tests.photos import write_page

REPEATS = 15
WARM_UP_REPEATS = 2


def encode_jpeg(picture: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=90)
    return file.getvalue()


def cases() -> dict[str, Callable[[], object]]:
    """Return the name of each case and a function that reads its picture."""
    drawing = draw_digit(5, side=500)
    photo = write_page([[255 - draw_digit(5)]], height=900, margin=0.5)
    x, y = (4000 - photo.shape[1]) // 2, (3000 - photo.shape[0]) // 2
    photo = np.pad(photo, ((y, y), (x, x), (0, 0)), "edge")
    large_photo = encode_jpeg(photos.add_noise(photo, 3))
    rows = [[255 - draw_digit((r + c) % 10) for c in range(6)] for r in range(4)]
    page = write_page(rows, height=120)
    return {
        "drawing, 500x500": lambda: single_predict(drawing),
        "JPEG, 12 megapixels": lambda: single_predict(large_photo),
        "page of 24 digits": lambda: read_digits(page),
    }


def main() -> None:
    print(machine_load(), flush=True)
    functions = cases()
    times = {name: [] for name in functions}
    for repeat in range(WARM_UP_REPEATS + REPEATS):
        for name, function in functions.items():
            start = time.perf_counter()
            function()
            if repeat >= WARM_UP_REPEATS:
                times[name].append(1000 * (time.perf_counter() - start))
    for name, milliseconds in times.items():
        ratios = format_ratios(milliseconds, next(iter(times.values())))
        print(f"{name:22} {format_values(milliseconds)} ms; times {ratios}")


if __name__ == "__main__":
    main()
