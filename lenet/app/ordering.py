"""When facts were begun or computed; latest.js tells those that were overtaken."""

import time


def now() -> dict[str, int]:
    """Give the part of facts that says so, in microseconds."""
    return {"at": round(1e6 * time.monotonic())}
