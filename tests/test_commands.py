"""How the commands end, and which files they agree to write."""

import errno
import gc

import pytest

from lenet.commands import (
    INTERRUPTED,
    check_output,
    describe,
    errors_in_one_line,
    quick_imports,
)
from lenet.plots import FORMATS


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("seed must be 0 or more"), "x: seed must be 0 or more"),
        (OSError("no such host"), "x: no such host"),
        (OSError(errno.ENOSPC, "No space left", "w.pt"), "x: w.pt: No space left"),
        (KeyError("k"), "x: 'k'"),
        (KeyboardInterrupt(), INTERRUPTED),
    ],
)
def test_an_error_of_a_person_ends_the_program_with_one_line(error, line):
    with pytest.raises(SystemExit) as stop, errors_in_one_line("x", KeyError):
        raise error
    assert stop.value.code == line


def test_a_bug_keeps_its_traceback():
    with pytest.raises(TypeError), errors_in_one_line("x", KeyError):
        raise TypeError


def test_an_error_names_the_file_that_was_wanted_not_a_temporary_one():
    error = OSError(errno.EISDIR, "Is a directory", "tmp123", None, "w.pt")
    assert describe(error) == "w.pt: Is a directory"


def test_the_folder_of_an_output_is_made_and_nothing_is_left_in_it(tmp_path):
    check_output(tmp_path / "new" / "w.pt")
    assert list((tmp_path / "new").iterdir()) == []


def test_an_output_that_exists_stays_as_it_is(tmp_path):
    (tmp_path / "w.pt").write_text("old")
    check_output(tmp_path / "w.pt")
    assert (tmp_path / "w.pt").read_text() == "old"


def test_an_output_that_is_a_folder_or_a_device_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "..", type(tmp_path)("/dev/null")):
        with pytest.raises(ValueError, match="is not a file that can be written"):
            check_output(path)


def test_an_output_in_a_folder_that_cannot_be_written_to_is_refused(tmp_path):
    with pytest.raises(OSError, match="/proc: nothing can be written there"):
        check_output(type(tmp_path)("/proc/w.pt"))
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        check_output(tmp_path / "file" / "w.pt")


def test_a_picture_needs_the_suffix_of_one(tmp_path):
    check_output(tmp_path / "loss.PNG", FORMATS)
    for name in ("loss", "loss.pt", "png"):
        with pytest.raises(ValueError, match=f"{name} must end in .jpeg, .jpg"):
            check_output(tmp_path / name, FORMATS)


def test_garbage_is_looked_for_again_after_the_imports():
    gc.unfreeze()
    with pytest.raises(ImportError), quick_imports():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled() and gc.get_freeze_count() > 0
    gc.unfreeze()
