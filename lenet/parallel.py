"""Call a function for many items on all cores, in processes.

Processes and not threads: most of the time that a picture takes is Python's own, and
only one thread at a time can run that. Each process uses one thread of torch: several
wait for each other in busy loops, which costs more than they save on small images.
"""

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import cv2
import torch

Item, Result = TypeVar("Item"), TypeVar("Result")
MIN_ITEMS = 64  # for fewer, starting processes costs more than it saves
MIN_ITEMS_OF_A_PROCESS = 16
CHUNK_SIZE = 4  # items that are sent to a process at a time
_function: Callable = len  # of a worker process, which _start_worker sets


def map_in_order(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    processes: int,
    start_method: str = "spawn",
) -> Iterator[Result]:
    """Yield the results of `function` for all items, in their order.

    Ctrl-C and the end of the iterator end the processes at once.

    Args:
        function: If there are several processes, it and its results can be pickled.
        processes: 1 calls it in this process.
        start_method: Of multiprocessing. "fork" takes milliseconds where "spawn" takes
            seconds, but its processes hang if torch or OpenCV has used several threads.
    """
    if processes == 1:
        yield from map(function, items)
        return
    context = multiprocessing.get_context(start_method)
    # Pickled here and in _call: the pool would send each tensor as an open file.
    with context.Pool(processes, _start_worker, (pickle.dumps(function),)) as pool:
        for result in pool.imap(_call, items, CHUNK_SIZE):
            yield pickle.loads(result)


def number_of_processes(count: int) -> int:
    """Tell how many processes are worth their start for `count` items."""
    if count < MIN_ITEMS:
        return 1
    if hasattr(os, "sched_getaffinity"):  # the cores that this process may use
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(cores, count // MIN_ITEMS_OF_A_PROCESS)


def _start_worker(function: bytes) -> None:
    global _function
    _function = pickle.loads(function)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    torch.set_num_threads(1)
    cv2.setNumThreads(1)


def _call(item: object) -> bytes:
    return pickle.dumps(_function(item))
