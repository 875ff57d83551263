"""What visitors send, on disk: a folder of this server's own, and nothing for long.

Gradio stores uploads, and pictures it shows, in one folder; by default all its programs
share it and nothing ever leaves. It names files by their content, so two visitors may
share one: a file is never deleted at once, but soon after its last use.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
from gradio import processing_utils

VARIABLE = "GRADIO_TEMP_DIR"
KEPT = 600  # seconds after its last use: the page may ask for a photo again
KEEP_API_UPLOADS_SECONDS = 30  # the same of what /recognize has read
SWEEP_EVERY_SECONDS = 10  # seconds


def forbid_url_downloads() -> None:
    """Keep Gradio from fetching the address that a visitor gives in an upload's place."""

    async def refuse(*_: object, **__: object) -> str:
        raise gr.Error("Send the picture itself.", print_exception=False)

    processing_utils.async_ssrf_protected_download = refuse


@dataclass
class UploadFolder:
    """A folder and how much lay in it at the last sweep."""

    path: Path
    bytes: int = 0

    def keep_swept(self, over: threading.Event) -> None:
        while not over.wait(SWEEP_EVERY_SECONDS):
            self.bytes = sweep(self.path)


@contextmanager
def upload_folder() -> Iterator[UploadFolder]:
    """Give Gradio a folder, keep it swept, and take it away in the end.

    The app has to be built inside: its parts ask for the folder when they are made.
    """
    outer, over = os.environ.get(VARIABLE), threading.Event()
    if outer:
        Path(outer).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="lenet-", dir=outer, ignore_cleanup_errors=True
    ) as name:
        folder = UploadFolder(Path(name))
        os.environ[VARIABLE] = name
        threading.Thread(target=folder.keep_swept, args=(over,), daemon=True).start()
        try:
            yield folder
        finally:
            over.set()
            os.environ.pop(VARIABLE)
            if outer:
                os.environ[VARIABLE] = outer


def keep(path: Path) -> None:
    """Count the time of a file anew: it has just been used."""
    with suppress(OSError):
        os.utime(path)


def expire_soon(path: Path) -> None:
    """Let a file go with one of the next sweeps; no page shows it."""
    when = time.time() - KEPT + KEEP_API_UPLOADS_SECONDS
    with suppress(OSError):
        os.utime(path, (when, when))


def sweep(folder: Path, kept: float = KEPT) -> int:
    """Delete what was not used for `kept` seconds; give the bytes that remain."""
    oldest, remaining = time.time() - kept, 0
    for path in sorted(folder.rglob("*"), reverse=True):  # contents before their folder
        with suppress(OSError):  # somebody else was quicker, or a folder is not empty
            file = path.lstat()
            if file.st_mtime >= oldest:
                remaining += file.st_size
            elif path.is_dir():
                path.rmdir()
            else:
                path.unlink()
    return remaining
