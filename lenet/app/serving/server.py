"""The page served: to whom, with what limits, and until when."""

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.request import urlopen

import gradio as gr
import numpy as np
from gradio.tunneling import CURRENT_TUNNELS
from starlette.middleware import Middleware

from lenet.app.localization import LABELS, PageLanguage
from lenet.app.page import STYLE, THEME, TITLE, build_app
from lenet.app.serving.auth import LoginThrottle
from lenet.app.serving.invitation import (
    HERE_ALONE,
    address_for_others,
    code_for_terminal,
)
from lenet.app.serving.request_filter import RequestFilter
from lenet.app.serving.uploads import forbid_url_downloads, upload_folder
from lenet.app.serving.workers import read_in_worker
from lenet.app.train.settings import NO_LIMITS, Limits
from lenet.data.mnist import load_sample
from lenet.model import LeNet5
from lenet.paths import DATA_DIR

PUBLIC_LIMITS = Limits(
    epochs=10, seconds=180
)  # of a run, where strangers may start one
SHARE_SERVER = "https://api.gradio.app/v3/tunnel-request"
TIMEOUT_SECONDS = 10  # seconds for the share server's answer
NO_PUBLIC_LINK = (
    "No public link could be made: {why}. The page is served here all the same."
)
LIMITED = (
    "Runs have at most {epochs} epochs and {minutes:g} minutes: others can come in."
)
MAX_SESSIONS = 1000  # a call by a program is one too; Gradio forgets the oldest
SHUTDOWN_SECONDS = 1  # seconds that open connections get at the end


def launch(
    model: LeNet5,
    *,
    data_dir: Path | str = DATA_DIR,
    allow_training: bool = True,
    host: str = "127.0.0.1",
    port: int | None = None,
    share: bool = False,
    auth: tuple[str, str] | None = None,
    max_upload: int = 10,
) -> None:
    """Serve the page and print where, until Ctrl-C or SIGTERM.

    Args:
        model, data_dir, allow_training: As build_app has them.
        port: None takes the first free one from 7860.
        share: Ask Gradio's share server for a public address.
        auth: The one name and password that get in.
        max_upload: Megabytes of a picture at most.
    Raises:
        OSError: The port is in use.
        ValueError: `max_upload` is no size.
    """
    if not 1 <= max_upload <= 1000:
        raise ValueError(f"--max-upload must be from 1 to 1000 MB, got {max_upload}")
    limits = PUBLIC_LIMITS if share or host not in HERE_ALONE else NO_LIMITS
    forbid_url_downloads()
    with _until_stopped(), upload_folder() as uploads:
        app = build_app(
            model, data_dir=data_dir, allow_training=allow_training, limits=limits
        )
        problem = _share_problem() if share else None
        gate = Middleware(RequestFilter, uploads=uploads, max_upload=max_upload * 2**20)
        with _closed_in_the_end(app):
            app.launch(
                server_name=host,
                server_port=port,
                share=share and not problem,
                auth=LoginThrottle(*auth) if auth else None,
                prevent_thread_lock=True,
                quiet=True,
                ssr_mode=False,
                run_history=False,
                state_session_capacity=MAX_SESSIONS,
                max_file_size=f"{max_upload}mb",
                footer_links=[],
                theme=THEME,
                css=STYLE,
                i18n=LABELS,
                app_kwargs={
                    "middleware": [gate, Middleware(PageLanguage, title=TITLE)]
                },
            )
            if share and not app.share_url:
                problem = problem or "its tunnel could not be opened"
            _announce(app, problem, limits if allow_training else NO_LIMITS)
            threading.Thread(target=_warm_up, daemon=True).start()
            while True:
                time.sleep(1)


def _announce(app: gr.Blocks, problem: str | None, limits: Limits) -> None:
    print(f"LeNet-5 is at {app.local_url}")
    if problem:
        print(NO_PUBLIC_LINK.format(why=problem))
    if address := address_for_others(app):
        print(f"and for others at {address}\n{code_for_terminal(address)}")
    if limits == PUBLIC_LIMITS:
        minutes = limits.seconds / 60
        print(LIMITED.format(epochs=limits.epochs, minutes=minutes))
    print("Ctrl-C stops it.", flush=True)


def _share_problem() -> str | None:
    """Say why no public link can be made; None if the share server answers."""
    problems = [f"its share server did not answer within {TIMEOUT_SECONDS} seconds"]

    def ask() -> None:
        try:
            urlopen(SHARE_SERVER, timeout=TIMEOUT_SECONDS).close()
            problems.clear()
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                return
            words = getattr(reason, "strerror", None) or reason
            problems[:] = [f"Gradio's share server cannot be reached ({words})"]

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(TIMEOUT_SECONDS)  # looking up a name knows no time-out
    return problems[0] if problems else None


@contextmanager
def _until_stopped() -> Iterator[None]:
    """End what is inside on Ctrl-C and on SIGTERM alike, and then the process."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        sys.stdout.flush()
        os._exit(0)  # a thread that trains or reads would hold the process
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _closed_in_the_end(app: gr.Blocks) -> Iterator[None]:
    """Close the server and its tunnel; whoever is still connected is cut off."""
    try:
        yield
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):  # once is enough
            signal.signal(number, signal.SIG_IGN)
        logging.disable()  # of connections that are cut off
        raise
    finally:
        if server := getattr(app, "server", None):
            server.config.timeout_graceful_shutdown = SHUTDOWN_SECONDS
        app.close(verbose=False)
        for tunnel in CURRENT_TUNNELS:
            tunnel.kill()


def _warm_up() -> None:
    """Spend the first event's cost before a visitor does.

    Gradio imports matplotlib at its first event, torch allocates at its first forward,
    the first run imports torchvision and reads the sample.
    """
    for slow in ("lenet.plots", "torchvision.datasets"):
        import_module(slow)
    load_sample()
    stroke = np.zeros((28, 28), np.uint8)
    stroke[6:22, 13:15] = 255
    read_in_worker(stroke, model=LeNet5())
    gc.collect()
    gc.freeze()  # what stays for good; collecting then pauses the page 25 times less
