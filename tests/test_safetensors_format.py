"""Weights in the safetensors format, which other programs write and read too."""

import random

import pytest
import torch
from huggingface_hub import PyTorchModelHubMixin
from safetensors import safe_open
from safetensors.torch import save_file

from lenet.checkpoint import (
    UNKNOWN_RECORD,
    BadCheckpoint,
    load_model,
    load_record,
    save_folder,
    save_model,
    write_model,
)
from lenet.model import LeNet5

RECORD = {"preset": "best", "sure_from": 0.625, "config": {"lr": 1e-3, "steps": [1, 2]}}


@pytest.fixture
def path(untrained, tmp_path):
    write_model(untrained, tmp_path / "w.safetensors", RECORD)
    return tmp_path / "w.safetensors"


class FromHub(LeNet5, PyTorchModelHubMixin):
    """The network as people with huggingface_hub define it."""


def test_a_file_gives_equal_logits_the_threshold_and_the_record(untrained, path):
    images = torch.randn(2, 1, 32, 32)
    model = load_model(path)
    assert torch.equal(model(images), untrained(images)) and not model.training
    assert model.confidence_threshold == 0.625 and load_record(path) == RECORD


def test_the_library_itself_reads_the_file(untrained, path):
    with safe_open(path, "pt") as file:
        assert set(file.keys()) == set(untrained.state_dict())
        assert torch.equal(file.get_tensor("f6.bias"), untrained.f6.bias)
        assert file.metadata()["format"] == "pt"


def test_a_file_of_another_program_is_taken_with_an_unknown_record(untrained, path):
    save_file(untrained.state_dict(), path)
    images = torch.randn(2, 1, 32, 32)
    assert torch.equal(load_model(path)(images), untrained(images))
    assert load_record(path) == UNKNOWN_RECORD


def test_every_changed_byte_is_noticed(path):
    content = path.read_bytes()
    header = 8 + int.from_bytes(content[:8], "little")
    places = [
        *range(header),
        *random.Random(0).sample(range(header, len(content)), 100),
    ]
    for number, place in enumerate(places):
        changed = content[place] ^ (1, 32)[number % 2]
        path.write_bytes(content[:place] + bytes([changed]) + content[place + 1 :])
        with pytest.raises(BadCheckpoint):
            load_model(path)


def test_a_record_that_cannot_be_saved_leaves_the_old_file_unchanged(untrained, path):
    before = path.read_bytes()
    with pytest.raises(TypeError):
        save_model(untrained, path, {"seed": lambda: 2})
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["w.safetensors"]


def test_huggingface_hub_loads_our_folder_and_we_load_its_own(untrained, tmp_path):
    images = torch.randn(2, 1, 32, 32)
    save_folder(untrained, tmp_path / "ours", RECORD)
    theirs = FromHub.from_pretrained(tmp_path / "ours")
    assert torch.equal(theirs(images), untrained(images))
    assert load_record(tmp_path / "ours") == RECORD
    theirs.save_pretrained(tmp_path / "theirs")
    assert (tmp_path / "theirs" / "config.json").exists()
    assert torch.equal(load_model(tmp_path / "theirs")(images), untrained(images))
