"""Save and load weights: a state dict with a record of how it was trained.

Saving is atomic, and loading runs no code from the file. The record is a dict of plain
values, most of which the training program chooses. Files are in the safetensors format;
those of torch.save, which end in .pt, can be saved and loaded too.
"""

import datetime
import io
import json
import os
import platform
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

import torch

from lenet.model import LeNet5
from lenet.paths import SHIPPED_WEIGHTS
from lenet.safetensors_format import from_safetensors, is_safetensors, to_safetensors

TORCH_SUFFIX = ".pt"  # of files in the format of torch.save
FOLDER_FILE = "model.safetensors"  # as huggingface_hub's PyTorchModelHubMixin names it
MAX_BYTES = 4 * 2**20  # 17 times the weights of LeNet-5
UNKNOWN_RECORD = {"preset": "unknown", "data": "unknown"}  # of a plain state dict


class BadCheckpoint(Exception):
    """The weights file is missing, damaged or of another network."""


def save_model(model: LeNet5, path: Path | str, record: dict[str, Any]) -> None:
    """Write weights and record to `path`; an interruption leaves an old file unchanged.

    Args:
        record: How the weights were trained: strings, numbers, lists and dicts of them.
            The date, the machine and the versions are added. Its key "sure_from" is
            the model's `confidence_threshold`.
    Raises:
        OSError: The folder cannot be created or written to, or the disk is full.
    """
    versions = {"python": platform.python_version(), "torch": str(torch.__version__)}
    record = record | {
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "threads": torch.get_num_threads(),
        "versions": versions,
    }
    write_model(model, path, record)


def write_model(model: LeNet5, path: Path | str, record: dict[str, Any]) -> None:
    """Write weights and record as save_model does, but add nothing to the record."""
    path = Path(path)
    weights = {
        name: value.cpu().contiguous() for name, value in model.state_dict().items()
    }
    if path.suffix == TORCH_SUFFIX:
        file = io.BytesIO()  # torch itself raises no OSError when the disk is full
        torch.save({"weights": weights, "record": record}, file)
        write_file(path, file.getvalue())
    else:
        write_file(path, to_safetensors(weights, record))


def save_folder(model: LeNet5, folder: Path | str, record: dict[str, Any]) -> None:
    """Write a folder as huggingface_hub's PyTorchModelHubMixin does; load_model reads it.

    The record is left as it is.

    Raises:
        OSError: As `save_model` does.
    """
    config = {"num_classes": model.output.out_features}
    write_model(model, Path(folder) / FOLDER_FILE, record)
    write_file(Path(folder) / "config.json", json.dumps(config, indent=2).encode())


def write_file(path: Path, content: bytes) -> None:
    """Write a file; an interruption leaves an old one unchanged.

    Raises:
        OSError: The folder cannot be created or written to, or the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644)  # temporary files are 0o600
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def load_model(path: Path | str = SHIPPED_WEIGHTS) -> LeNet5:
    """Load weights; the model is on the CPU, in eval mode.

    Args:
        path: A file of `save_model` or of `torch.save(model.state_dict(), path)`, or a
            folder of `save_folder` or of PyTorchModelHubMixin.
    Raises:
        BadCheckpoint: The file is missing, damaged or of another network.
    """
    model = LeNet5()
    try:
        content = _load_content(path)
        model.load_state_dict(content["weights"])
        threshold = content["record"].get("sure_from", model.confidence_threshold)
        model.confidence_threshold = float(threshold)
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise BadCheckpoint(f"{path} holds no LeNet-5 weights") from error
    if not all(value.isfinite().all() for value in model.parameters()):
        raise BadCheckpoint(f"{path} holds weights that are not finite numbers")
    if not 0 <= model.confidence_threshold <= 1:  # a NaN fails here too
        raise BadCheckpoint(
            f"{path} has a confidence threshold that is not between 0 and 1: "
            f"{model.confidence_threshold}"
        )
    return model.eval()


def load_record(path: Path | str = SHIPPED_WEIGHTS) -> dict[str, Any]:
    """Load the record of the weights in `path`, UNKNOWN_RECORD if they have none.

    Raises:
        BadCheckpoint: As `load_model` does.
    """
    try:
        return dict(_load_content(path)["record"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadCheckpoint(f"{path} holds no training record") from error


def _load_content(path: Path | str) -> Any:
    try:
        path = Path(path)
        if (path / FOLDER_FILE).exists():
            path = path / FOLDER_FILE
        if _check_before_loading(path):
            weights, record = from_safetensors(path)
            return {"weights": weights, "record": record or UNKNOWN_RECORD}
        with warnings.catch_warnings():  # torch warns of pickles, which are refused
            warnings.simplefilter("ignore")
            content = torch.load(path, map_location="cpu", weights_only=True)
        if isinstance(content, dict) and content.keys() == LeNet5().state_dict().keys():
            return {"weights": content, "record": UNKNOWN_RECORD}
        return content
    except OSError as error:
        raise BadCheckpoint(f"cannot read {path}: {error.strerror}") from error
    except BadCheckpoint:
        raise
    except Exception as error:  # torch and pickle raise exceptions of many types
        raise BadCheckpoint(f"{path} is not a weights file, or is damaged") from error


def _check_before_loading(path: Path) -> bool:
    """Refuse pipes, TorchScript and very large content; tell whether it is safetensors."""
    size = path.stat().st_size
    if not (path.is_file() or path.is_dir()):  # reading a pipe may block
        raise BadCheckpoint(f"{path} is not a file")
    if size <= MAX_BYTES and path.is_file():
        with open(path, "rb") as file:
            if is_safetensors(file.read(10)):
                return True
    if size <= MAX_BYTES:
        with zipfile.ZipFile(path) as archive:  # the format of torch.save
            size = sum(part.file_size for part in archive.infolist())
            if any(name.endswith("constants.pkl") for name in archive.namelist()):
                raise BadCheckpoint(f"{path} is a program, not weights")  # TorchScript
    if size > MAX_BYTES:
        raise BadCheckpoint(f"{path} is too large for LeNet-5 weights")
    return False
