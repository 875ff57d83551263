"""The page as a whole: title and tabs. serving/server.py serves it."""

from functools import cache
from pathlib import Path

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.localization import DEFAULT, LOCALES, label
from lenet.app.own_model import own_model
from lenet.app.recognize.tab import recognize_tab
from lenet.app.serving.address import ServerAddress
from lenet.app.serving.page_blocks import PageBlocks
from lenet.app.serving.qr_code import qr_code_panel
from lenet.app.session import session_part
from lenet.app.testing.tab import test_tab
from lenet.app.train.machine import NO_LIMITS, Limits
from lenet.app.train.tab import train_tab
from lenet.data.splits import EvaluationDigits, load_evaluation_digits
from lenet.model import LeNet5
from lenet.paths import DATA_DIR

TITLE = LOCALES[DEFAULT]["page.title"]
API_LINK = '<a href="?view=api" data-text="api.link"></a>'


def build_app(
    model: LeNet5,
    *,
    data_dir: Path | str = DATA_DIR,
    allow_training: bool = True,
    limits: Limits = NO_LIMITS,
    address: ServerAddress | None = None,
) -> PageBlocks:
    """Build the page, without serving it; its launch() does that in a notebook.

    Args:
        model: The network that answers all visitors, unless they have trained their own.
        data_dir: The folder of MNIST, which is downloaded there when it is needed.
        allow_training: False leaves out the Train tab and its endpoint.
        limits: Of each training run.
        address: Where the page will be served, to be shown to others.
    """
    data_dir = Path(data_dir)

    @cache  # without network every try takes seconds
    def load_digits() -> EvaluationDigits:
        return load_evaluation_digits(data_dir)

    with PageBlocks(title=TITLE, analytics_enabled=False) as app:
        gr.Markdown(label("page.introduction"))
        session = session_part()
        with gr.Tabs() as tabs:
            with gr.Tab(label("page.recognize"), id="recognize"):
                own = own_model(session)
                pad, correction = recognize_tab(model, own, session, load_digits)
            network_changes = [own.back.click, correction.submit]
            if allow_training:
                with gr.Tab(label("page.train"), id="train") as tab:
                    use = train_tab(
                        tab, tabs, session, data_dir, model, own, pad, limits
                    )
                network_changes.append(use.click)
            with gr.Tab(label("page.test")) as tab:
                test_tab(tab, load_digits, model, own, network_changes)
        if address:
            qr_code_panel(app, address)
        html_part({}, "api-link", markup=API_LINK)
    return app
