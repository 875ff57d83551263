"""The page served by demo.py, as its visitors and its enemies meet it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from tests.hostile.trial import ROOT

API = "/gradio_api"


class Server(NamedTuple):
    """A running demo.py.

    Attributes:
        folder: Where it keeps what visitors send.
        client: Talks to it.
    """

    process: subprocess.Popen
    client: httpx.Client
    folder: Path

    def upload(self, content: bytes, name: str = "a.png") -> httpx.Response:
        return self.client.post(f"{API}/upload", files={"files": (name, content)})

    def call(self, endpoint: str, data: list) -> tuple[str, Any]:
        """Call a named endpoint as curl would: the last event, and what came with it."""
        joined = self.client.post(f"{API}/call/{endpoint}", json={"data": data})
        if joined.is_error:
            return str(joined.status_code), joined.text
        events = self.client.get(f"{API}/call/{endpoint}/{joined.json()['event_id']}")
        event, said = events.text.strip().split("\n\n")[-1].split("\n", 1)
        return event.removeprefix("event: "), json.loads(said.removeprefix("data: "))

    def recognize(self, content: bytes, name: str = "a.png") -> tuple[str, Any]:
        """Upload a picture and read it: "complete" and the answer, or "error"."""
        sent = self.upload(content, name)
        if sent.is_error:
            return "refused", sent.text
        file = {"path": sent.json()[0], "meta": {"_type": "gradio.FileData"}}
        event, said = self.call("recognize", [file, "auto", True, True])
        return event, said[0] if event == "complete" else said

    def megabytes(self, kind: str = "VmRSS") -> float:
        """Memory in use, or with VmHWM the most that ever was."""
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
    """Start demo.py without any MNIST; its own words are in `folder`/output.txt."""
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
                yield Server(process, client, uploads)
        finally:
            process.terminate()
