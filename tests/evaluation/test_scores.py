import pytest
from PIL import Image

from lenet.evaluation.corruptions import CORRUPTIONS
from lenet.evaluation.scores import Score, score_folder, score_mnist
from tests.handwriting import draw_digit
from tests.photos import write_page


@pytest.fixture
def folder(tmp_path):
    """Five labeled pictures, one with a wrong label and one damaged."""
    pictures = {
        "three.png": draw_digit(3),
        "mislabeled.png": draw_digit(7),
        "blank.png": draw_digit(1) | 255,
    }
    pictures["two rows.png"] = write_page(
        [[255 - draw_digit(d) for d in row] for row in ((4, 2), (7, 6))]
    )
    for name, picture in pictures.items():
        Image.fromarray(picture).save(tmp_path / name)
    rows = ["file,label", "three.png,3", "mislabeled.png,2", "blank.png,none"]
    rows += ["two rows.png,42 76", "damaged.png,5"]
    (tmp_path / "damaged.png").write_text("hello")
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    return tmp_path


def test_a_folder_is_scored_by_whole_texts_and_errors_are_listed(shipped, folder):
    score = score_folder(shipped, folder)
    assert (score.correct, score.count) == (3, 5)
    assert score.errors[0] == "mislabeled.png: 2, read as 7"
    assert "damaged.png is not a picture" in score.errors[1]


def test_single_reads_each_picture_as_one_digit(shipped, folder):
    (folder / "labels.csv").write_text("file,label\nthree.png,3\nmislabeled.png,7\n")
    assert score_folder(shipped, folder, single=True).correct == 2


def test_a_folder_without_labels_raises_an_error(shipped, tmp_path):
    with pytest.raises(ValueError, match="labels.csv: No such file"):
        score_folder(shipped, tmp_path)
    (tmp_path / "labels.csv").write_text("name,digit\n")
    with pytest.raises(ValueError, match="a first line file,label"):
        score_folder(shipped, tmp_path)


def test_mnist_is_scored_on_all_its_digits(shipped, mnist_folder):
    score = next(score_mnist(shipped, mnist_folder))
    assert score.count == 30 and score.correct >= 27 and "test digits" in score.name


def test_every_corruption_has_a_score(shipped, mnist_folder):
    scores = {score.name: score for score in score_mnist(shipped, mnist_folder)}
    assert len(scores) == 1 + len(CORRUPTIONS)
    assert all(score.count == 30 for score in scores.values())
    uncorrupted = next(iter(scores.values()))
    assert scores["dark on light, prepared"].correct >= uncorrupted.correct - 2


@pytest.mark.parametrize(
    ("correct", "count", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (0, 4, 0.0, 0.4899)],
)
def test_the_interval_is_wilsons(correct, count, low, high):
    interval = Score("", correct, count).interval
    assert interval == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize("correct", [0, 45])
def test_the_interval_is_within_0_and_1(correct):
    low, high = Score("", correct, 45).interval
    assert 0 <= low < high <= 1
