"""Many visitors at once: python -m tests.benchmarks.load [--clients N] [--seconds S].

Each has a session, as a page has, and sends the pad's picture to the pad's own event; a
stroke's time is from sending to the answer's arrival.
First idle, then with a training run going; at last a soak of predictions one after the
other. The server has a process of its own, the clients another; figures of memory are
the server's resident set, and the processor's time is the server's own, its run included.
"""

import argparse
import asyncio
import base64
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from lenet.app.recognize.drawing_pad import PREFIX
from lenet.app.serving.server import MAX_SESSIONS
from tests.handwriting import draw_digit
from tests.hostile.pictures import saved, three
from tests.server import API, Server, served

TIMEOUT_SECONDS = 30  # seconds for an answer, then it counts as an error
DRAWINGS = [saved(Image.fromarray(draw_digit(digit)), "PNG") for digit in range(10)]
URLS = [PREFIX + base64.b64encode(drawing).decode() for drawing in DRAWINGS]
SAMPLE = ["classic", 150, 64, 0.001, False, 0, "the 5,000-digit sample", ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=50, metavar="N")
    parser.add_argument("--seconds", type=float, default=60, metavar="S")
    parser.add_argument(
        "--rate", type=float, default=20, help="strokes a second in all"
    )
    parser.add_argument("--soak", type=int, default=10_000, help="predictions")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        for _ in range(100):  # whatever the first calls load
            server.recognize(saved(three(), "PNG"))
        load = flags.clients, flags.seconds, flags.rate
        measure("idle", server, *load)
        with training(server):
            measure("a run going", server, *load)
        soak(server, flags.soak)


@contextmanager
def training(server: Server) -> Iterator[None]:
    """Keep a run going meanwhile."""
    joined = server.client.post(f"{API}/call/train", json={"data": SAMPLE}).json()
    events = f"{API}/call/train/{joined['event_id']}"
    with server.client.stream("GET", events) as stream:
        texts = stream.iter_text()  # let go, it would close the stream, and so the run
        next(text for text in texts if "images a second" in text)
        yield


async def visited(
    server: Server, clients: int, seconds: float, rate: float
) -> tuple[list[float], int]:
    """Let `clients` draw for a while: milliseconds of each stroke, and errors."""
    address = str(server.client.base_url)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, timeout=TIMEOUT_SECONDS, limits=limits
    ) as client:
        config = (await client.get("/config")).json()
        event = pad_event(config)
        visitors = [Visitor(client, event, f"visitor{n}") for n in range(clients)]
        pause = clients / rate
        drawings = [
            visitor.draw_for(seconds, pause, pause * place / clients)
            for place, visitor in enumerate(visitors)
        ]
        await asyncio.gather(*drawings)
    times = [one for visitor in visitors for one in visitor.milliseconds]
    return times, sum(visitor.errors for visitor in visitors)


def pad_event(config: dict) -> dict:
    """Find the event that answers the pad: its number and its inputs' first values."""
    values = {one["id"]: one["props"].get("value") for one in config["components"]}
    (pad,) = [
        one["id"]
        for one in config["components"]
        if one["props"].get("elem_id") == "pad"
    ]
    event = next(
        one
        for one in config["dependencies"]
        if [pad, "input"] in one["targets"] and one["inputs"][0] == pad
    )
    return {"fn_index": event["id"], "data": [values[i] for i in event["inputs"]]}


class Visitor:
    """One page: a session, its strokes one at a time."""

    def __init__(self, client: httpx.AsyncClient, event: dict, name: str) -> None:
        self.client, self.event, self.name = client, event, name
        self.milliseconds: list[float] = []
        self.errors = 0

    async def draw_for(self, seconds: float, pause: float, wait: float) -> None:
        """Draw a stroke every `pause` seconds, the first after `wait`."""
        end, due = time.perf_counter() + seconds, time.perf_counter() + wait
        strokes = 0
        while due < end:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            begun = time.perf_counter()
            try:
                right = await self.draw(strokes % 10)
                self.errors += not right
                self.milliseconds.append(1000 * (time.perf_counter() - begun))
            except (httpx.HTTPError, KeyError, ValueError):
                self.errors += 1
            strokes, due = strokes + 1, max(due + pause, time.perf_counter())

    async def draw(self, digit: int) -> bool:
        """Send a drawing and say whether its digit came back."""
        said = self.event | {"session_hash": self.name}
        said["data"] = [URLS[digit], *said["data"][1:]]
        answer = await self.client.post(f"{API}/run/predict", json=said)
        answer.raise_for_status()
        return shows(answer.json(), digit)


def shows(output: dict[str, Any], digit: int) -> bool:
    return str(digit) in str(output["data"][0].get("text", ""))


def measure(when: str, server: Server, *load: float) -> None:
    """Let visitors draw, and print one line about it."""
    before = server.cpu_seconds()
    times, errors = asyncio.run(visited(server, *load))
    spent = 1000 * (server.cpu_seconds() - before) / len(times)
    late = statistics.quantiles(times, n=100, method="inclusive")[-1]
    print(
        f"{when:12} {len(times)} strokes: median {statistics.median(times):.0f} ms, "
        f"99th percentile {late:.0f} ms, slowest {max(times):.0f} ms, "
        f"{errors} errors; CPU {spent:.0f} ms a stroke; {state(server)}",
        flush=True,
    )


def state(server: Server) -> str:
    return (
        f"{server.megabytes():.0f} MB, {server.threads()} threads, "
        f"{server.descriptors()} descriptors, "
        f"{sum(path.is_file() for path in server.folder.rglob('*'))} files"
    )


def soak(server: Server, predictions: int) -> None:
    """Upload and read pictures one after the other, and tell how the server grew."""
    for _ in range(min(MAX_SESSIONS, predictions)):  # as many as Gradio remembers
        server.recognize(DRAWINGS[0])
    before, errors, begun = server.megabytes(), 0, time.perf_counter()
    for number in range(predictions):
        event, said = server.recognize(DRAWINGS[number % 10], f"{number}.png")
        errors += event != "complete" or said["text"] != str(number % 10)
        if number % max(1, predictions // 5) == 0:
            print(f"after {number:6}: {state(server)}", flush=True)
    grown = 100 * (server.megabytes() / before - 1)
    pace = predictions / (time.perf_counter() - begun)
    print(
        f"soak: {predictions} predictions, {pace:.0f} a second, {errors} errors; "
        f"{state(server)}, {grown:+.1f} % of memory"
    )


if __name__ == "__main__":
    main()
