"""What visitors upload: how large it may be, where it is stored, and for how long.

Gradio stores uploads, and pictures that it shows, in one folder, which all Gradio programs
of a machine share and which nothing is ever deleted from. It names files by their content,
so two visitors may share one: a file is deleted some time after its last use.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio import processing_utils
from gradio.utils import get_upload_folder

from lenet.app.localization import say
from lenet.imaging.errors import BadPicture

DEFAULT_UPLOAD_MB = 10  # of one file
MAX_UPLOAD_MB = 1000  # the highest limit that the server can be given
MAX_STORED_BYTES = 2**30  # of all uploads together
FOLDER_VARIABLE = "GRADIO_TEMP_DIR"
KEEP_UPLOADS_SECONDS = 600  # after the last use: the page may ask for a photo again
KEEP_API_UPLOADS_SECONDS = 30  # the same for what /recognize has read
CLEANUP_INTERVAL_SECONDS = 10


def forbid_url_downloads() -> None:
    """Keep Gradio from fetching an address that a visitor sends instead of a file."""

    async def refuse(*_: object, **__: object) -> str:
        raise gr.Error(say("request_error.address"), print_exception=False)

    processing_utils.async_ssrf_protected_download = refuse


def bad_upload(reason: str) -> BadPicture:
    """Make the error for an upload or a drawing that is refused before it is opened."""
    return BadPicture(say(f"picture_error.{reason}"), reason)


def stored_path(upload: Any) -> Path:
    """Give the path of an upload; Gradio itself does not check every form of it.

    Raises:
        BadPicture: Gradio did not store it, so nobody may read it.
    """
    try:
        path = Path(upload["path"]).resolve()
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise bad_upload("not_received") from error
    if not path.is_relative_to(Path(get_upload_folder()).resolve()):
        raise bad_upload("not_received")
    extend_lifetime(path)
    return path


@dataclass
class UploadFolder:
    """A folder with its limits.

    Attributes:
        max_file_bytes: The size of the largest upload.
        bytes: The size of all files at the last cleanup.
    """

    path: Path
    max_file_bytes: int
    bytes: int = 0

    @property
    def is_full(self) -> bool:
        return self.bytes > MAX_STORED_BYTES

    def clean_until(self, stopped: threading.Event) -> None:
        while not stopped.wait(CLEANUP_INTERVAL_SECONDS):
            self.bytes = delete_expired(self.path)


@contextmanager
def upload_folder(max_megabytes: int) -> Iterator[UploadFolder]:
    """Give Gradio a folder, clean it regularly, and remove it at the end.

    The app has to be built inside: its components ask for the folder when they are made.

    Args:
        max_megabytes: The size of the largest upload.
    Raises:
        ValueError: It is out of range.
    """
    if not 1 <= max_megabytes <= MAX_UPLOAD_MB:
        sentence = f"--max-upload must be from 1 to {MAX_UPLOAD_MB} MB"
        raise ValueError(f"{sentence}, got {max_megabytes}")
    before, stopped = os.environ.get(FOLDER_VARIABLE), threading.Event()
    if before:
        Path(before).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="lenet-", dir=before, ignore_cleanup_errors=True
    ) as name:
        folder = UploadFolder(Path(name), max_megabytes * 2**20)
        os.environ[FOLDER_VARIABLE] = name
        threading.Thread(
            target=folder.clean_until, args=(stopped,), daemon=True
        ).start()
        try:
            yield folder
        finally:
            stopped.set()
            os.environ.pop(FOLDER_VARIABLE)
            if before:
                os.environ[FOLDER_VARIABLE] = before


def extend_lifetime(path: Path) -> None:
    """Count the age of a file from now on: it has just been used."""
    with suppress(OSError):
        os.utime(path)


def shorten_lifetime(path: Path) -> None:
    """Have a file deleted soon; no page shows it."""
    modified = time.time() - KEEP_UPLOADS_SECONDS + KEEP_API_UPLOADS_SECONDS
    with suppress(OSError):
        os.utime(path, (modified, modified))


def delete_expired(folder: Path, max_age: float = KEEP_UPLOADS_SECONDS) -> int:
    """Delete what was not used for `max_age` seconds; return the bytes that remain."""
    oldest, remaining = time.time() - max_age, 0
    for path in sorted(folder.rglob("*"), reverse=True):  # contents before their folder
        with suppress(OSError):  # it is gone already, or a folder is not empty
            file = path.lstat()
            if file.st_mtime >= oldest:
                remaining += file.st_size
            elif path.is_dir():
                path.rmdir()
            else:
                path.unlink()
    return remaining
