"""The page as a whole: title, tabs and style; how it is served is in serving.py."""

from pathlib import Path

import gradio as gr

from lenet.app.invitation import invitation
from lenet.app.own import own_network
from lenet.app.recognize import recognize_tab
from lenet.app.run import NO_LIMITS, Limits
from lenet.app.testing import test_tab
from lenet.app.texts import TEXTS
from lenet.app.training import train_tab
from lenet.data import DATA_DIR
from lenet.model import LeNet5

TITLE = "LeNet-5, live"
STYLE = "".join(
    Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8")
    for name in ("style", "recognize", "look", "training", "testing", "invitation")
)
# Gradio's theme with the system's fonts, and no text paler than poor eyes can read.
THEME = gr.themes.Default(
    font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
).set(
    body_text_color_subdued="*neutral_500",
    button_primary_background_fill="*primary_700",
    button_primary_background_fill_dark="*primary_700",
    button_primary_background_fill_hover="*primary_800",
    button_primary_background_fill_hover_dark="*primary_800",
)


def build_app(
    model: LeNet5,
    *,
    data_dir: Path | str = DATA_DIR,
    allow_training: bool = True,
    limits: Limits = NO_LIMITS,
) -> gr.Blocks:
    """Put the page together; nothing is served yet.

    Args:
        model: Answers in the Recognize tab, for every visitor.
        data_dir: Where MNIST lies, or will once training has fetched it.
        allow_training: False leaves the Train tab and its endpoint out.
        limits: Of each training run.
    """
    with gr.Blocks(title=TITLE, analytics_enabled=False) as app:
        gr.Markdown(TEXTS("introduction"))
        with gr.Tabs() as tabs:
            with gr.Tab(TEXTS("recognize"), id="recognize"):
                own = own_network()
                door = recognize_tab(model, own)
            if allow_training:
                with gr.Tab(TEXTS("train")) as tab:
                    train_tab(tab, Path(data_dir), model, own, door.pad, limits)
            with gr.Tab(TEXTS("test")) as tab:
                test_tab(tab, tabs, Path(data_dir), model, own, door)
        invitation(app)
    return app
