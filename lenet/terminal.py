"""The command line of `python -m lenet.predict`: files or random digits, in words or JSON.

Flags, printing and exit codes; reading a picture is predict.py's.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path

from lenet.checkpoint import SHIPPED_WEIGHTS, BadCheckpoint, load_model
from lenet.data import DATA_DIR
from lenet.model import LeNet5
from lenet.predict import Prediction, multi_predict, read_picture
from lenet.preprocess import BadPicture


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m lenet.predict", description="Read the digits on each picture."
    )
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument(
        "--single", action="store_true", help="each picture is one digit"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--random", type=int, metavar="N", help="try N MNIST digits")
    parser.add_argument("--output", type=Path, default="grid.png", metavar="F.png")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--seed", type=int, metavar="N")
    parser.add_argument("--weights", default=SHIPPED_WEIGHTS, metavar="F")
    flags = parser.parse_args()
    if bool(flags.files) == (flags.random is not None):
        parser.error("give either files or --random N")
    sys.stdout.reconfigure(errors="backslashreplace")  # for names of no encoding
    warnings.filterwarnings("ignore", module="PIL")  # of a file's oddities
    try:
        model = load_model(flags.weights)
        if flags.random is not None:
            _show_trial(flags, model)
            return
    except (BadCheckpoint, ValueError, OSError) as error:
        sys.exit(f"lenet.predict: {error}")
    failed = False
    for file in flags.files:
        reading = _read_file(file, model, flags.single)
        failed |= reading["error"] is not None
        if flags.json:
            print(json.dumps(reading), flush=True)
        elif reading["error"]:
            print(reading["error"], file=sys.stderr)
        else:
            print(_in_words(reading), flush=True)
    sys.exit(failed)


def _show_trial(flags: argparse.Namespace, model: LeNet5) -> None:
    from lenet.plots import sample_grid  # matplotlib; slow, and only this flag needs it

    trial = multi_predict(
        flags.random, model=model, data_dir=flags.data_dir, seed=flags.seed
    )
    summary = f"{trial.right} of {len(trial.digits)} right, from {trial.source}"
    sample_grid(trial.digits, summary).savefig(flags.output)
    print(f"{summary}\n{flags.output} shows them")


def _read_file(file: str, model: LeNet5, single: bool) -> dict:
    """Answer for one file in the form that --json prints."""
    answer = {"file": file, "text": "", "digits": [], "error": None}
    try:
        reading = read_picture(file, single=single, model=model)
    except BadPicture as error:
        return answer | {"error": str(error)}
    digits = [_as_dict(found.prediction, found.box) for found in reading.digits]
    return answer | {"text": reading.text, "digits": digits}


def _as_dict(prediction: Prediction, box: tuple[int, int, int, int]) -> dict:
    return {
        "digit": prediction.digit,
        "confidence": round(prediction.confidence, 4),
        "sure": prediction.sure,
        "box": box,
    }


def _in_words(reading: dict) -> str:
    if not reading["digits"]:
        return f"{reading['file']}: no digit found"
    least = min(found["confidence"] for found in reading["digits"])
    return f"{reading['file']}: {reading['text']} ({100 * least:.1f} %)"
