"""The corpus on disk, and the results of reading all of it."""

from pathlib import Path

import pytest

from tests.hostile.pictures import Bad, bad_pictures, three
from tests.hostile.reading_process import Result, read_pictures


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Bad]:
    folder = tmp_path_factory.mktemp("corpus")
    corpus = {folder / bad.name: bad for bad in bad_pictures()}
    for path, bad in corpus.items():
        path.write_bytes(bad.content)
    return corpus


@pytest.fixture(scope="session")
def results(corpus: dict[Path, Bad]) -> list[tuple[Bad, Result]]:
    """Every file with the result of reading it in a process with limited memory."""
    return list(zip(corpus.values(), read_pictures(list(corpus)), strict=True))


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of a 3 that can be read."""
    path = tmp_path_factory.mktemp("good") / "three.png"
    three().save(path)
    return path
