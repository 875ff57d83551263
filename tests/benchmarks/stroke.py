"""The time from a stroke to its answer: python -m tests.benchmarks.stroke [N [M]].

Measured in a real browser, from pointer-up to the frame that shows the last answer: N
times on the project's pad, then M times on Gradio's own sketchpad with the same
network, and the ratio of both stroke by stroke. The time is split where the last request
starts, where its answer has arrived, and at the last change of the page. Requests and the
bytes of their bodies and answers are those of strokes, without the button Clear. CPU is
the user and system time of the server.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import gradio as gr
from playwright.sync_api import Browser, Page, sync_playwright

from lenet.checkpoint import load_model
from lenet.predict import read_digits
from tests.benchmarks.comparison import format_ratios, format_values, machine_load
from tests.browser.conftest import DESKTOP, FLAGS, chromium
from tests.server import ROOT

WARM_UP_STROKES = 3
LONG_STROKE_SECONDS, LONG_STROKE_RADIUS = 5, 80  # pixels
SIDES = [("x", "width"), ("y", "height")]
CLEAR_EVERY = 5  # strokes, on the project's pad
LINES = [((0.3, 0.2), (0.3, 0.8)), ((0.5, 0.3), (0.5, 0.7)), ((0.6, 0.2), (0.7, 0.75))]
LINES += [((0.25, 0.5), (0.75, 0.45)), ((0.2, 0.85), (0.8, 0.8))]
OBSERVE_ANSWERS_JS = """selector => {
  window.times = [];
  let up = 0;
  addEventListener("pointerup", () => {
    up = performance.now();
    performance.clearResourceTimings();
  }, true);
  const record = () => {
    const change = performance.now();
    const { startTime, responseEnd } = performance.getEntriesByType("resource").at(-1) ?? {};
    requestAnimationFrame(() => setTimeout(() => {
      const moments = [up, startTime, responseEnd, change, performance.now()];
      times.push(moments);
    }));
  };
  const observer = new MutationObserver(record);
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  for (const node of document.querySelectorAll(selector)) observer.observe(node, all);
}"""
IDLE_FOR_A_SECOND_JS = (
    "() => times.length && performance.now() - times.at(-1).at(-1) > 1000"
)
PARTS = ("to the request", "request", "to the last change", "to the frame")


class Pad(NamedTuple):
    """A page with a pad, and how to use it.

    Attributes:
        answer: CSS selector of the elements that an answer changes.
        draw: Name of the button that selects the pen; None if there is none.
        clear: Name of the button that clears the pad; None if there is none.
    """

    name: str
    command: list[str]
    answer: str
    draw: str | None
    clear: str | None


PROJECT_PAD = Pad(
    "project's pad",
    ["demo.py", "--no-train"],
    "#answer .digit, #answer .bars, #answer .network-input, #answer .boxes",
    None,
    "Clear",
)
GRADIO_PAD = Pad(
    "gr.Sketchpad",
    ["-m", "tests.benchmarks.stroke", "--serve-gradio-pad"],
    "#answer",
    "Brush",
    None,
)


def main(strokes: int = 30, gradio_strokes: int = 30) -> None:
    print(machine_load(), flush=True)
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(playwright.chromium), args=FLAGS
        )
        for pad, count in ((PROJECT_PAD, strokes), (GRADIO_PAD, gradio_strokes)):
            with served(pad) as (server, address, files):
                measured = measure(pad, browser, server, address, files, count)
                times.append(measured)
        browser.close()
    if strokes and gradio_strokes:
        print(f"project's pad / gr.Sketchpad {format_ratios(*times)}")


@contextmanager
def served(pad: Pad) -> Iterator[tuple[subprocess.Popen, str, Path]]:
    """Start the server of a pad; yield its process, address and folder of files."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"GRADIO_TEMP_DIR": folder}
        command = [sys.executable, "-u", *pad.command]
        output = {"stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, cwd=ROOT, env=environment, **output) as server:
            yield server, server.stdout.readline().split()[-1], Path(folder)
            server.terminate()


def measure(
    pad: Pad,
    browser: Browser,
    server: subprocess.Popen,
    address: str,
    files: Path,
    strokes: int,
) -> list[float]:
    """Draw; return the milliseconds, and print a line for every 100 strokes."""
    all_times: list[float] = []
    page = browser.new_page(**DESKTOP)
    page.set_default_timeout(60_000)
    request_bytes: list[int] = []
    answer_bytes: list[int] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on(
        "Network.requestWillBeSentExtraInfo",
        lambda request: request_bytes.append(
            int(request["headers"].get("Content-Length", 0))
        ),
    )
    sent = set()  # identifiers of requests, for pictures in data URLs are received too
    network.on(
        "Network.requestWillBeSent",
        lambda event: (
            event["request"]["url"].startswith("http") and sent.add(event["requestId"])
        ),
    )
    network.on(
        "Network.dataReceived",
        lambda received: (
            received["requestId"] in sent
            and answer_bytes.append(received["dataLength"])
        ),
    )
    page.goto(address)
    page.wait_for_selector("#pad canvas")
    page.wait_for_timeout(2000)
    if pad.draw:
        page.get_by_role("button", name=pad.draw).first.click()
    page.evaluate(OBSERVE_ANSWERS_JS, pad.answer)
    # Gradio's pad sends no picture of its first stroke.
    for number in range(WARM_UP_STROKES):
        draw_line(page, number)
        page.wait_for_timeout(2000)
    for start in range(0, strokes, 100):
        count, files_before = min(100, strokes - start), len(list(files.rglob("*")))
        request_bytes.clear()
        answer_bytes.clear()
        cpu_before = cpu_seconds(server.pid)
        moments = []
        for number in range(count):
            if pad.clear and number % CLEAR_EVERY == 0:
                requests, answers = len(request_bytes), len(answer_bytes)
                clear(page, pad)
                del request_bytes[requests:], answer_bytes[answers:]
            moments.append(draw(page, number))
        times = [frame - up for up, *_, frame in moments]
        all_times += times
        cpu_time = 1000 * (cpu_seconds(server.pid) - cpu_before) / count
        files_added = len(list(files.rglob("*"))) - files_before
        percentile_95 = statistics.quantiles(times, n=20)[-1]
        kilobytes = sum(request_bytes + answer_bytes) / count / 1024
        print(
            f"{pad.name:13} strokes {start + 1:3}-{start + count:3}: median "
            f"{format_values(times)} ms, "
            f"95th percentile {percentile_95:6.1f} ms, "
            f"{kilobytes:5.1f} KB, {len(request_bytes) / count:4.1f} requests, "
            f"server CPU {cpu_time:5.1f} ms per stroke; {files_added} files left",
            flush=True,
        )
        print(f"{'':13} {format_parts(moments)}", flush=True)
    if strokes:
        rate = answers_per_second(page, pad)
        print(
            f"{pad.name:13} {rate:.1f} answers per second of a long stroke", flush=True
        )
    page.close()
    return all_times


def answers_per_second(page: Page, pad: Pad) -> float:
    """Draw round and round; return how many answers came per second meanwhile."""
    if pad.clear:
        clear(page, pad)
    frame = page.locator("#pad canvas").first.bounding_box()
    center = [frame[start] + frame[side] / 2 for start, side in SIDES]
    page.mouse.move(center[0], center[1] - LONG_STROKE_RADIUS)
    page.mouse.down()
    page.evaluate("times.length = 0")
    start, seconds = time.perf_counter(), 0.0
    while (seconds := time.perf_counter() - start) < LONG_STROKE_SECONDS:
        angle = math.tau * seconds  # a turn a second
        x, y = math.sin(angle), -math.cos(angle)
        page.mouse.move(*(c + LONG_STROKE_RADIUS * d for c, d in zip(center, (x, y))))
    answers = page.evaluate("new Set(times.map((moments) => moments[2])).size")
    page.mouse.up()
    return answers / seconds


def format_parts(strokes: list[list[float]]) -> str:
    """Format the medians of the times between the moments of each stroke."""
    parts = zip(*([b - a for a, b in pairwise(moments)] for moments in strokes))
    medians = map(statistics.median, parts)
    return ", ".join(f"{time:.1f} ms {name}" for name, time in zip(PARTS, medians))


def draw(page: Page, number: int) -> list[float]:
    """Draw one line; return the moments of its last answer in milliseconds.

    They are pointer-up, the start of the last request, its end, the page's last change
    and the frame that shows it.
    """
    draw_line(page, number)
    # Without an interval it is asked at every frame, which keeps the browser busy.
    page.wait_for_function(IDLE_FOR_A_SECOND_JS, polling=100)
    return page.evaluate("times.at(-1)")


def clear(page: Page, pad: Pad) -> None:
    page.get_by_role("button", name=pad.clear, exact=True).click()
    page.wait_for_timeout(500)


def draw_line(page: Page, number: int) -> None:
    frame = page.locator("#pad canvas").first.bounding_box()
    # On Gradio's pad one can draw in the square in the middle, without its margin.
    side = 0.8 * min(frame["width"], frame["height"])
    left = frame["x"] + (frame["width"] - side) / 2
    top = frame["y"] + (frame["height"] - side) / 2
    start, end = (
        (left + x * side, top + y * side) for x, y in LINES[number % len(LINES)]
    )
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.evaluate("times.length = 0")
    page.mouse.up()


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def serve_gradio_pad() -> None:
    """Serve Gradio's sketchpad with the same network."""
    model, answers = load_model(), iter(range(10**9))

    def read(drawing: dict) -> str:
        picture = drawing["composite"]
        text = read_digits(picture, model=model).text if picture is not None else ""
        return f"{text} ({next(answers)})"  # so that every answer changes the page

    with gr.Blocks(analytics_enabled=False) as app:
        pad = gr.Sketchpad(type="pil", elem_id="pad", canvas_size=(400, 400))
        answer = gr.HTML("", elem_id="answer")
        pad.input(read, pad, answer, trigger_mode="always_last", show_progress="hidden")
    _, address, _ = app.launch(quiet=True, prevent_thread_lock=True, run_history=False)
    print(address, flush=True)
    app.block_thread()


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve-gradio-pad"]:
        serve_gradio_pad()
    else:
        main(*map(int, sys.argv[1:]))
