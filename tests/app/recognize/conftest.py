"""What the tests of the Recognize tab share: the network, a page with 75, an upload folder."""

import pytest

from lenet.checkpoint import load_model
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


@pytest.fixture(scope="session")
def shipped():
    return load_model()


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
