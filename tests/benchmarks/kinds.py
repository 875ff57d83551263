"""How many pictures of each kind are read: python -m tests.benchmarks.kinds [COUNT].

The pictures are synthetic and made from MNIST's held-out training digits. A picture
counts if all of its text is read.
"""

import sys
import time

import numpy as np

from lenet.predict import read_digits
from tests.kinds import KINDS, make_writer

COUNT = 50  # pictures of a kind
SEED = 1


def main(count: int = COUNT) -> None:
    shares, slowest = [], 0.0
    writer = make_writer(SEED)
    for kind in KINDS:
        misread = []
        for _ in range(count):
            picture, text = kind(writer)
            start = time.perf_counter()
            answer = read_digits(picture).text
            slowest = max(slowest, time.perf_counter() - start)
            if answer != text:
                misread.append(f"{text} as {answer or 'nothing'}")
        shares.append(1 - len(misread) / count)
        examples = "; ".join(misread[:4])
        print(f"{kind.__name__:26} {100 * shares[-1]:5.1f} %  {examples}", flush=True)
    mean, lowest = 100 * np.mean(shares), 100 * min(shares)
    print(f"mean {mean:.1f} %, lowest {lowest:.1f} % ({count} a kind, seed {SEED})")
    print(f"slowest picture {1000 * slowest:.0f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
