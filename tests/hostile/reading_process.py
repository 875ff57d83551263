"""Read pictures in a process of its own, and measure what each of them costs.

Paths come from standard input, one a line. For each, a line of JSON is printed at once, so
that after a crash the last line tells which picture was read last.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lenet.imaging.errors import BadPicture, NoDigitFound
from lenet.imaging.preprocess import prepare
from lenet.predict import read_digits
from tests.server import ROOT

MAX_ADDRESS_SPACE = 4 * 2**30  # bytes: a bomb then ends this process alone
Result = dict[str, Any]  # text, error, error_single, cpu_seconds, megabytes


def read_pictures(paths: list[Path]) -> list[Result]:
    """Read each picture, as a page and as a single digit.

    Returns:
        For each the text, both error sentences or None, the seconds of CPU time and the
        peak of additional memory in MB.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.reading_process"],
        input="\n".join(map(str, paths)),
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"crashed at {paths[len(results)]}: {done.stderr}"
    return results


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))
    read_digits(ROOT / ".github" / "number.png")  # loads what is loaded only once
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        before = reset_peak()
        result = {"text": "", "error": None, "error_single": None}
        start = time.process_time()
        try:
            result["text"] = read_digits(path).text
        except BadPicture as error:
            result["error"] = str(error)
        result["cpu_seconds"] = time.process_time() - start
        result["megabytes"] = (peak_kilobytes() - before) / 1024
        try:
            prepare(path)
        except NoDigitFound:
            pass
        except BadPicture as error:
            result["error_single"] = str(error)
        print(json.dumps(result), flush=True)


def reset_peak() -> int:
    """Set the peak of memory back to what is in use now, and return that."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_kilobytes()


def peak_kilobytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    main()
