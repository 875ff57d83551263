"""Whatever comes as a picture: an answer or one sentence, soon and in little memory."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lenet.imaging.errors import BadPicture
from lenet.imaging.preprocess import prepare
from tests.hostile.pictures import Bad
from tests.server import ROOT

MOST_SECONDS, MOST_MEGABYTES = 2, 500  # for each picture


def is_sentence(text: str) -> bool:
    """One line for people: no trace, no path, no control characters."""
    plain = text.isprintable() and "/" not in text and "Traceback" not in text
    return plain and len(text) < 300 and re.fullmatch(r".+\.", text) is not None


def verdict(text: str, sentence: str | None) -> str:
    return "refused" if sentence else "read" if text else "blank"


def test_the_corpus_is_large_and_every_file_has_its_own_name(corpus):
    assert len(corpus) >= 80


def test_each_bad_picture_gets_the_answer_it_deserves(answers):
    wrong = [
        (bad.name, answer)
        for bad, answer in answers
        if bad.verdict not in ("either", verdict(answer["text"], answer["sentence"]))
        or (bad.verdict == "read" and answer["text"] != "3")
    ]
    assert not wrong


def test_what_is_refused_is_refused_with_one_sentence(answers):
    said = [answer["sentence"] for _, answer in answers if answer["sentence"]]
    assert len(said) > 60 and not [text for text in said if not is_sentence(text)]


def test_a_single_digit_and_a_page_are_refused_alike(answers):
    assert not [bad.name for bad, a in answers if a["sentence"] != a["single"]]


def test_no_picture_takes_longer_than_two_seconds(answers):
    assert not [bad.name for bad, answer in answers if answer["seconds"] > MOST_SECONDS]


def test_no_picture_takes_more_than_500_megabytes(answers):
    assert max(answer["megabytes"] for _, answer in answers) > 10  # it is measured
    hungry = [bad.name for bad, a in answers if a["megabytes"] > MOST_MEGABYTES]
    assert not hungry


def predict(*files: Path | bytes, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "lenet.predict", *files]
    environment = os.environ | environment
    return subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True
    )


def test_the_command_line_goes_on_after_each_bad_picture(corpus, good):
    files = [file for bad in corpus for file in (bad, good)]
    done = predict("--json", *files)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert b"Warning" not in done.stderr and b"Traceback" not in done.stderr
    assert [answer["file"] for answer in said] == list(map(str, files))
    assert {answer["text"] for answer in said[1::2]} == {"3"}
    assert not wrong_on_the_command_line(list(corpus.values()), said[::2])


def wrong_on_the_command_line(corpus: list[Bad], said: list[dict]) -> list:
    return [
        (bad.name, answer)
        for bad, answer in zip(corpus, said, strict=True)
        if bad.verdict not in ("either", verdict(answer["text"], answer["error"]))
        or (answer["error"] and not is_sentence(answer["error"]))
    ]


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Paths that lead to no file, or to none that ever ends."""
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "circle.png").symlink_to(tmp_path / "circle.png")
    (tmp_path / "nowhere.png").symlink_to(tmp_path / "missing.png")
    (tmp_path / "zeros.png").symlink_to("/dev/zero")
    (tmp_path / "folder.png").mkdir()
    return {path.name: path for path in tmp_path.iterdir()} | {
        "missing": tmp_path / "missing.png",
        "too long": tmp_path / ("n" * 300),
        "null": Path(f"{tmp_path}/nu\0ll.png"),
        "nothing": Path(""),
    }


@pytest.mark.parametrize(
    "name",
    ["pipe.png", "circle.png", "nowhere.png", "zeros.png", "folder.png"]
    + ["missing", "too long", "null", "nothing"],
)
def test_what_is_no_file_gets_a_sentence_at_once(places, name):
    with pytest.raises(BadPicture) as refused:
        prepare(places[name])
    assert is_sentence(str(refused.value).replace("n" * 300, "n"))


def test_a_name_cannot_write_on_the_terminal_what_it_likes(tmp_path):
    (tmp_path / "\x1b[31mred\nline.png").write_text("hello")
    with pytest.raises(BadPicture) as refused:
        prepare(tmp_path / "\x1b[31mred\nline.png")
    assert is_sentence(str(refused.value)) and "red" in str(refused.value)


def test_a_name_of_no_encoding_is_read_and_told(tmp_path, good):
    name = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    Path(os.fsdecode(name)).write_bytes(good.read_bytes())
    done = predict(name, good, PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 0 and done.stdout.count(b": 3 (") == 2
