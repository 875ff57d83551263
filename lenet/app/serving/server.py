"""The server of the page, from its start until Ctrl-C or SIGTERM."""

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
from lenet.app.serving.qr_code import LOOPBACK, public_address, terminal_qr_code
from lenet.app.serving.request_filter import RequestFilter
from lenet.app.serving.uploads import forbid_url_downloads, upload_folder
from lenet.app.serving.workers import read_in_worker
from lenet.app.train.settings import NO_LIMITS, Limits
from lenet.data.mnist import load_sample
from lenet.model import LeNet5
from lenet.paths import DATA_DIR

PUBLIC_LIMITS = Limits(epochs=10, seconds=180)  # of a run that strangers can start
SHARE_SERVER = "https://api.gradio.app/v3/tunnel-request"
SHARE_TIMEOUT_SECONDS = 10
MAX_SESSIONS = 1000  # a call by a program is one too; Gradio forgets the oldest
SHUTDOWN_SECONDS = 1  # for open connections


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
        auth: The name and the password of all visitors.
        max_upload: Megabytes of a picture at most.
    Raises:
        OSError: The port is in use.
        ValueError: `max_upload` is out of range.
    """
    limits = PUBLIC_LIMITS if share or host not in LOOPBACK else NO_LIMITS
    forbid_url_downloads()
    with _exit_on_signals(), upload_folder(max_upload) as uploads:
        app = build_app(
            model, data_dir=data_dir, allow_training=allow_training, limits=limits
        )
        share_error = _share_server_error() if share else None
        middleware = [
            Middleware(PageLanguage, title=TITLE),
            Middleware(RequestFilter, uploads),
        ]
        with _closed_at_exit(app):
            app.launch(
                server_name=host,
                server_port=port,
                share=share and not share_error,
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
                app_kwargs={"middleware": middleware},
            )
            if share and not app.share_url:
                share_error = share_error or "its tunnel could not be opened"
            _announce(app, share_error, limits if allow_training else NO_LIMITS)
            threading.Thread(target=_warm_up, daemon=True).start()
            while True:
                time.sleep(1)


def _announce(app: gr.Blocks, share_error: str | None, limits: Limits) -> None:
    print(f"LeNet-5 is at {app.local_url}")
    if share_error:
        print(f"No public link could be made: {share_error}.", end=" ")
        print("The page is served here all the same.")
    if address := public_address(app):
        print(f"and for others at {address}\n{terminal_qr_code(address)}")
    if limits == PUBLIC_LIMITS:
        limit = f"{limits.epochs} epochs and {limits.seconds / 60:g} minutes"
        print(f"Runs have at most {limit}: others can start them too.")
    print("Ctrl-C stops it.", flush=True)


def _share_server_error() -> str | None:
    """Say why no public link can be made; None if the share server answers."""
    errors = [f"its share server did not answer within {SHARE_TIMEOUT_SECONDS} seconds"]

    def request() -> None:
        try:
            urlopen(SHARE_SERVER, timeout=SHARE_TIMEOUT_SECONDS).close()
            errors.clear()
        except OSError as error:
            reason = getattr(error, "reason", error)
            if not isinstance(reason, TimeoutError):
                text = getattr(reason, "strerror", None) or reason
                errors[:] = [f"Gradio's share server cannot be reached ({text})"]

    thread = threading.Thread(target=request, daemon=True)
    thread.start()
    thread.join(SHARE_TIMEOUT_SECONDS)  # looking up a name has no time-out of its own
    return errors[0] if errors else None


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """End the process on Ctrl-C and on SIGTERM, after what is inside has ended."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        sys.stdout.flush()
        os._exit(0)  # does not wait for threads that train or read
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _closed_at_exit(app: gr.Blocks) -> Iterator[None]:
    """Close the server and its tunnel; open connections are cut off."""
    try:
        yield
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):  # a second one changes nothing
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
    """Do what would make the first event slow before a visitor comes.

    Gradio imports matplotlib at its first event, torch allocates at its first forward
    pass, the first run imports torchvision and reads the sample.
    """
    for module in ("lenet.plots", "torchvision.datasets"):
        import_module(module)
    load_sample()
    stroke = np.zeros((28, 28), np.uint8)
    stroke[6:22, 13:15] = 255
    read_in_worker(stroke, model=LeNet5())
    gc.collect()
    gc.freeze()  # these objects stay; later collections pause the page 25 times less
