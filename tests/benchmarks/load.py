"""Load test with many visitors: python -m tests.benchmarks.load [--clients N].

Each visitor has a session and sends drawings as the drawing pad does; the time
of a stroke is from sending the request to receiving the answer. This is measured
without and with a training run. A soak test with one prediction after the other
follows. Memory is the resident set of the server's process, and CPU time is that of the
server with its training run.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from lenet.app.serving.page_blocks import MAX_SESSIONS
from tests.benchmarks.comparison import format_values, machine_load
from tests.handwriting import draw_digit, to_data_url
from tests.hostile.pictures import saved, three
from tests.server import API, Server, served

TIMEOUT_SECONDS = 30  # a later answer counts as an error
DRAWINGS = [saved(Image.fromarray(draw_digit(digit)), "PNG") for digit in range(10)]
DATA_URLS = [to_data_url(draw_digit(digit)) for digit in range(10)]
TRAINING_SETTINGS = ["classic", 150, 64, 0.001, False, 0, "the 5,000-digit sample", ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=50, metavar="N")
    parser.add_argument("--seconds", type=float, default=60, metavar="S")
    parser.add_argument(
        "--rate", type=float, default=20, help="strokes per second in total"
    )
    parser.add_argument("--soak", type=int, default=10_000, help="predictions")
    flags = parser.parse_args()
    print(machine_load(), flush=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        for _ in range(100):  # warm up
            server.recognize(saved(three(), "PNG"))
        load = flags.clients, flags.seconds, flags.rate
        measure("idle", server, *load)
        with training(server):
            measure("training", server, *load)
        run_soak_test(server, flags.soak)


@contextmanager
def training(server: Server) -> Iterator[None]:
    """Start a training run, which ends with the block."""
    joined = server.client.post(
        f"{API}/call/train", json={"data": TRAINING_SETTINGS}
    ).json()
    events = f"{API}/call/train/{joined['event_id']}"
    with server.client.stream("GET", events) as stream:
        texts = (
            stream.iter_text()
        )  # the stream, and so the run, ends with this iterator
        next(text for text in texts if "images_per_second" in text)
        yield


async def simulate_visitors(
    server: Server, clients: int, seconds: float, rate: float
) -> tuple[list[float], int]:
    """Let `clients` draw; return the milliseconds per stroke and the error count."""
    async with unlimited_client(server, TIMEOUT_SECONDS) as client:
        config = (await client.get("/config")).json()
        function = stroke_function(config)
        visitors = [Visitor(client, function, f"visitor{n}") for n in range(clients)]
        interval = clients / rate
        drawings = [
            visitor.draw_for(seconds, interval, delay=interval * number / clients)
            for number, visitor in enumerate(visitors)
        ]
        await asyncio.gather(*drawings)
    times = [each for visitor in visitors for each in visitor.milliseconds]
    return times, sum(visitor.errors for visitor in visitors)


def unlimited_client(server: Server, timeout: float) -> httpx.AsyncClient:
    """Make a client that has a connection for each visitor."""
    limits = httpx.Limits(max_connections=None)
    address = str(server.client.base_url)
    return httpx.AsyncClient(base_url=address, timeout=timeout, limits=limits)


def stroke_function(config: dict) -> dict:
    """Find the pad's server function, as a request names it."""
    components = config["components"]
    (pad,) = [e["id"] for e in components if e["props"].get("elem_id") == "pad"]
    return {"component_id": pad, "fn_name": "read_stroke"}


class Visitor:
    """A visitor with a session, who draws one stroke at a time."""

    def __init__(self, client: httpx.AsyncClient, function: dict, name: str) -> None:
        self.client, self.name = client, name
        self.call = function | {"session_hash": name}
        self.milliseconds: list[float] = []
        self.errors = 0

    async def draw_for(self, seconds: float, interval: float, *, delay: float) -> None:
        """Draw a stroke every `interval` seconds, the first after `delay`."""
        end, due = time.perf_counter() + seconds, time.perf_counter() + delay
        strokes = 0
        while due < end:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            started = time.perf_counter()
            try:
                answer = await self.draw(strokes % 10)
                self.errors += str(strokes % 10) not in answer["text"]
                self.milliseconds.append(1000 * (time.perf_counter() - started))
            except (httpx.HTTPError, KeyError, ValueError):
                self.errors += 1
            strokes, due = strokes + 1, max(due + interval, time.perf_counter())

    async def draw(self, digit: int) -> dict[str, Any]:
        """Send a drawing; return its answer."""
        stroke = {"url": DATA_URLS[digit], "requested_at": 1000 * time.monotonic()}
        request = self.call | {"data": stroke}
        answer = await self.client.post(f"{API}/component_server/", json=request)
        return answer.raise_for_status().json()["answer"]


def measure(condition: str, server: Server, *load: float) -> None:
    """Let visitors draw, and print the results as one line."""
    before = server.cpu_seconds()
    times, errors = asyncio.run(simulate_visitors(server, *load))
    cpu_time = 1000 * (server.cpu_seconds() - before) / len(times)
    percentile_99 = statistics.quantiles(times, n=100, method="inclusive")[-1]
    print(
        f"{condition:12} {len(times)} strokes: "
        f"median {format_values(times).strip()} ms, "
        f"99th percentile {percentile_99:.0f} ms, "
        f"{errors} errors; CPU {cpu_time:.0f} ms per stroke; {resources(server)}",
        flush=True,
    )


def resources(server: Server) -> str:
    return (
        f"{server.megabytes():.0f} MB, {server.threads()} threads, "
        f"{server.descriptors()} descriptors, "
        f"{sum(path.is_file() for path in server.folder.rglob('*'))} files"
    )


def run_soak_test(server: Server, predictions: int) -> None:
    """Upload and read pictures one after the other, and print the memory growth."""
    for _ in range(min(MAX_SESSIONS, predictions)):  # until Gradio forgets the oldest
        server.recognize(DRAWINGS[0])
    before, errors, started = server.megabytes(), 0, time.perf_counter()
    for number in range(predictions):
        event, answer = server.recognize(DRAWINGS[number % 10], f"{number}.png")
        errors += event != "complete" or answer["text"] != str(number % 10)
        if number % max(1, predictions // 5) == 0:
            print(f"after {number:6}: {resources(server)}", flush=True)
    growth = 100 * (server.megabytes() / before - 1)
    rate = predictions / (time.perf_counter() - started)
    print(
        f"soak: {predictions} predictions, {rate:.0f} per second, {errors} errors; "
        f"{resources(server)}, {growth:+.1f} % of memory"
    )


if __name__ == "__main__":
    main()
