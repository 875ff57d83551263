"""Readings and examinations on threads of their own, each on one core.

Torch's threads wait for each other by spinning. While something else keeps the cores
busy, a training run say, that makes one digit take 40 to 130 ms instead of 5.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import torch

from lenet.predict import read_digits
from lenet.reading.page import Reading

Result = TypeVar("Result")


def _keep_to_one_core() -> None:
    """Set this thread's cores; torch then takes them for every thread yet to come."""
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    others = threading.Thread(target=torch.set_num_threads, args=(cores,))
    others.start()
    others.join()


_READERS = ThreadPoolExecutor(2, "reader", initializer=_keep_to_one_core)
_EXAMINERS = ThreadPoolExecutor(3, "examiner", initializer=_keep_to_one_core)


def run_in_worker(work: Callable[..., Result], *given: Any, **options: Any) -> Result:
    """Do `work` here, wait for it, and raise what it raises."""
    return _READERS.submit(work, *given, **options).result()


def read_in_worker(picture: Any, **options: Any) -> Reading:
    """Do as predict.read_digits does, and raise what it raises."""
    return run_in_worker(read_digits, picture, **options)


def submit_in_background(work: Callable[..., Result], *given: Any) -> "Future[Result]":
    """Begin `work`, which may take seconds, where no reading has to wait for it."""
    return _EXAMINERS.submit(work, *given)


def run_in_background(work: Callable[..., Result], *given: Any) -> Result:
    """Do the same and wait for it."""
    return submit_in_background(work, *given).result()
