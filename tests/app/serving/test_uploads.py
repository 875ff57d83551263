"""The folder of uploads, and how long files stay in it."""

import os

from lenet.app.serving.uploads import (
    delete_expired,
    extend_lifetime,
    shorten_lifetime,
    upload_folder,
)


def test_files_in_use_stay_and_expired_ones_are_deleted(tmp_path):
    for name in ("used", "unused", "read"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.png").write_bytes(b"x" * 100)
        os.utime(tmp_path / name / "a.png", (0, 0))
    extend_lifetime(tmp_path / "used" / "a.png")
    shorten_lifetime(tmp_path / "read" / "a.png")
    delete_expired(tmp_path)
    assert sorted(p.parent.name for p in tmp_path.rglob("*.png")) == ["read", "used"]
    assert delete_expired(tmp_path, max_age=-1) == 0  # now the ones in use too
    assert not list(tmp_path.rglob("*"))


def test_the_upload_folder_is_removed_and_gradio_s_own_is_set_back(monkeypatch):
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    with upload_folder(10) as uploads:
        assert os.environ["GRADIO_TEMP_DIR"] == str(uploads.path)
        (uploads.path / "a.png").write_bytes(b"x")
    assert not uploads.path.exists() and "GRADIO_TEMP_DIR" not in os.environ
