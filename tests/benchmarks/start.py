"""The time from a command to its first answer: python -m tests.benchmarks.start.

It starts the page, imports lenet.predict, and reads 1,000 drawings on one core and on
all of them. The disk cache is warm after the first turn, which is not counted. CPU is
the user and system time of the process and of those that it has started.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from PIL import Image

from tests.benchmarks.comparison import format_ratios, format_values, machine_load
from tests.handwriting import draw_digit
from tests.server import ROOT

DRAWINGS = 1_000
SERVE = [sys.executable, "-u", "demo.py", "--port", "7990"]
READ_ONE = """
import numpy
from lenet.predict import single_predict
picture = numpy.zeros((28, 28), "uint8")
picture[6:22, 13:15] = 255
single_predict(picture)
"""
# It prints the seconds without those of the imports.
READ_MANY = """
import sys, time
from functools import partial
import cv2, torch
from lenet.checkpoint import load_model
from lenet.parallel import map_in_order
from lenet.predict import predict_file
torch.set_num_threads(1)
cv2.setNumThreads(1)
predict = partial(predict_file, model=load_model(), single=False)
processes, files = int(sys.argv[1]), sys.argv[2:]
predict(files[0])
started = time.perf_counter()
assert len(list(map_in_order(predict, files, processes, "fork"))) == len(files)
print(time.perf_counter() - started)
"""


def children_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start_page() -> tuple[float, float]:
    """Start the page; return the seconds and the CPU seconds until it is served."""
    started = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            SERVE,
            cwd=ROOT,
            env=os.environ | {"GRADIO_TEMP_DIR": folder},
            stdout=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        try:
            urlopen(server.stdout.readline().split()[-1]).read()
            seconds = time.perf_counter() - started
            stat = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1]
            ticks = sum(map(int, stat.split()[11:13]))
        finally:
            server.terminate()
    return seconds, ticks / os.sysconf("SC_CLK_TCK")


def run_python(*arguments: str) -> tuple[float, float]:
    """Run a program; return its seconds and its CPU seconds."""
    started, before = time.perf_counter(), children_cpu_seconds()
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started, children_cpu_seconds() - before


def read_many(files: list[str], processes: int) -> tuple[float, float]:
    """Read files in processes; return the seconds and the CPU seconds of it all."""
    before = children_cpu_seconds()
    command = [sys.executable, "-c", READ_MANY, str(processes), *files]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout), children_cpu_seconds() - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    repeats = parser.parse_args().repeats
    print(f"{machine_load()}; {repeats} turns, median (range)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{number}.png" for number in range(DRAWINGS)]
        for number, file in enumerate(files):
            drawing = draw_digit(number % 10, side=300 + number % 200)
            Image.fromarray(drawing).save(file)
        cores = os.cpu_count() or 1
        cases = {
            "python demo.py to the page": start_page,
            "demo.py --help": lambda: run_python("demo.py", "--help"),
            "import torch": lambda: run_python("-c", "import torch"),
            "import lenet.predict, read one": lambda: run_python("-c", READ_ONE),
            "1,000 drawings, 1 process": lambda: read_many(files, 1),
            f"1,000 drawings, {cores} processes": lambda: read_many(files, cores),
        }
        results = {name: [] for name in cases}
        for turn in range(repeats + 1):
            for name, measure in cases.items():
                result = measure()
                if turn:  # the first one fills the disk cache
                    results[name].append(result)
    for name, pairs in results.items():
        seconds, cpu_seconds = zip(*pairs)
        print(f"{name:32} s   {format_values(seconds)}")
        print(f"{'':32} CPU {format_values(cpu_seconds)}")
    one, many = ([s for s, _ in results[name]] for name in list(cases)[-2:])
    print(f"{'rate of all cores / one core':32}     {format_ratios(one, many)}")


if __name__ == "__main__":
    main()
