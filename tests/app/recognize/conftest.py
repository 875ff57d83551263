"""What the tests of the Recognize tab share: the network, a page with 75, an upload folder."""

from functools import partial

import pytest

from lenet.app.recognize.examples import make_examples
from lenet.app.recognize.photo import Photos
from lenet.data.splits import load_evaluation_digits
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


@pytest.fixture(scope="session")
def seventy_five(shipped):
    """The digits 7 and 5 of one page."""
    page = write_page([[255 - draw_digit(digit) for digit in (7, 5)]])
    return read_digits(page, model=shipped).digits


@pytest.fixture
def uploads(tmp_path, monkeypatch):
    """The folder where Gradio stores what visitors send."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


@pytest.fixture
def photos(mnist_folder):
    """The examples, and 30 test digits whose labels are their last decimal."""
    return Photos(make_examples(), partial(load_evaluation_digits, mnist_folder))
