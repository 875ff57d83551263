"""Visitors who teach at the same time: python -m tests.benchmarks.teach_load [--clients N].

Each visitor draws a 3 and says that it is another digit, all of them at once, and reads the
drawing again. Meanwhile one more visitor draws. Times are from sending a request to
receiving its answer; that of a tap includes the reading after it. Memory is the resident
set of the server's process, and CPU is its user and system time for all of it.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from tests.benchmarks.load import Visitor, stroke_function, unlimited_client
from tests.server import API, Server, served
from tests.threads import run_in_thread

TIMEOUT_SECONDS = 120  # the machine of a test may be busy
DRAWN, TAUGHT = 3, (5, 8)  # each visitor teaches one of two digits
STROKE_INTERVAL_SECONDS = 0.2  # of the visitor who draws


class TeachingLoad(NamedTuple):
    """What was measured.

    Attributes:
        seconds: From each tap to the answer after it.
        answers: The text of that answer.
        labels: What each visitor taught.
        stroke_ms: Of the strokes of the visitor who drew meanwhile.
        cpu_seconds: Of the server, from the first tap to the last answer.
    """

    seconds: list[float]
    answers: list[str]
    labels: list[int]
    stroke_ms: list[float]
    cpu_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=20, metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        time.sleep(10)  # until the page is warm
        for number in range(flags.rounds):
            load = measure(server, flags.clients, number)
            correct = sum(map(is_taught, load.answers, load.labels))
            stroke_ms = load.stroke_ms or [0.0]
            print(
                f"{flags.clients} visitors: median {statistics.median(load.seconds):.1f} "
                f"s, slowest {max(load.seconds):.1f} s, {correct} read as taught; "
                f"{len(stroke_ms)} strokes: median {statistics.median(stroke_ms):.0f} "
                f"ms, slowest {max(stroke_ms):.0f} ms; "
                f"CPU {load.cpu_seconds:.1f} s; {server.megabytes():.0f} MB",
                flush=True,
            )


def is_taught(answer: str, label: int) -> bool:
    return answer == str(label)


def measure(
    server: Server, clients: int, number: int = 0, *, with_strokes: bool = True
) -> TeachingLoad:
    """Let `clients` new visitors teach; `number` tells rounds apart."""
    return run_in_thread(_measure(server, clients, number, with_strokes))


async def _measure(
    server: Server, clients: int, number: int, with_strokes: bool
) -> TeachingLoad:
    async with unlimited_client(server, TIMEOUT_SECONDS) as client:
        config = (await client.get("/config")).json()
        function = stroke_function(config)
        correction = event_of(config, "correction", "submit")
        drawing = Visitor(client, function, f"drawing{number}")
        await drawing.draw(DRAWN)
        visitors = [
            Teacher(client, function, correction, number, n) for n in range(clients)
        ]
        await asyncio.gather(*(one.draw() for one in visitors))
        cpu_before = server.cpu_seconds()
        strokes = asyncio.create_task(draw_until_cancelled(drawing, with_strokes))
        seconds = await asyncio.gather(*(one.teach() for one in visitors))
        strokes.cancel()
        return TeachingLoad(
            seconds,
            [one.answer["text"] for one in visitors],
            [one.label for one in visitors],
            drawing.milliseconds,
            server.cpu_seconds() - cpu_before,
        )


async def draw_until_cancelled(visitor: Visitor, with_strokes: bool) -> None:
    while with_strokes:
        started = time.perf_counter()
        await visitor.draw(DRAWN)
        visitor.milliseconds.append(1000 * (time.perf_counter() - started))
        await asyncio.sleep(STROKE_INTERVAL_SECONDS)


def event_of(config: dict, elem_id: str, name: str) -> int:
    """Find the number of a part's event."""
    components = config["components"]
    (part,) = [e["id"] for e in components if e["props"].get("elem_id") == elem_id]
    return next(
        event["id"]
        for event in config["dependencies"]
        if [part, name] in event["targets"]
    )


class Teacher:
    """A visitor who draws a digit and says that it is another one."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        function: dict[str, Any],
        correction: int,
        number: int,
        place: int,
    ) -> None:
        self.client, self.correction = client, correction
        self.name = f"teacher{number}-{place}"
        self.key = f"{1000 * number + place:032x}"
        self.visitor = Visitor(client, function, self.name)
        self.label = TAUGHT[place % len(TAUGHT)]
        self.answer: dict[str, Any] = {}

    async def draw(self) -> None:
        self.answer = await self.visitor.draw(DRAWN)

    async def teach(self) -> float:
        """Tap, and read the drawing again; return how many seconds both take."""
        started = time.perf_counter()
        tap = {"index": 0, "label": self.label, "answer": self.answer["timestamp"]}
        request = {"fn_index": self.correction, "session_hash": self.name}
        request |= {"data": [{"key": self.key}, None, None], "event_data": tap}
        outcome = await self.client.post(f"{API}/run/predict", json=request)
        assert outcome.raise_for_status().json()["data"][0]["label"] == self.label
        await self.draw()
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
