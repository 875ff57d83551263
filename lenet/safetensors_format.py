"""Weights as a safetensors file: numbers and a text, where nothing can be run.

The file's metadata has the record as JSON, and a checksum of it and the numbers, because
the format itself does not notice a changed number.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor

RECORD, CHECKSUM = "record", "sha256"  # keys of the metadata
MAX_TENSORS = 100  # ten times those of LeNet-5
START = b'{"'  # of its header, after 8 bytes with the header's length


def is_safetensors(start: bytes) -> bool:
    """Tell from a file's first ten bytes whether it is in this format."""
    return start[8:10] == START


def to_safetensors(weights: dict[str, Tensor], record: dict[str, Any]) -> bytes:
    """Return the content of a safetensors file.

    Raises:
        TypeError: The record has a value that JSON has no form for.
    """
    metadata = {"format": "pt", RECORD: json.dumps(record)}
    return save(weights, metadata | {CHECKSUM: _checksum(weights, metadata)})


def from_safetensors(path: Path | str) -> tuple[dict[str, Tensor], dict | None]:
    """Read weights and record; the record is None in a file of another program.

    Raises:
        ValueError: The checksum is wrong, or there are too many tensors.
        Exception: Those of safetensors, for a file that is damaged in another way.
    """
    with safe_open(path, "pt") as file:
        if len(file.keys()) > MAX_TENSORS:
            raise ValueError("there are too many tensors")
        metadata = file.metadata() or {}
        weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    if not metadata.keys() & {RECORD, CHECKSUM}:
        return weights, None
    if metadata.pop(CHECKSUM, None) != _checksum(weights, metadata):
        raise ValueError("the checksum is wrong")
    return weights, json.loads(metadata[RECORD])


def _checksum(weights: dict[str, Tensor], metadata: dict[str, str]) -> str:
    digest = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode())
    for name in sorted(weights):
        digest.update(f"{name} {weights[name].dtype}".encode())
        digest.update(weights[name].numpy().tobytes())
    return digest.hexdigest()
