"""The examples as a file: a zip with a PNG picture of each and labels.csv.

Unpacked, it is a folder that the commands' --folder and lenet.teach read. A zip that a
visitor sends is read in memory; nothing of it is written to a disk or run.
"""

import base64
import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np
from PIL import Image

from lenet.app.teach.hand import CannotTeach
from lenet.training.examples import NO_DIGIT_NAME, Example

MAX_ARCHIVE_BYTES = 2**20  # 50 examples take some 40,000
MAX_MEMBER_BYTES = 20_000  # of a picture, or of the table, unpacked
MAX_NAME_LENGTH = 60  # characters of a file's name in a sentence
TABLE = "labels.csv"
LABELS = {NO_DIGIT_NAME: None} | {str(digit): digit for digit in range(10)}


def too_large() -> CannotTeach:
    return CannotTeach("hand_error.too_large", megabytes=MAX_ARCHIVE_BYTES // 2**20)


def write_archive(examples: Sequence[Example]) -> bytes:
    """Give the content of a zip with the examples; the same ones give the same bytes."""
    content, table = io.BytesIO(), io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["file", "label"])
    with zipfile.ZipFile(content, "w") as archive:
        for number, example in enumerate(examples, start=1):
            name, picture = f"{number:02}.png", io.BytesIO()
            Image.fromarray(example.image).save(picture, "PNG")
            archive.writestr(zipfile.ZipInfo(name), picture.getvalue())
            rows.writerow(
                [name, NO_DIGIT_NAME if example.label is None else example.label]
            )
        archive.writestr(zipfile.ZipInfo(TABLE), table.getvalue())
    return content.getvalue()


def read_archive(encoded: object, max_examples: int) -> list[Example]:
    """Read the examples of a zip, as write_archive makes it and a page sends it in base64.

    Raises:
        CannotTeach: It is not such a zip, or too large.
    """
    if not isinstance(encoded, str):
        raise CannotTeach("hand_error.unreadable")
    if len(encoded) > MAX_ARCHIVE_BYTES * 4 // 3 + 4:
        raise too_large()
    try:
        content = base64.b64decode(encoded, validate=True)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read_members(archive, max_examples)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
        *(NotImplementedError, RuntimeError, ValueError),  # RuntimeError: a password
    ) as error:
        raise CannotTeach("hand_error.unreadable") from error


def _read_members(archive: zipfile.ZipFile, max_examples: int) -> list[Example]:
    names = archive.namelist()
    tables = [name for name in names if PurePosixPath(name).name == TABLE]
    if len(tables) != 1:
        raise CannotTeach("hand_error.table")
    folder = tables[0].removesuffix(TABLE)  # which may have been packed as well
    try:
        text = _read_member(archive, tables[0]).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CannotTeach("hand_error.table") from error
    if not rows or not {"file", "label"} <= rows[0].keys():
        raise CannotTeach("hand_error.table")
    if len(rows) > max_examples:
        raise CannotTeach("hand_error.too_many", count=max_examples)
    return [_read_example(archive, folder, row) for row in rows]


def _read_example(
    archive: zipfile.ZipFile, folder: str, row: dict[str, str]
) -> Example:
    file, label = row["file"] or "", row["label"]
    shown = file[:MAX_NAME_LENGTH]
    if label not in LABELS:
        raise CannotTeach("hand_error.label", file=shown)
    try:
        picture = io.BytesIO(_read_member(archive, folder + file))
        with Image.open(picture, formats=["PNG"]) as image:
            if image.size != (28, 28):
                raise CannotTeach("hand_error.picture", file=shown)
            pixels = np.array(image.convert("L"))
    except (KeyError, OSError, SyntaxError, ValueError) as error:
        raise CannotTeach("hand_error.picture", file=shown) from error
    if not pixels.any():
        raise CannotTeach("hand_error.picture", file=shown)
    return Example(pixels, LABELS[label])


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack a file of the zip, however large the zip says that it is."""
    with archive.open(name) as member:
        content = member.read(MAX_MEMBER_BYTES + 1)
    if len(content) > MAX_MEMBER_BYTES:
        raise too_large()
    return content
