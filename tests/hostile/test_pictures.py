"""Reading a bad picture gives an answer or one sentence, quickly and in little memory."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lenet.imaging.errors import BadPicture
from lenet.imaging.preprocess import prepare
from lenet.predict import read_digits
from tests.hostile.pictures import Bad, bad_pictures
from tests.server import ROOT

MAX_CPU_SECONDS, MAX_MEGABYTES = 2, 500  # for each picture


def is_sentence(text: str) -> bool:
    """One line for people: no traceback, no path, no control characters."""
    plain = text.isprintable() and "/" not in text and "Traceback" not in text
    return plain and len(text) < 300 and re.fullmatch(r".+\.", text) is not None


def is_expected(bad: Bad, text: str, error: str | None) -> bool:
    """Tell whether this is a right result of reading `bad`."""
    if error and not is_sentence(error):
        return False
    verdict = "refused" if error else "read" if text else "blank"
    if bad.verdict == "read":
        return text == "3"
    return bad.verdict in ("either", verdict)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("bad", bad_pictures(per_group=4), ids=lambda bad: bad.name)
def test_a_bad_picture_is_read_or_refused_as_it_should_be(bad):
    text, error = "", None
    try:
        text = read_digits(bad.content).text
    except BadPicture as refused:
        error = str(refused)
    assert is_expected(bad, text, error)


@pytest.mark.exhaustive
def test_the_corpus_is_large_and_every_file_has_a_name_of_its_own(corpus):
    assert len(corpus) >= 80


@pytest.mark.exhaustive
def test_every_bad_picture_is_read_or_refused_as_it_should_be(results):
    assert not [
        (bad.name, result)
        for bad, result in results
        if not is_expected(bad, result["text"], result["error"])
    ]
    assert sum(result["error"] is not None for _, result in results) > 60


@pytest.mark.exhaustive
def test_the_same_pictures_are_refused_as_a_page_and_as_a_single_digit(results):
    assert not [bad.name for bad, r in results if r["error"] != r["error_single"]]


@pytest.mark.exhaustive
def test_no_picture_takes_more_than_two_seconds_of_cpu_time(results):
    assert not [bad.name for bad, r in results if r["cpu_seconds"] > MAX_CPU_SECONDS]


@pytest.mark.exhaustive
def test_no_picture_takes_more_than_500_megabytes(results):
    assert max(result["megabytes"] for _, result in results) > 10  # it is measured
    assert not [bad.name for bad, r in results if r["megabytes"] > MAX_MEGABYTES]


def predict(*files: Path | bytes, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "lenet.predict", *files]
    environment = os.environ | environment
    return subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True
    )


@pytest.mark.exhaustive
def test_the_command_line_goes_on_after_each_bad_picture(corpus, good):
    files = [file for bad in corpus for file in (bad, good)]
    done = predict("--json", *files)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert b"Warning" not in done.stderr and b"Traceback" not in done.stderr
    assert [answer["file"] for answer in answers] == list(map(str, files))
    assert {answer["text"] for answer in answers[1::2]} == {"3"}
    assert not [
        (bad.name, answer)
        for bad, answer in zip(corpus.values(), answers[::2], strict=True)
        if not is_expected(bad, answer["text"], answer["error"])
    ]


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    """Paths of no file, or of files that never end."""
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "circle.png").symlink_to(tmp_path / "circle.png")
    (tmp_path / "broken link.png").symlink_to(tmp_path / "missing.png")
    (tmp_path / "endless.png").symlink_to("/dev/zero")
    (tmp_path / "folder.png").mkdir()
    return {path.name: path for path in tmp_path.iterdir()} | {
        "missing": tmp_path / "missing.png",
        "too long": tmp_path / ("n" * 300),
        "null": Path(f"{tmp_path}/nu\0ll.png"),
        "empty": Path(""),
    }


@pytest.mark.parametrize(
    "name",
    ["pipe.png", "circle.png", "broken link.png", "endless.png", "folder.png"]
    + ["missing", "too long", "null", "empty"],
)
def test_a_path_of_no_file_is_refused_with_a_sentence(paths, name):
    with pytest.raises(BadPicture) as refused:
        prepare(paths[name])
    assert is_sentence(str(refused.value).replace("n" * 300, "n"))


def test_a_name_cannot_write_control_characters_to_the_terminal(tmp_path):
    (tmp_path / "\x1b[31mred\nline.png").write_text("hello")
    with pytest.raises(BadPicture) as refused:
        prepare(tmp_path / "\x1b[31mred\nline.png")
    assert is_sentence(str(refused.value)) and "red" in str(refused.value)


def test_a_name_that_is_no_valid_utf_8_is_read_and_printed(tmp_path, good):
    name = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    Path(os.fsdecode(name)).write_bytes(good.read_bytes())
    done = predict(name, good, PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 0 and done.stdout.count(b": 3 (") == 2
