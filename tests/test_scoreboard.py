import json

import pytest
from PIL import Image

from lenet.checkpoint import load_model
from lenet.evaluation.corruptions import CORRUPTIONS
from lenet.evaluation.scores import Score, score_folder, score_mnist
from tests.handwriting import draw_digit
from tests.photos import write_page


@pytest.fixture(scope="module")
def shipped():
    return load_model()


@pytest.fixture
def folder(tmp_path):
    """Five labelled pictures, one with a label that is not what it shows."""
    pictures = {
        "three.png": draw_digit(3),
        "liar.png": draw_digit(7),
        "blank.png": draw_digit(1) | 255,
    }
    pictures["two rows.png"] = write_page(
        [[255 - draw_digit(d) for d in row] for row in ((4, 2), (7, 6))]
    )
    for name, picture in pictures.items():
        Image.fromarray(picture).save(tmp_path / name)
    rows = ["file,label", "three.png,3", "liar.png,2", "blank.png,none"]
    rows += ["two rows.png,42 76", "missing.png,5"]
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    return tmp_path


def test_a_folder_is_scored_by_whole_texts_and_wrong_ones_are_listed(shipped, folder):
    score = score_folder(shipped, folder)
    assert (score.correct, score.count) == (3, 5)
    assert score.worst[0] == "liar.png: 2, read as 7"
    assert "missing.png does not exist" in score.worst[1]


def test_single_takes_each_picture_for_one_digit(shipped, folder):
    (folder / "labels.csv").write_text("file,label\nthree.png,3\nliar.png,7\n")
    assert score_folder(shipped, folder, single=True).correct == 2


def test_mnist_is_scored_on_all_its_digits(shipped, mnist_folder):
    score = next(score_mnist(shipped, mnist_folder))
    assert score.count == 30 and score.correct >= 27 and "test digits" in score.name


def test_every_damage_has_a_row(shipped, mnist_folder):
    rows = {score.name: score for score in score_mnist(shipped, mnist_folder)}
    assert len(rows) == 1 + len(CORRUPTIONS)
    assert all(score.count == 30 for score in rows.values())
    whole = next(iter(rows.values())).correct
    assert rows["dark on light, prepared"].correct >= whole - 2


def test_the_markdown_table_has_a_row_for_everything(call, folder, mnist_folder):
    flags = ("--folder", folder, "--data-dir", mnist_folder, "--markdown")
    lines = call("lenet.scoreboard", *flags)[1].splitlines()
    assert len(lines) == 2 + 1 + len(CORRUPTIONS) + 1
    assert {line.count("|") for line in lines} == {5}


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (0, 4, 0.0, 0.4899)],
)
def test_interval_is_wilsons(right, count, low, high):
    assert Score("", right, count).interval == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize("right", [0, 45])
def test_an_interval_stays_within_none_and_all(right):
    low, high = Score("", right, 45).interval
    assert 0 <= low < high <= 1


def test_a_folder_without_labels_is_refused(shipped, tmp_path):
    with pytest.raises(OSError, match="labels.csv"):
        score_folder(shipped, tmp_path)
    (tmp_path / "labels.csv").write_text("name,digit\n")
    with pytest.raises(ValueError, match="rows of file and label"):
        score_folder(shipped, tmp_path)


def test_the_command_prints_json_lines(call, folder, mnist_folder):
    flags = ("--folder", folder, "--data-dir", mnist_folder, "--json")
    code, out, _ = call("lenet.scoreboard", *flags)
    mnist, *_, own = map(json.loads, out.splitlines())
    assert code == 0 and mnist["count"] == 30 and own["right"] == 3
    assert own["interval"][0] < own["accuracy"] < own["interval"][1]


def test_a_missing_folder_is_one_line_and_exit_code_1(call, tmp_path, mnist_folder):
    flags = ("--folder", tmp_path / "none", "--data-dir", mnist_folder)
    code, _, error = call("lenet.scoreboard", *flags)
    assert code == 1 and "labels.csv" in error and "\n" not in error
