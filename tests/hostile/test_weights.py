"""No code in a weights file is run, and a bad file is refused with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lenet.checkpoint import BadCheckpoint, load_model, load_record
from tests.hostile.weights import BAD, planted
from tests.server import ROOT

# Prints how many MB of memory each file takes at most while it is refused.
LOAD_EACH = """
import sys
from lenet.checkpoint import BadCheckpoint, load_model
from tests.hostile.reading_process import peak_kilobytes, reset_peak
load_model()  # loads what is loaded only once
for path in sys.argv[1:]:
    before = reset_peak()
    try:
        load_model(path)
    except BadCheckpoint:
        print((peak_kilobytes() - before) / 1024)
"""


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
    with pytest.raises(BadCheckpoint, match=r"weights\.pt"):
        load_model(path)
    assert not proof.exists()


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_bad_weights_file_takes_100_mb_of_memory(tmp_path, proof):
    paths = [tmp_path / kind for kind in BAD]
    for kind, path in zip(BAD, paths, strict=True):
        path.write_bytes(BAD[kind](proof))
    command = [sys.executable, "-c", LOAD_EACH, *map(str, paths)]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    megabytes = dict(zip(BAD, map(float, done.stdout.split()), strict=True))
    assert max(megabytes.values()) < 100, megabytes


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
