"""No code in a weights file is run, and a bad file is refused with a sentence."""

import os
import resource
from pathlib import Path

import pytest

from lenet.checkpoint import BadCheckpoint, load_model, load_record
from tests.hostile.weights import BAD, planted


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """The file that planted code would write."""
    return tmp_path / "proof"


def test_the_planted_code_runs_when_it_is_unpickled(proof):
    import pickle

    with pytest.raises(TypeError):  # write_text returns a number, not weights
        dict(pickle.loads(planted(proof))["weights"])
    assert proof.exists()


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_weights_file_is_refused_and_not_run(kind, tmp_path, proof):
    path = tmp_path / "weights.pt"
    path.write_bytes(BAD[kind](proof))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadCheckpoint, match=r"weights\.pt"):
        load_model(path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # in KB
    assert not proof.exists() and grown < 300 * 1024


@pytest.mark.parametrize("kind", [kind for kind in BAD if "code" in kind])
def test_reading_a_record_runs_no_code(kind, tmp_path, proof):
    path = tmp_path / "weights.pt"
    path.write_bytes(BAD[kind](proof))
    with pytest.raises(BadCheckpoint):
        load_record(path)
    assert not proof.exists()


@pytest.mark.parametrize("kind", ["pipe", "folder", "circle", "endless", "missing"])
def test_a_path_of_no_file_is_refused(kind, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "endless").symlink_to("/dev/zero")
    with pytest.raises(BadCheckpoint, match=kind):
        load_model(tmp_path / kind)


@pytest.mark.parametrize("command", ["demo.py", "lenet.predict"])
def test_a_command_with_planted_code_as_weights_prints_one_line(
    command, tmp_path, proof, call
):
    path = tmp_path / "weights.pt"
    path.write_bytes(BAD["pickled code in torch's zip"](proof))
    files = ["three.png"] if "predict" in command else []
    code, _, error = call(command, *files, "--weights", path)
    assert code == 1 and "\n" not in error
    assert "not a weights file" in error and not proof.exists()
