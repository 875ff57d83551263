import numpy as np
import pytest
from PIL import Image

from lenet.checkpoint import load_model
from lenet.imaging.errors import BadPicture
from lenet.training.examples import classify_examples, load_examples
from tests.handwriting import draw_digit


@pytest.fixture
def folder(tmp_path):
    Image.fromarray(draw_digit(3)).save(tmp_path / "three.png")
    Image.fromarray(draw_digit(7)).save(tmp_path / "seven.png")
    Image.fromarray(np.full((99, 99), 255, np.uint8)).save(tmp_path / "blank.png")
    return tmp_path


def write_labels(folder, *rows):
    (folder / "labels.csv").write_text("\n".join(["file,label", *rows]))


def test_pictures_are_prepared_as_single_digits(folder):
    write_labels(folder, "three.png,3", "seven.png,none", "blank.png,none")
    examples = load_examples(folder, load_model())
    assert [*examples] == ["three.png", "seven.png"]  # nothing is on the blank one
    assert [example.label for example in examples.values()] == [3, None]
    answers = classify_examples(load_model(), [*examples.values()])
    assert [answer.digit for answer in answers] == [3, 7]


@pytest.mark.parametrize("label", ["12", "x", "?", "", "٣"])
def test_a_label_that_is_not_one_digit_or_none_is_named(folder, label):
    write_labels(folder, f"three.png,{label}")
    with pytest.raises(ValueError, match="label of three.png must be one digit"):
        load_examples(folder, load_model())


def test_a_blank_picture_of_a_digit_is_named(folder):
    write_labels(folder, "three.png,3", "blank.png,5")
    with pytest.raises(ValueError, match="blank.png is blank, but its label is 5"):
        load_examples(folder, load_model())


def test_a_folder_of_blank_pictures_has_nothing_to_teach(folder):
    write_labels(folder, "blank.png,none")
    with pytest.raises(ValueError, match="nothing to teach in .*: all pictures"):
        load_examples(folder, load_model())


def test_a_file_that_is_no_picture_raises_an_error(folder):
    (folder / "bad.png").write_text("hello")
    write_labels(folder, "bad.png,5")
    with pytest.raises(BadPicture):
        load_examples(folder, load_model())
