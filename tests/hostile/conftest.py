"""The corpus on disk, made once, and what it takes to read all of it."""

from pathlib import Path

import pytest

from tests.hostile.pictures import Bad, all_bad, three
from tests.hostile.trial import try_pictures


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Bad]:
    folder = tmp_path_factory.mktemp("corpus")
    corpus = {folder / bad.name: bad for bad in all_bad()}
    for path, bad in corpus.items():
        path.write_bytes(bad.content)
    return corpus


@pytest.fixture(scope="session")
def answers(corpus: dict[Path, Bad]) -> list[tuple[Bad, dict]]:
    """What the package says to each file, and what that cost."""
    return list(zip(corpus.values(), try_pictures(list(corpus)), strict=True))


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of a 3 that anyone can read."""
    path = tmp_path_factory.mktemp("good") / "three.png"
    three().save(path)
    return path
