import json
import re

import pytest
from PIL import Image

from lenet.evaluation.corruptions import CORRUPTIONS
from lenet.evaluation.scores import read_labels
from tests.handwriting import draw_digit


@pytest.fixture
def folder(tmp_path):
    """Two labeled pictures, one with a wrong label."""
    for name, digit in (("three.png", 3), ("mislabeled.png", 7)):
        Image.fromarray(draw_digit(digit)).save(tmp_path / name)
    (tmp_path / "labels.csv").write_text("file,label\nthree.png,3\nmislabeled.png,2\n")
    return tmp_path


def test_text_lists_the_errors_of_a_folder(call, folder, mnist_folder):
    flags = ("--folder", folder, "--data-dir", mnist_folder)
    code, out, _ = call("lenet.scoreboard", *flags)
    *_, score, error = out.splitlines()
    assert code == 0 and "1 of 2   50.00 %  95 % interval" in score
    assert error == "    mislabeled.png: 2, read as 7"


def test_the_markdown_table_has_a_row_for_each_score(call, folder, mnist_folder):
    flags = ("--folder", folder, "--data-dir", mnist_folder, "--markdown")
    lines = call("lenet.scoreboard", *flags)[1].splitlines()
    assert len(lines) == 2 + 1 + len(CORRUPTIONS) + 1
    assert {line.count("|") for line in lines} == {5}


def test_json_has_one_object_per_line(call, folder, mnist_folder):
    flags = ("--folder", folder, "--data-dir", mnist_folder, "--json")
    code, out, _ = call("lenet.scoreboard", *flags)
    mnist, *_, pictures = map(json.loads, out.splitlines())
    assert code == 0 and mnist["count"] == 30 and pictures["right"] == 1
    assert pictures["interval"][0] < pictures["accuracy"] < pictures["interval"][1]
    assert pictures["worst"] == ["mislabeled.png: 2, read as 7"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (None, "cannot read .*labels.csv: No such file"),
        (b"", "needs a first line file,label"),
        (b"file;label\nthree.png;3\n", "needs a first line file,label"),
        (b"file,label\n", "needs a first line file,label"),
        (b"file,label\nthree.png\n", "a row without a file or a label"),
        (b"file,label\nnone.png,3\nthree.png,3\n", "1 of 2 files .*such as none.png"),
        (b"file,label\n.,3\n", "1 of 1 files"),
        (b"\xff\xfe\0", "is not a table in UTF-8"),
        (b"file,label\n\0,3\n", "labels.csv"),
    ],
)
def test_a_mistake_in_a_folder_is_told_before_anything_is_measured(
    call, folder, mnist_folder, table, sentence
):
    (folder / "labels.csv").unlink()
    if table is not None:
        (folder / "labels.csv").write_bytes(table)
    flags = ("--folder", folder, "--data-dir", mnist_folder)
    code, out, error = call("lenet.scoreboard", *flags)
    assert (code, out) == (1, "") and "\n" not in error
    assert re.search(sentence, error)


def test_a_missing_folder_is_one_line_and_exit_code_1(call, tmp_path):
    code, out, error = call("lenet.scoreboard", "--folder", tmp_path / "none")
    assert (code, out) == (1, "") and "labels.csv" in error and "\n" not in error


def test_a_table_from_excel_is_understood(folder):
    (folder / "labels.csv").write_bytes(b"\xef\xbb\xbffile,label\r\nthree.png,3\r\n")
    assert read_labels(folder) == [("three.png", "3")]
