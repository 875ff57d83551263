"""Read the digits on pictures: functions to import, and a command.

`python -m lenet.predict` reads files or random MNIST digits and prints text or JSON.
The functions are defined in lenet.reading and lenet.evaluation.
"""

if __name__ == "__main__":  # before torch is imported: --help is fast
    from lenet.flags import predict_flags

    FLAGS = predict_flags()

import json
import sys
import warnings
from argparse import Namespace
from contextlib import closing
from functools import partial

import cv2
import torch
from tqdm import tqdm

from lenet.checkpoint import BadCheckpoint, load_model
from lenet.commands import check_output, errors_in_one_line
from lenet.evaluation.random_sample import EvaluatedDigit, RandomSample, multi_predict
from lenet.imaging.errors import BadPicture
from lenet.model import LeNet5
from lenet.parallel import map_in_order, number_of_processes
from lenet.reading.classify import Prediction
from lenet.reading.found import FoundDigit, Reading
from lenet.reading.page import read_digits
from lenet.reading.picture import read_picture, read_pictures, single_predict

__all__ = ["EvaluatedDigit", "FoundDigit", "Prediction", "RandomSample", "Reading"]
__all__ += ["multi_predict", "read_digits", "read_picture", "read_pictures"]
__all__ += ["single_predict"]


def main(flags: Namespace) -> None:
    """Predict the files or the random digits that the flags name."""
    sys.stdout.reconfigure(errors="backslashreplace")  # for odd file names
    warnings.filterwarnings("ignore", module="PIL")  # unusual but readable files
    torch.set_num_threads(1)  # see lenet/parallel.py
    cv2.setNumThreads(1)
    with errors_in_one_line("lenet.predict", BadCheckpoint):
        model = load_model(flags.weights)
        if flags.random is not None:
            predict_random(model, flags)
        else:
            predict_files(model, flags)


def predict_files(model: LeNet5, flags: Namespace) -> None:
    """Predict each file and print its digits; exit with 1 if one cannot be read.

    Many files are read on all cores, with a progress bar if stderr is a terminal.
    """
    predict = partial(predict_file, model=model, single=flags.single)
    processes = number_of_processes(len(flags.files))
    hidden = True if processes == 1 else None  # None: unless stderr is a terminal
    bar = tqdm(total=len(flags.files), unit="picture", leave=False, disable=hidden)
    all_readable = True
    start = "fork" if sys.platform == "linux" else "spawn"  # torch has one thread
    answers = map_in_order(predict, flags.files, processes, start)
    with bar, closing(answers):
        for answer in answers:
            all_readable &= answer["error"] is None
            with bar.external_write_mode():
                _print_answer(answer, flags.json)
            bar.update()
    sys.exit(not all_readable)


def predict_random(model: LeNet5, flags: Namespace) -> None:
    """Predict random MNIST digits, save them as a grid and print the accuracy."""
    from lenet.plots import FORMATS, sample_grid  # matplotlib is slow to import

    check_output(flags.output, FORMATS)
    sample = multi_predict(
        flags.random, model=model, data_dir=flags.data_dir, seed=flags.seed
    )
    summary = f"{sample.correct} of {len(sample.digits)} right, from {sample.source}"
    sample_grid(sample.digits, summary).savefig(flags.output)
    print(f"{summary}\n{flags.output} shows them")


def predict_file(file: str, model: LeNet5, single: bool) -> dict:
    """Read one file and return what --json prints."""
    answer = {"file": file, "text": "", "digits": [], "signs": [], "turned": 0}
    answer |= {"error": None}
    try:
        reading = read_picture(file, single=single, model=model)
    except BadPicture as error:
        return answer | {"error": str(error)}
    answer |= {"text": reading.text, "turned": reading.turned}
    for name in ("digits", "signs"):
        answer[name] = [found.as_dict() for found in getattr(reading, name)]
    return answer


def _print_answer(answer: dict, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer), flush=True)
    elif answer["error"]:
        print(answer["error"], file=sys.stderr)
    else:
        print(_format_answer(answer), flush=True)


def _format_answer(answer: dict) -> str:
    if not answer["digits"]:
        return f"{answer['file']}: no digit found"
    lowest = min(digit["confidence"] for digit in answer["digits"])
    return f"{answer['file']}: {answer['text']} ({format_confidence(lowest)})"


def format_confidence(confidence: float) -> str:
    """Write a confidence from 0 to 1 in percent, as the page does.

    No answer is absolutely certain, so there is no 100.0 % and no 0.0 %.
    """
    if confidence > 0.999:
        return "over 99.9 %"
    return "under 0.1 %" if confidence < 0.001 else f"{100 * confidence:.1f} %"


if __name__ == "__main__":
    main(FLAGS)
