"""Weights are saved and loaded with their record, and bad files are refused."""

import pickle
import resource

import pytest
import torch

from lenet.checkpoint import (
    UNKNOWN_RECORD,
    BadCheckpoint,
    load_model,
    load_record,
    save_model,
)
from lenet.model import LeNet5
from lenet.paths import SHIPPED_WEIGHTS
from lenet.training.config import TrainingConfig
from lenet.training.presets import PRESETS


class Payload:
    """An object that creates a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_saved_and_loaded_weights_give_equal_logits_and_the_record(untrained, tmp_path):
    images = torch.randn(2, 1, 32, 32)
    save_model(untrained, tmp_path / "new" / "w.pt", {"preset": "best", "seed": 3})
    assert torch.equal(load_model(tmp_path / "new" / "w.pt")(images), untrained(images))
    record = load_record(tmp_path / "new" / "w.pt")
    assert record["seed"] == 3 and record["versions"]["torch"] == torch.__version__


def test_the_confidence_threshold_is_loaded_from_the_record(untrained, tmp_path):
    save_model(untrained, tmp_path / "w.pt", {"sure_from": 0.625})
    assert load_model(tmp_path / "w.pt").confidence_threshold == 0.625
    save_model(untrained, tmp_path / "w.pt", {})
    assert (
        load_model(tmp_path / "w.pt").confidence_threshold
        == LeNet5().confidence_threshold
    )


@pytest.mark.parametrize("invalid", ["high", None, -1, 1.5, float("nan")])
def test_an_invalid_threshold_raises_bad_checkpoint(untrained, tmp_path, invalid):
    save_model(untrained, tmp_path / "w.pt", {"sure_from": invalid})
    with pytest.raises(BadCheckpoint, match=r"w\.pt"):
        load_model(tmp_path / "w.pt")


def test_a_loaded_model_is_in_eval_mode(untrained, tmp_path):
    save_model(untrained, tmp_path / "w.pt", {})
    assert not load_model(tmp_path / "w.pt").training


def test_an_interrupted_save_leaves_the_old_file_unchanged(untrained, tmp_path):
    save_model(untrained, tmp_path / "w.pt", {"seed": 1})
    before = (tmp_path / "w.pt").read_bytes()
    with pytest.raises((pickle.PicklingError, AttributeError)):
        save_model(untrained, tmp_path / "w.pt", {"seed": lambda: 2})
    assert (tmp_path / "w.pt").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["w.pt"]


def test_a_full_disk_is_an_os_error_and_leaves_the_old_file_unchanged(
    untrained, tmp_path
):
    save_model(untrained, tmp_path / "w.pt", {"seed": 1})
    before = (tmp_path / "w.pt").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError):
            save_model(untrained, tmp_path / "w.pt", {"seed": 2})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "w.pt").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["w.pt"]


@pytest.mark.parametrize("wrapped", [dict, lambda weights: weights])
def test_a_plain_state_dict_is_taken_with_an_unknown_record(
    untrained, tmp_path, wrapped
):
    torch.save(wrapped(untrained.state_dict()), tmp_path / "w.pt")
    model, images = load_model(tmp_path / "w.pt"), torch.randn(2, 1, 32, 32)
    assert torch.equal(model(images), untrained(images)) and not model.training
    assert model.confidence_threshold == LeNet5().confidence_threshold
    assert load_record(tmp_path / "w.pt") == UNKNOWN_RECORD


@pytest.mark.parametrize("change", ["missing", "additional", "other shape", "a word"])
def test_a_state_dict_of_another_network_raises_bad_checkpoint(
    untrained, tmp_path, change
):
    weights = untrained.state_dict()
    changed = {"missing": {}, "additional": {"c7.bias": torch.zeros(3)}}
    changed |= {"other shape": {"f6.bias": torch.zeros(3)}, "a word": {"f6.bias": "a"}}
    if change == "missing":
        del weights["f6.bias"]
    torch.save(dict(weights) | changed[change], tmp_path / "w.pt")
    with pytest.raises(BadCheckpoint, match="holds no LeNet-5 weights"):
        load_model(tmp_path / "w.pt")


def test_a_file_with_code_is_refused_and_the_code_is_not_run(tmp_path):
    torch.save({"weights": Payload(tmp_path / "ran")}, tmp_path / "w.pt")
    with pytest.raises(BadCheckpoint):
        load_model(tmp_path / "w.pt")
    (tmp_path / "plain.pt").write_bytes(pickle.dumps(Payload(tmp_path / "ran")))
    with pytest.raises(BadCheckpoint):
        load_model(tmp_path / "plain.pt")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"\x80\x04."])
def test_a_file_of_another_kind_raises_bad_checkpoint_with_its_name(tmp_path, content):
    (tmp_path / "w.pt").write_bytes(content)
    with pytest.raises(BadCheckpoint, match=r"w\.pt is not a weights file"):
        load_model(tmp_path / "w.pt")


def test_a_truncated_file_raises_bad_checkpoint(untrained, tmp_path):
    save_model(untrained, tmp_path / "w.pt", {})
    content = (tmp_path / "w.pt").read_bytes()
    (tmp_path / "w.pt").write_bytes(content[: len(content) // 2])
    with pytest.raises(BadCheckpoint):
        load_model(tmp_path / "w.pt")


@pytest.mark.parametrize("content", [[1, 2], {"weights": 3}, {"weights": {}}, {}])
def test_a_file_with_other_content_raises_bad_checkpoint(tmp_path, content):
    torch.save(content, tmp_path / "w.pt")
    with pytest.raises(BadCheckpoint, match="holds no LeNet-5 weights"):
        load_model(tmp_path / "w.pt")


def test_weights_of_another_network_raise_bad_checkpoint(tmp_path):
    save_model(LeNet5(num_classes=26), tmp_path / "w.pt", {})
    with pytest.raises(BadCheckpoint):
        load_model(tmp_path / "w.pt")


def test_weights_that_are_not_finite_raise_bad_checkpoint(untrained, tmp_path):
    torch.nn.init.constant_(untrained.f6.bias, float("nan"))
    save_model(untrained, tmp_path / "w.pt", {})
    with pytest.raises(BadCheckpoint, match="not finite"):
        load_model(tmp_path / "w.pt")


def test_a_missing_file_and_a_folder_raise_bad_checkpoint(tmp_path):
    with pytest.raises(BadCheckpoint, match="No such file"):
        load_model(tmp_path / "nothing.pt")
    with pytest.raises(BadCheckpoint, match="Is a directory"):
        load_model(tmp_path)


def test_a_very_large_file_is_refused_without_reading_it(tmp_path):
    with open(tmp_path / "w.pt", "wb") as file:
        file.truncate(10**9)
    with pytest.raises(BadCheckpoint, match="too large"):
        load_model(tmp_path / "w.pt")


def test_the_shipped_weights_have_a_record_of_their_training():
    record = load_record(SHIPPED_WEIGHTS)
    # A setting that is newer than the run has its default, with which it has no effect.
    assert record["preset"] == "best"
    assert TrainingConfig(**record["config"]) == PRESETS["best"]
    assert record["validation"]["count"] == 5000
    assert record["test"]["count"] == 10_000
    assert record["test"]["errors"] <= 120  # 98.8 %
