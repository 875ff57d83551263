"""Read pictures in a process of its own, and tell what each cost.

Paths come on the standard input, one a line; for each a line of JSON goes out, as soon as
it is known, so that a crash says where.
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

ROOT = Path(__file__).parents[2]
CEILING = 4 * 2**30  # bytes of address space: a bomb shall fail, not the machine


def try_pictures(paths: list[Path]) -> list[dict[str, Any]]:
    """Give for each its text and sentence, seconds of CPU, and MB of memory at the most."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.trial"],
        input="\n".join(map(str, paths)),
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"died at {paths[len(answers)]}: {done.stderr}"
    return answers


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
    prepared = Path(ROOT / ".github" / "number.png").read_bytes()
    read_digits(prepared)  # whatever is loaded once
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        before = forget_peak()
        answer = {"text": "", "sentence": None, "single": None}
        start = time.process_time()
        try:
            answer["text"] = read_digits(path).text
        except BadPicture as error:
            answer["sentence"] = str(error)
        answer["seconds"] = time.process_time() - start
        answer["megabytes"] = (peak() - before) / 1024
        try:
            prepare(path)
        except NoDigitFound:
            pass
        except BadPicture as error:
            answer["single"] = str(error)
        print(json.dumps(answer), flush=True)


def forget_peak() -> int:
    """Start measuring anew: kilobytes that are in use now."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def peak() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    main()
