"""The page served by its own launch(), as a notebook does it, and under a Space's rules."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator

import gradio as gr
import httpx
import pytest
from gradio.external import from_spaces_blocks
from gradio_client import Client, handle_file

from tests.server import API, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = ROOT / ".github" / "number.png"
TEXT = "1998 61706"  # what is on the picture
# Makes every folder read-only but the one that is $0, then runs the command.
READ_ONLY = """
for folder in "$0" "$PWD"; do mount --bind "$folder" "$folder"; done
for folder in "$PWD" /; do mount -o remount,bind,ro "$folder"; done
exec "$@"
"""
NOTEBOOK = re.search(r"`(from lenet\.app import build_app; .*?)`", README)[1]
SPACE = {
    "SYSTEM": "spaces",
    "SPACE_ID": "teacher/lenet5",
    "GRADIO_SERVER_NAME": "0.0.0.0",
    "GRADIO_SERVER_PORT": "7922",
    "HOME": "/nonexistent",
}


def can_mount() -> bool:
    """Tell whether this user may change mounts in a namespace of its own."""
    try:
        command = ["unshare", "-m", "mount", "-o", "remount,bind,ro", "/"]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


needs_mounts = pytest.mark.skipif(not can_mount(), reason="needs mount namespaces")


def recognize(address: str) -> str:
    client = Client(address, verbose=False)
    return client.predict(handle_file(PICTURE), api_name="/recognize")["text"]


@pytest.fixture(scope="module")
def notebook() -> Iterator[str]:
    """The page as a cell of a notebook serves it: in a thread that gets no signals."""
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    served = {}

    def cell() -> None:
        quiet = "launch(prevent_thread_lock=True, quiet=True)"
        exec(NOTEBOOK.replace("launch()", quiet), served)  # noqa: S102 - ours

    thread = threading.Thread(target=cell)
    thread.start()
    thread.join()
    page = served["page"]
    yield page.local_url
    page.close(verbose=False)
    assert before == (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))


def test_a_notebook_serves_the_whole_page_from_a_thread(notebook):
    page = httpx.get(notebook, headers={"Accept-Language": "de"})
    assert page.headers["Content-Language"] == "de" and "LOCALE" in page.text
    assert httpx.get(f"{notebook}docs").status_code == 404
    assert recognize(notebook) == TEXT


@pytest.fixture(scope="module")
def space() -> Iterator[tuple[str, str]]:
    """The page under a Space's conditions: its address and what it has printed."""
    names = ("GRADIO_TEMP_DIR", "LENET_DATA", "XDG_CACHE_HOME", "MPLCONFIGDIR")
    environment = {name: os.environ[name] for name in os.environ if name not in names}
    with tempfile.TemporaryDirectory() as name:
        command = ["unshare", "-m", "sh", "-c", READ_ONLY, name, sys.executable]
        with subprocess.Popen(
            [*command, "-u", "demo.py"],
            cwd=ROOT,
            env=environment | SPACE | {"TMPDIR": name},
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                printed = "".join(iter(process.stdout.readline, "Ctrl-C stops it.\n"))
                yield printed.split()[3], printed
            finally:
                process.terminate()


@needs_mounts
def test_a_space_serves_the_page_with_one_visitor_s_limits(space):
    address, printed = space
    assert "Training runs have at most 10 epochs and 3 minutes" in printed
    assert httpx.get(address).status_code == 200
    assert recognize(address) == TEXT


@needs_mounts
def test_a_space_trains_without_mnist_and_gives_the_weights(space, tmp_path):
    address, _ = space
    client = Client(address, verbose=False, download_files=str(tmp_path))
    *_, last = client.submit(epochs=1, data="the 5,000-digit sample", api_name="/train")
    assert last["state"] == "done" and last["accuracy"] > 0.5
    assert httpx.get(f"{address[:-1]}{API}/info").status_code == 200


def test_another_page_can_load_the_endpoints_as_it_does_those_of_a_space(server):
    page = gr.load(server.address, src=from_spaces_blocks)  # gr.load asks a Space so
    answer = page(str(PICTURE), "auto", True, True, api_name="recognize")
    assert answer["text"] == TEXT
    assert "train" in {event.api_name for event in page.fns.values()}
