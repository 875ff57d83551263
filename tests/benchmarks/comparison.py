"""How benchmarks print what they measured: medians, ranges, and how busy the machine was.

Cases that are compared run in turn, several times, so that other load on the machine
affects them all. A ratio is taken within each turn.
"""

import os
import statistics
from collections.abc import Sequence


def format_values(values: Sequence[float]) -> str:
    """Format the median and the range."""
    return f"{statistics.median(values):8.2f}  ({min(values):.2f} to {max(values):.2f})"


def format_ratios(values: Sequence[float], others: Sequence[float]) -> str:
    """Format the median and the range of each value's ratio to the other of its turn."""
    return format_values([value / other for value, other in zip(values, others)])


def machine_load() -> str:
    """Tell how many processes wanted a core in the last minute, before a run."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    state = "busy: times are longer than they could be" if load > 0.5 else "quiet"
    return f"load {load:.1f} on {cores} cores before the run ({state})"
