"""Many items are worked on by several processes, and their results keep their order."""

import multiprocessing
import os
import time

import pytest
import torch

from lenet.imaging.errors import BadPicture
from lenet.parallel import MIN_ITEMS, map_in_order, number_of_processes


def wait_longer_for_early_items(item: int) -> tuple[torch.Tensor, int, int]:
    time.sleep((40 - item) / 400)
    return torch.full((3,), item), os.getpid(), torch.get_num_threads()


def fail(_item: int) -> None:
    raise BadPicture("a.png is blue.", "unreadable", name="a.png")


def test_results_of_several_processes_keep_the_order_of_the_items():
    files_before = len(os.listdir("/proc/self/fd"))
    results = map_in_order(wait_longer_for_early_items, range(40), 2)
    tensors, processes, threads = zip(*results)
    assert [tensor.tolist() for tensor in tensors] == [[n] * 3 for n in range(40)]
    assert os.getpid() not in processes and set(threads) == {1}
    assert len(os.listdir("/proc/self/fd")) < files_before + 10


def test_one_process_is_this_one():
    assert set(map_in_order(lambda _: os.getpid(), range(3), 1)) == {os.getpid()}


def test_few_items_are_worth_one_process_and_many_all_cores():
    cores = len(os.sched_getaffinity(0))
    assert number_of_processes(MIN_ITEMS - 1) == 1
    assert number_of_processes(100_000) == cores


def test_the_processes_end_with_the_iterator():
    results = map_in_order(wait_longer_for_early_items, range(40), 2)
    next(results)
    assert len(multiprocessing.active_children()) == 2
    results.close()
    assert multiprocessing.active_children() == []


def test_an_error_of_a_process_is_raised_as_it_was():
    with pytest.raises(BadPicture, match="^a.png is blue.$") as error:
        list(map_in_order(fail, [1], 2))
    assert error.value.reason == "unreadable"
    assert error.value.values == {"name": "a.png"}
