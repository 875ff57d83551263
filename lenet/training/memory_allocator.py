"""What the C library does with memory that is free again; changes no result.

Linux's glibc gives large blocks back to the kernel at once, and every training step
then pays for having their pages zeroed anew: a tenth of `best`'s time on one thread, a
quarter of `quick`'s on two. Of threads that have ended it keeps all.
"""

import ctypes
import sys
from collections.abc import Callable

# Numbers of mallopt's options, and the values that glibc's own guesses may grow to.
MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1
LARGEST_KEPT, MAX_STORED = 32 * 2**20, 64 * 2**20  # bytes: of one block, and of all


def keep_freed_memory() -> None:
    """Let freed blocks stay with this process, for the next step to take."""
    mallopt = _of_glibc("mallopt")
    mallopt(MMAP_THRESHOLD, LARGEST_KEPT)
    mallopt(TRIM_THRESHOLD, MAX_STORED)


def release_freed_memory() -> None:
    """Give the kernel all that is free, when a run is over."""
    _of_glibc("malloc_trim")(0)


def _of_glibc(name: str) -> Callable[..., int]:
    """Give its function of that name; other C libraries have none, and do nothing."""
    found = getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    return found or (lambda *_: 0)
