"""The zip of the examples, and files that are none."""

import base64
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from lenet.app.teach.archive import MAX_MEMBER_BYTES, read_archive, write_archive
from lenet.app.teach.hand import CannotTeach
from lenet.evaluation.scores import read_labels, score_folder
from lenet.training.examples import Example, load_examples

HEADER = "file,label\n"


@pytest.fixture
def examples(read) -> list[Example]:
    return [Example(read[3].image, 3), Example(read[5].image, 5)]


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def png(side: int = 28, value: int = 255) -> bytes:
    file = io.BytesIO()
    Image.new("L", (side, side), value).save(file, "PNG")
    return file.getvalue()


def packed(**members: str | bytes) -> str:
    """Pack a zip; the names of the members have _ for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return encoded(file.getvalue())


def reason(archive: object, max_examples: int = 50) -> str:
    with pytest.raises(CannotTeach) as error:
        read_archive(archive, max_examples)
    return error.value.key.removeprefix("hand_error.")


def test_examples_are_read_again_pixel_by_pixel(examples):
    examples.append(Example(examples[0].image, None))
    again = read_archive(encoded(write_archive(examples)), 50)
    assert [one.label for one in again] == [3, 5, None]
    for one, other in zip(examples, again):
        assert np.array_equal(one.image, other.image)


def test_the_commands_read_the_unpacked_folder(examples, shipped, tmp_path):
    with zipfile.ZipFile(io.BytesIO(write_archive(examples))) as archive:
        archive.extractall(tmp_path)
    assert read_labels(tmp_path) == [("01.png", "3"), ("02.png", "5")]
    assert score_folder(shipped, tmp_path, single=True).correct == 2
    loaded = load_examples(tmp_path, shipped)
    assert [one.label for one in loaded.values()] == [3, 5]


def test_a_folder_that_was_packed_as_well_is_found(examples):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_archive(examples))) as archive,
        zipfile.ZipFile(file, "w") as packed_again,
    ):
        for name in archive.namelist():
            packed_again.writestr(f"my digits/{name}", archive.read(name))
    assert len(read_archive(encoded(file.getvalue()), 50)) == 2


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, "table"),
        ({"a_png": png()}, "table"),
        ({"labels_csv": "name,what\na.png,3\n"}, "table"),
        ({"labels_csv": b"\xff\xfe"}, "table"),
        ({"labels_csv": HEADER}, "table"),
        ({"labels_csv": HEADER + "a.png,33\n", "a_png": png()}, "label"),
        ({"labels_csv": HEADER + "a.png\n", "a_png": png()}, "label"),
        ({"labels_csv": HEADER + "b.png,3\n", "a_png": png()}, "picture"),
        ({"labels_csv": HEADER + "../a.png,3\n", "a_png": png()}, "picture"),
        ({"labels_csv": HEADER + "/etc/passwd,3\n"}, "picture"),
        ({"labels_csv": HEADER + "a.png,3\n", "a_png": png(side=29)}, "picture"),
        ({"labels_csv": HEADER + "a.png,3\n", "a_png": png(value=0)}, "picture"),
        ({"labels_csv": HEADER + "a.png,3\n", "a_png": b"cos\nsystem"}, "picture"),
        ({"labels_csv": HEADER + "a.png,3\n", "a_png": png()[:40]}, "picture"),
        ({"labels_csv": HEADER + "a.png,3\n" * 51, "a_png": png()}, "too_many"),
        ({"labels_csv": HEADER, "a_png": b"0" * 9 * MAX_MEMBER_BYTES}, "table"),
        ({"labels_csv": b"0" * 9 * MAX_MEMBER_BYTES}, "too_large"),
    ],
)
def test_a_zip_that_is_no_examples_is_refused(members, expected):
    assert reason(packed(**members)) == expected


def test_what_is_no_zip_is_refused(examples):
    whole = write_archive(examples)
    for content in (b"", b"PK", whole[:-30], whole[:200]):
        assert reason(encoded(content)) == "unreadable"
    for forged in (None, 7, "not base64", {"a": 1}):
        assert reason(forged) == "unreadable"
    assert reason("A" * 2_000_000) == "too_large"


def test_a_picture_that_grows_when_it_is_unpacked_is_refused():
    table = HEADER + "a.png,3\n"
    bomb = packed(labels_csv=table, a_png=b"0" * 100 * MAX_MEMBER_BYTES)
    assert reason(bomb) == "too_large"
