import importlib
import os
from pathlib import Path

import pytest

from tests.benchmarks.comparison import format_ratios, format_values, machine_load

BENCHMARKS = [path.stem for path in Path(__file__).parent.glob("*.py")]


def test_values_are_printed_as_median_and_range():
    assert format_values([3.0, 1.0, 8.0]).split() == ["3.00", "(1.00", "to", "8.00)"]


def test_ratios_are_taken_within_each_turn():
    ratios = format_ratios([10.0, 20.0, 30.0], [2.0, 5.0, 5.0])
    assert ratios.split() == ["5.00", "(4.00", "to", "6.00)"]


@pytest.mark.parametrize(("load", "state"), [(0.2, "quiet"), (3.0, "busy")])
def test_a_busy_machine_is_named(monkeypatch, load, state):
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    assert f"load {load}" in machine_load() and state in machine_load().split("(")[1]


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_finds_what_it_imports(name):
    importlib.import_module(f"tests.benchmarks.{name}")
