"""The page as a whole: title, tabs, style, and how it is served."""

import gc
import threading
from importlib import import_module
from pathlib import Path

import gradio as gr
import numpy as np
from starlette.middleware import Middleware

from lenet.app.language import ChineseByAnyName
from lenet.app.own import own_network
from lenet.app.reader import read_on_one_core
from lenet.app.recognize import recognize_tab
from lenet.app.texts import TEXTS
from lenet.app.training import train_tab
from lenet.data import DATA_DIR, load_sample
from lenet.model import LeNet5

TITLE = "LeNet-5, live"
STYLE = "".join(
    Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8")
    for name in ("style", "recognize", "look", "training")
)
FONT, FONT_MONO = ["system-ui", "sans-serif"], ["ui-monospace", "monospace"]
UPLOADS_KEPT = (300, 600)  # seconds between sweeps, and an upload's age when swept
NO_PUBLIC_LINK = (
    "No public link could be made: this machine does not reach Gradio's share servers. "
    "The page is served here all the same."
)


def build_app(
    model: LeNet5, *, data_dir: Path | str = DATA_DIR, allow_training: bool = True
) -> gr.Blocks:
    """Put the page together; nothing is served yet.

    Args:
        model: Answers in the Recognize tab, for every visitor.
        data_dir: Where MNIST lies, or will once training has fetched it.
        allow_training: False leaves the Train tab and its endpoint out.
    """
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, delete_cache=UPLOADS_KEPT
    ) as app:
        gr.Markdown(TEXTS("introduction"))
        with gr.Tab(TEXTS("recognize")):
            own = own_network()
            pad = recognize_tab(model, own)
        if allow_training:
            with gr.Tab(TEXTS("train")):
                train_tab(Path(data_dir), model, own, pad)
    return app


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    share: bool = False,
    auth: tuple[str, str] | None = None,
) -> None:
    """Serve the page and print where, until Ctrl-C.

    Args:
        port: None takes the first free one from 7860.
        auth: The one name and password that get in.
    Raises:
        OSError: The port is in use.
    """
    _, address, public = app.launch(
        server_name=host,
        server_port=port,
        share=share,
        auth=auth,
        prevent_thread_lock=True,
        quiet=True,
        ssr_mode=False,
        run_history=False,
        max_file_size="10mb",
        footer_links=[],
        theme=gr.themes.Default(font=FONT, font_mono=FONT_MONO),
        css=STYLE,
        i18n=TEXTS,
        app_kwargs={"middleware": [Middleware(ChineseByAnyName)]},
    )
    print(f"LeNet-5 is at {address}")
    if share:
        print(f"and for everyone at {public}" if public else NO_PUBLIC_LINK)
    threading.Thread(target=_warm_up, daemon=True).start()
    print("Ctrl-C stops it.", flush=True)
    app.block_thread()


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
    read_on_one_core(stroke, model=LeNet5())
    gc.collect()
    gc.freeze()  # what stays for good; collecting then pauses the page 25 times less
