"""Readings on threads of their own, each on one core.

Torch's threads wait for each other by spinning. While something else keeps the cores
busy, a training run say, that makes one digit take 40 to 130 ms instead of 5.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch

from lenet.predict import read_digits
from lenet.reading import Reading


def _keep_to_one_core() -> None:
    """Set this thread's cores; torch then takes them for every thread yet to come."""
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    others = threading.Thread(target=torch.set_num_threads, args=(cores,))
    others.start()
    others.join()


_READERS = ThreadPoolExecutor(2, "reader", initializer=_keep_to_one_core)


def read_on_one_core(picture: Any, **options: Any) -> Reading:
    """Do as predict.read_digits does, and raise what it raises."""
    return _READERS.submit(read_digits, picture, **options).result()
