"""Threads that read pictures and evaluate networks, each of them on one core.

The threads of torch wait for each other in busy loops. While something else uses the cores,
such as a training run, that makes one digit take 40 to 130 ms instead of 5.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import torch

from lenet.predict import read_digits
from lenet.reading.found import Reading

Result = TypeVar("Result")


def _use_one_core() -> None:
    """Limit this thread to one core.

    torch takes the limit over for all threads that start later, so another thread sets
    it back.
    """
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    others = threading.Thread(target=torch.set_num_threads, args=(cores,))
    others.start()
    others.join()


_WORKERS = ThreadPoolExecutor(2, "worker", initializer=_use_one_core)
_BACKGROUND_WORKERS = ThreadPoolExecutor(3, "background", initializer=_use_one_core)
_TEACHING_WORKERS = ThreadPoolExecutor(2, "teaching", initializer=_use_one_core)


def run_in_worker(function: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Call `function` in a worker, wait for it, and raise what it raises."""
    return _WORKERS.submit(function, *args, **kwargs).result()


def read_in_worker(picture: Any, **options: Any) -> Reading:
    """Call predict.read_digits in a worker."""
    return run_in_worker(read_digits, picture, **options)


def submit_in_background(function: Callable[..., Result], *args: Any) -> Future[Result]:
    """Begin a call that may take seconds, where no reading has to wait for it."""
    return _BACKGROUND_WORKERS.submit(function, *args)


def run_in_background(function: Callable[..., Result], *args: Any) -> Result:
    """Call `function` as submit_in_background does, and wait for its result."""
    return submit_in_background(function, *args).result()


def submit_teaching(function: Callable[..., Result], *args: Any) -> Future[Result]:
    """Begin a call that takes a second and that a visitor waits for, in turn."""
    return _TEACHING_WORKERS.submit(function, *args)
