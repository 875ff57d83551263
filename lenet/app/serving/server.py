"""The server of the page, from its start until Ctrl-C or SIGTERM."""

import gc
import io
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
from gradio import http_server

from lenet.app.page import build_app
from lenet.app.serving.address import (
    DEFAULT_HOST,
    FIRST_PORT,
    MAX_PORT,
    PORTS_TRIED,
    ServerAddress,
    find_address,
    root_path,
)
from lenet.app.serving.auth import LoginThrottle
from lenet.app.serving.mcp_tool import check_mcp, restrict_tools
from lenet.app.serving.qr_code import terminal_qr_code
from lenet.app.serving.request_filter import MCP_PATH
from lenet.app.serving.share import public_link
from lenet.app.serving.uploads import DEFAULT_UPLOAD_MB, upload_folder
from lenet.app.serving.workers import read_in_worker, submit_teaching
from lenet.app.teach.hand import teach_copy
from lenet.app.train.machine import NO_LIMITS, Limits
from lenet.data.mnist import load_sample
from lenet.model import LeNet5
from lenet.paths import DATA_DIR
from lenet.training.examples import Example

PUBLIC_LIMITS = Limits(epochs=10, seconds=180)  # of a run that strangers can start
SHUTDOWN_SECONDS = 1  # for open connections


def launch(
    model: LeNet5,
    *,
    data_dir: Path | str = DATA_DIR,
    allow_training: bool = True,
    host: str = DEFAULT_HOST,
    port: int | None = None,
    first_port: int = FIRST_PORT,
    share: bool = False,
    auth: tuple[str, str] | None = None,
    max_upload: int = DEFAULT_UPLOAD_MB,
    mcp: bool = False,
) -> None:
    """Serve the page and print where, until Ctrl-C or SIGTERM.

    Args:
        model, data_dir, allow_training: As build_app has them.
        host, port, first_port: As find_address has them.
        share: Ask Gradio's share server for a public address.
        auth: The name and the password of all visitors.
        max_upload: Megabytes of a picture at most.
        mcp: Let assistants have pictures read; see mcp_tool.py.
    Raises:
        OSError: The server cannot listen on the host or the port.
        ValueError: A port, `max_upload` or the variable GRADIO_ROOT_PATH is not valid, or
            `mcp` is not possible.
    """
    if mcp:
        check_mcp(has_password=auth is not None)
    address, path = find_address(host, port, first_port), root_path()
    # Gradio asks for it at each event; if none is named, matplotlib imports pyplot.
    os.environ.setdefault("MPLBACKEND", "agg")
    with (
        _exit_on_signals(),
        upload_folder(max_upload) as uploads,
        public_link(address) if share else nullcontext() as share_error,
    ):
        limits = PUBLIC_LIMITS if address.is_public else NO_LIMITS
        app = build_app(
            model,
            data_dir=data_dir,
            allow_training=allow_training,
            limits=limits,
            address=address,
        )
        with _closed_at_exit(app):
            _start(
                app,
                address,
                search_port=port is None and not share,  # a tunnel leads to one port
                root_path=path,
                auth=LoginThrottle(*auth) if auth else None,
                uploads=uploads,
                mcp_server=mcp,
            )
            if mcp:
                restrict_tools(app, uploads)
            _announce(
                address, share_error, limits if allow_training else NO_LIMITS, mcp
            )
            threading.Thread(target=_warm_up, daemon=True).start()
            while True:
                time.sleep(1)


def _start(
    app: gr.Blocks, address: ServerAddress, search_port: bool, **options: Any
) -> None:
    """Start the server in another thread, or raise an OSError.

    Args:
        search_port: Take the next free port if that of `address` was taken meanwhile.
    """
    http_server.LOCALHOST_NAME = DEFAULT_HOST  # where it looks for a free port
    http_server.INITIAL_PORT_VALUE = address.port
    http_server.TRY_NUM_PORTS = min(PORTS_TRIED, MAX_PORT + 1 - address.port)
    try:
        with redirect_stdout(io.StringIO()):  # _announce tells more
            app.launch(
                server_name=f"[{address.host}]"
                if ":" in address.host
                else address.host,
                server_port=None if search_port else address.port,
                share=False,  # share.py does it
                prevent_thread_lock=True,
                quiet=True,
                **options,
            )
    except OSError as error:
        raise OSError(f"port {address.port} cannot be opened any more") from error
    address.port = app.server_port


def _announce(
    address: ServerAddress, share_error: str | None, limits: Limits, mcp: bool
) -> None:
    print(f"LeNet-5 is at {address.local_url}")
    if share_error:
        print(f"No public link could be made: {share_error}.", end=" ")
        print("The page is served here all the same.")
    if url := address.public_url():
        print(f"and for others at {url}\n{terminal_qr_code(url)}")
    if limits == PUBLIC_LIMITS:
        limit = f"{limits.epochs} epochs and {limits.seconds / 60:g} minutes"
        print(f"Training runs have at most {limit}, since others can start them too.")
    if mcp:
        print(
            f"Assistants that know MCP find a tool at {address.local_url}{MCP_PATH[1:]}"
        )
    print("Ctrl-C stops it.", flush=True)


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
    """Close the server; open connections are cut off."""
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


def _warm_up() -> None:
    """Do what would make the first event slow before a visitor comes.

    torch allocates at its first forward pass, Gradio imports matplotlib at its first
    event, the first run imports torchvision and reads the sample, the first teaching
    makes its replay and imports the optimizer.
    """
    stroke = np.zeros((28, 28), np.uint8)
    stroke[6:22, 13:15] = 255
    read_in_worker(stroke, model=LeNet5())
    for module in ("matplotlib", "torchvision.datasets"):
        import_module(module)
    load_sample()
    submit_teaching(teach_copy, LeNet5().eval(), [Example(stroke, 1)]).result()
    gc.freeze()  # these objects stay; later collections pause the page 25 times less
