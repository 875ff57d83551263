"""Timestamps of answers, so that ordering.js can drop those that arrive out of order."""

import time


def timestamp() -> dict[str, int]:
    """Give the entry of an answer that says when it was computed, in microseconds."""
    return {"timestamp": round(1e6 * time.monotonic())}
