"""What the commands have in common: how they end, and the files that they write.

An error that a person can cause is one line on the terminal, never a traceback. Output
files are checked before the work of minutes or hours whose result they will hold.
"""

import gc
import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

INTERRUPTED = 130  # the exit code that shells give to Ctrl-C


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import large libraries without looking for garbage among their objects.

    The search takes a quarter of the time. What has been imported stays, so that later
    searches leave it out too.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def errors_in_one_line(program: str, *others: type[Exception]) -> Iterator[None]:
    """End the program with one line and exit code 1 for an error of what is inside.

    Args:
        program: The name at the start of the line.
        others: The errors besides OSError and ValueError that a person can cause.
    """
    try:
        yield
    except BrokenPipeError:  # such as `| head -1`: nobody reads the output any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        sys.exit(f"{program}: {describe(error)}")
    except (ValueError, *others) as error:
        sys.exit(f"{program}: {error}")
    except KeyboardInterrupt:
        print(f"{program}: stopped by Ctrl-C", file=sys.stderr)
        sys.exit(INTERRUPTED)


def describe(error: OSError) -> str:
    """Say what failed with which file, without the number of the error."""
    if not error.strerror:
        return str(error)
    file = error.filename2 or error.filename
    return f"{file}: {error.strerror}" if file else error.strerror


def check_output(path: Path, formats: Collection[str] = ()) -> None:
    """Check that a file can be written, and create its folder if there is none.

    Args:
        formats: The suffixes that are possible, without their dots; none allows all.
    Raises:
        OSError: The folder cannot be created or written to.
        ValueError: The path is that of a folder or a device, or has another suffix.
    """
    if path.exists() and not path.is_file():
        raise ValueError(f"{path} is not a file that can be written")
    suffix = path.suffix.removeprefix(".").lower()
    if formats and suffix not in formats:
        raise ValueError(f"{path} must end in .{', .'.join(sorted(formats))}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:  # which names the temporary file
        reason = f"nothing can be written there ({error.strerror})"
        raise OSError(f"{path.parent}: {reason}") from error
