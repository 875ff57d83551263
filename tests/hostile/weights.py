"""Bad weights files: planted code, bombs, other networks, damaged files."""

import io
import json
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from lenet.model import LeNet5
from lenet.safetensors_format import to_safetensors

Maker = Callable[[Path], bytes]  # takes the file that planted code would write


class Planted:
    """An object that writes a file when it is unpickled."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple:
        return Path.write_text, (self.proof, "this code has run")


def saved(content: object, **options: object) -> bytes:
    file = io.BytesIO()
    torch.save(content, file, **options)
    return file.getvalue()


def ours(**changed: object) -> dict:
    """Give what save_model writes, with some of it changed."""
    return {"weights": LeNet5().state_dict(), "record": {"sure_from": 0.5}} | changed


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def planted_in_a_zip(proof: Path) -> bytes:
    """Make a file in torch's format with another pickle in it."""
    return repacked(lambda name, data: planted(proof) if "data.pkl" in name else data)


def planted(proof: Path) -> bytes:
    return pickle.dumps({"weights": Planted(proof), "record": {}})


def planted_before_a_good_file(proof: Path) -> bytes:
    return pickle.dumps(Planted(proof)) + saved(ours())


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(saved(ours()))) as archive:
        files = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return zipped(files, zipfile.ZIP_STORED)


def with_weights(change: Callable[[torch.Tensor], object]) -> bytes:
    weights = {name: change(value) for name, value in LeNet5().state_dict().items()}
    return saved(ours(weights=weights))


def bomb(_: Path) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("archive/version", b"3\n")
        with archive.open("archive/data.pkl", "w", force_zip64=True) as member:
            for _ in range(500):
                member.write(bytes(2**20))
    return file.getvalue()


def scripted(_: Path) -> bytes:
    file = io.BytesIO()
    torch.jit.save(torch.jit.trace(nn.Linear(2, 2), torch.zeros(1, 2)), file)
    return file.getvalue()


def tarred(proof: Path) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name in ("storages", "tensors", "pickle"):
            member = tarfile.TarInfo(name)
            member.size = len(planted(proof))
            archive.addfile(member, io.BytesIO(planted(proof)))
    return file.getvalue()


def safe(weights: dict | None = None, record: object = None) -> bytes:
    """Give a safetensors file as save_model writes it."""
    return to_safetensors(weights or LeNet5().state_dict(), record or {})


def safe_with_many_tensors(count: int) -> bytes:
    return safe({str(name): torch.zeros(0) for name in range(count)})


def safe_with_too_few_numbers(count: int) -> bytes:
    """Give a file whose header tells of more numbers than there are."""
    place = {"dtype": "F32", "shape": [count], "data_offsets": [0, 4 * count]}
    header = json.dumps({"f6.bias": place}).encode().replace(b" ", b"")
    return len(header).to_bytes(8, "little") + header + bytes(4 * 84)


def safe_with_long_header(length: int) -> bytes:
    return length.to_bytes(8, "little") + b'{"a":' + b" " * (3 * 2**20)


BAD: dict[str, Maker] = {
    "safetensors with another number": lambda _: safe()[:-1] + b"\x7f",
    "safetensors with another record": lambda _: safe(
        record={"sure_from": 0.5}
    ).replace(b"0.5", b"0.6"),
    "safetensors of another shape": lambda _: safe(
        LeNet5().state_dict() | {"f6.bias": torch.zeros(85)}
    ),
    "safetensors with an additional tensor": lambda _: safe(
        LeNet5().state_dict() | {"c7.bias": torch.zeros(3)}
    ),
    "safetensors with a header of 3 MB": lambda _: safe_with_long_header(3 * 2**20),
    "safetensors with a header of 1 TB": lambda _: safe_with_long_header(2**40),
    "safetensors with 70,000 tensors": lambda _: safe_with_many_tensors(70_000),
    "safetensors with a billion missing numbers": lambda _: safe_with_too_few_numbers(
        10**9
    ),
    "safetensors cut in half": lambda _: safe()[:100_000],
    "safetensors with 5 MB": lambda _: safe({"c1.bias": torch.zeros(5 * 2**18)}),
    "safetensors without numbers": lambda _: safe(
        {name: value * float("nan") for name, value in LeNet5().state_dict().items()}
    ),
    "safetensors with a record that is a number": lambda _: safe(record=3),
    "pickled code": planted,
    "pickled code in torch's zip": planted_in_a_zip,
    "pickled code before a good file": planted_before_a_good_file,
    "pickled code beside the weights": lambda proof: saved(ours(record=Planted(proof))),
    "pickled code in torch's old form": lambda proof: saved(
        Planted(proof), _use_new_zipfile_serialization=False
    ),
    "pickled code in torch's oldest form": tarred,
    "a whole module": lambda _: saved(LeNet5()),
    "a script": scripted,
    "empty": lambda _: b"",
    "text": lambda _: b"hello",
    "an empty zip": lambda _: zipped({}),
    "a zip of other things": lambda _: zipped({"../../etc/passwd": b"root"}),
    "a zip in a zip": lambda _: zipped({"archive/data.pkl": saved(ours())}),
    "a zip that unpacks to 500 MB": bomb,
    "cut in half": lambda _: saved(ours())[:100_000],
    "cut near its end": lambda _: saved(ours())[:-30],
    "pickle cut off": lambda _: repacked(lambda n, d: d[:50] if "pkl" in n else d),
    "numbers cut off": lambda _: repacked(lambda n, d: d[:9] if "/data/" in n else d),
    "5 MB": lambda _: saved(torch.zeros(5 * 2**18)),
    "no dict": lambda _: saved([1, 2, 3]),
    "a dict in circles": lambda _: saved(in_circles()),
    "another network": lambda _: saved(ours(weights=nn.Linear(3, 3).state_dict())),
    "no weights": lambda _: saved({"record": {}}),
    "pickled code in a plain state dict": lambda proof: saved(
        LeNet5().state_dict() | {"f6.bias": Planted(proof)}
    ),
    "a plain state dict without numbers": lambda _: saved(
        {name: value * float("nan") for name, value in LeNet5().state_dict().items()}
    ),
    "a plain state dict of words": lambda _: saved(
        dict.fromkeys(LeNet5().state_dict(), "word")
    ),
    "no record": lambda _: saved({"weights": LeNet5().state_dict()}),
    "weights that are words": lambda _: saved(ours(weights="weights")),
    "weights that are lists": lambda _: with_weights(lambda value: value.tolist()),
    "weights without numbers": lambda _: with_weights(lambda v: v.to("meta")),
    "weights that are no numbers": lambda _: with_weights(lambda v: v * float("nan")),
    "infinite weights": lambda _: with_weights(lambda value: value / 0),
    "a tensor of a billion from one number": lambda _: with_weights(
        lambda _: torch.zeros(1).expand(10**9)
    ),
    "a record that is a number": lambda _: saved(ours(record=3)),
    "sure from a word": lambda _: saved(ours(record={"sure_from": "often"})),
    "sure from 2": lambda _: saved(ours(record={"sure_from": 2.0})),
    "sure from no number": lambda _: saved(ours(record={"sure_from": float("nan")})),
}


def in_circles() -> dict:
    content = ours()
    content["weights"] = content
    return content
