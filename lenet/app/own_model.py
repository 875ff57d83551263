"""A visitor's own network: for that visitor alone, with a mark and a way back.

It lives in the visitor's session; whoever answers takes it as an input beside others.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.said import said
from lenet.app.texts import TEXTS, scripted
from lenet.model import LeNet5


class OwnModel(NamedTuple):
    """The parts of the page that stand for a visitor's own network.

    Attributes:
        model: A state: the network, or None while the shipped one answers.
        bar, mark, back: Shown while it answers: a row, its text, the way back.
    """

    model: gr.State
    bar: gr.Row
    mark: gr.HTML
    back: gr.Button

    @property
    def shown(self) -> list:
        return [self.model, self.bar, self.mark]


def own_model() -> OwnModel:
    """Lay out the mark, hidden, inside the current Blocks, and wire the way back."""
    with gr.Row(visible=False, elem_id="own", equal_height=True) as bar:
        mark = gr.HTML("", elem_id="own-mark", **scripted("own", "said.js"))
        back = gr.Button(
            TEXTS("own_back"), size="sm", scale=0, min_width=200, elem_id="own-back"
        )
    own = OwnModel(gr.State(None), bar, mark, back)
    back.click(
        forget_own_model, outputs=own.shown, queue=False, api_visibility="private"
    )
    return own


def use_own_model(model: LeNet5, words: str) -> tuple[LeNet5, dict, str]:
    """Let `model` answer from now on; `words`, HTML, say where it comes from."""
    mark = f"{said('own_answers', tag='b')} {words}"
    return model, gr.update(visible=True), mark


def forget_own_model() -> tuple[None, dict, str]:
    """Let the shipped network answer again."""
    return None, gr.update(visible=False), ""


def with_model(handler: Callable[..., Any], shipped: LeNet5) -> Callable[..., Any]:
    """Give `handler` the visitor's own network where there is one.

    Args:
        handler: Takes the network as `model`.
    Returns:
        The same, taking the value of OwnNetwork.model as its last input instead.
    """

    def answer(*inputs: Any) -> Any:
        *others, own = inputs
        return handler(*others, model=own or shipped)

    return answer
