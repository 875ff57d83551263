"""A visitor's own network: it answers this visitor alone, until the visitor goes back.

It lives in the visitor's session; every handler that needs a network takes it as an input.
"""

from dataclasses import asdict
from typing import NamedTuple

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.localization import label
from lenet.model import LeNet5
from lenet.training.loop import TrainingUpdate

MARKUP = '<b data-text="own_model.answers"></b><span></span>'


class OwnModel(NamedTuple):
    """The parts of the page for a visitor's own network.

    Attributes:
        model: A state: the network, or None while the page's own one answers.
        bar, mark, back: Visible while it answers: a row with a text and a button.
    """

    model: gr.State
    bar: gr.Row
    mark: gr.HTML
    back: gr.Button

    @property
    def outputs(self) -> list[gr.components.Component | gr.Row]:
        """What use_own_model and forget_own_model give values for."""
        return [self.model, self.bar, self.mark]


def own_model() -> OwnModel:
    """Lay out the mark, hidden, inside the current Blocks, and wire its button."""
    with gr.Row(visible=False, elem_id="own-model", equal_height=True) as bar:
        scripts = "train/evaluation.js", "own_model.js"
        mark = html_part(None, "own-model-mark", *scripts, markup=MARKUP)
        options = {"size": "sm", "scale": 0, "min_width": 260}
        back = gr.Button(label("own_model.back"), elem_id="own-model-back", **options)
    own = OwnModel(gr.State(None), bar, mark, back)
    private = {"queue": False, "api_visibility": "private"}
    back.click(forget_own_model, None, own.outputs, **private)
    return own


def use_own_model(
    model: LeNet5, preset: str, kept: TrainingUpdate
) -> tuple[LeNet5, dict, dict]:
    """Let `model` answer; the mark tells about its preset and its kept epoch."""
    facts = {"preset": preset, "epoch": kept.epoch, **asdict(kept.validation)}
    return model, gr.update(visible=True), facts


def forget_own_model() -> tuple[None, dict, None]:
    """Let the page's own network answer again."""
    return None, gr.update(visible=False), None
