"""The page served by demo.py, for tests that talk to it over HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

ROOT = Path(__file__).parents[1]
API = "/gradio_api"


class Server(NamedTuple):
    """A running demo.py.

    Attributes:
        address: Its URL, with a slash at the end.
        client: Sends requests to it.
        folder: Where it stores uploads.
    """

    process: subprocess.Popen
    address: str
    client: httpx.Client
    folder: Path

    def upload(self, content: bytes, name: str = "a.png") -> httpx.Response:
        return self.client.post(f"{API}/upload", files={"files": (name, content)})

    def call(self, endpoint: str, data: list) -> tuple[str, Any]:
        """Call a named endpoint: the name of the last event, and its data."""
        joined = self.client.post(f"{API}/call/{endpoint}", json={"data": data})
        if joined.is_error:
            return str(joined.status_code), joined.text
        events = self.client.get(f"{API}/call/{endpoint}/{joined.json()['event_id']}")
        event, value = events.text.strip().split("\n\n")[-1].split("\n", 1)
        return event.removeprefix("event: "), json.loads(value.removeprefix("data: "))

    def recognize(self, content: bytes, name: str = "a.png") -> tuple[str, Any]:
        """Upload a picture and read it: "complete" and the answer, or an error."""
        sent = self.upload(content, name)
        if sent.is_error:
            return "refused", sent.text
        file = {"path": sent.json()[0], "meta": {"_type": "gradio.FileData"}}
        event, value = self.call("recognize", [file, "auto", True, True])
        return event, value[0] if event == "complete" else value

    def megabytes(self, kind: str = "VmRSS") -> float:
        """Return the memory in use, or with VmHWM its highest value so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"{kind}:")[1].split()[0]) / 1024

    def cpu_seconds(self) -> float:
        status = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1]
        user, kernel = map(int, status.split()[11:13])
        return (user + kernel) / os.sysconf("SC_CLK_TCK")

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


@contextmanager
def served(folder: Path, *flags: str, **environment: str) -> Iterator[Server]:
    """Start demo.py without MNIST; its errors are written to `folder`/output.txt."""
    uploads, output = folder / "uploads", folder / "output.txt"
    command = [sys.executable, "-u", "demo.py", "--data-dir", str(folder / "none")]
    environment = os.environ | {"GRADIO_TEMP_DIR": str(uploads)} | environment
    with (
        open(output, "w") as errors,
        subprocess.Popen(
            [*command, *flags],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            address = process.stdout.readline().split()[-1]
            with httpx.Client(base_url=address, timeout=30) as client:
                yield Server(process, address, client, uploads)
        finally:
            process.terminate()
