"""Weights on disk: a state dict with the record of how it was made.

Saving is atomic, loading runs no code from the file. What a record holds is decided by
whoever trained (train_model.py); here it is a dict of plain values.
"""

import datetime
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

MAX_BYTES = 4 * 2**20  # sixteen times a LeNet-5; whatever is larger is something else


class BadCheckpoint(Exception):
    """A weights file that is missing, damaged or not one of ours; says which."""


def save_model(model: LeNet5, path: Path | str, record: dict[str, Any]) -> None:
    """Write weights and record to `path`; a crash on the way leaves the old file whole.

    Args:
        record: How they were made: strings, numbers, lists and dicts of them. The date,
            the machine and the versions are added.
    Raises:
        OSError: The folder cannot be made or written to.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.cpu().contiguous() for name, value in model.state_dict().items()
    }
    record = record | {
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "threads": torch.get_num_threads(),
        "versions": {
            "python": platform.python_version(),
            "torch": str(torch.__version__),
        },
    }
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            torch.save({"weights": weights, "record": record}, file)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644)  # a temporary file is readable to its owner only
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def load_model(path: Path | str = SHIPPED_WEIGHTS) -> LeNet5:
    """Load weights that `save_model` wrote, ready to predict on the CPU.

    Raises:
        BadCheckpoint: The file is missing, damaged or foreign. No code in it runs.
    """
    model = LeNet5()
    try:
        content = _read(path)
        model.load_state_dict(content["weights"])
        model.confidence_threshold = float(
            content["record"].get("sure_from", model.confidence_threshold)
        )
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise BadCheckpoint(f"{path} holds no LeNet-5 weights") from error
    if not all(value.isfinite().all() for value in model.parameters()):
        raise BadCheckpoint(f"{path} holds weights that are not finite numbers")
    if not 0 <= model.confidence_threshold <= 1:  # a NaN fails here too
        raise BadCheckpoint(
            f"{path} is sure from {model.confidence_threshold}, not a probability"
        )
    return model.eval()


def load_record(path: Path | str = SHIPPED_WEIGHTS) -> dict[str, Any]:
    """Read how the weights in `path` were made; raises BadCheckpoint as load_model."""
    try:
        return dict(_read(path)["record"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadCheckpoint(f"{path} holds no training record") from error


def _read(path: Path | str) -> Any:
    try:
        _look_at(Path(path))
        with warnings.catch_warnings():  # of a pickle that will be refused
            warnings.simplefilter("ignore")
            return torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise BadCheckpoint(f"cannot read {path}: {error.strerror}") from error
    except BadCheckpoint:
        raise
    except Exception as error:  # torch and pickle raise many kinds for a foreign file
        raise BadCheckpoint(f"{path} is not a weights file, or is damaged") from error


def _look_at(path: Path) -> None:
    """Refuse what torch should not even open: pipes, programs, whatever unpacks huge."""
    size = path.stat().st_size
    if not (path.is_file() or path.is_dir()):  # a pipe could keep us waiting
        raise BadCheckpoint(f"{path} is not a file")
    if size <= MAX_BYTES:
        with zipfile.ZipFile(path) as archive:  # torch's form
            size = sum(part.file_size for part in archive.infolist())
            if any(name.endswith("constants.pkl") for name in archive.namelist()):
                raise BadCheckpoint(f"{path} is a program, not weights")  # TorchScript
    if size > MAX_BYTES:
        raise BadCheckpoint(f"{path} is too large for LeNet-5 weights")
