"""A visitor's own network: it answers this visitor alone, until the visitor goes back.

It lives in the visitor's session; every handler that needs a network takes it as an
input. A page that is loaded again goes on with it.
"""

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.app.localization import label
from lenet.app.session import SessionEntry, SessionStore
from lenet.model import LeNet5
from lenet.training.loop import TrainingUpdate

MAX_NETWORKS = 200  # that are kept for a page that is loaded again, of 250 KB each
MARKUP = '<b data-text="own_model.answers"></b><span></span>'
Outputs = tuple[LeNet5 | None, dict, Facts | None]


def unchanged() -> Outputs:
    """Leave the parts of OwnModel.outputs as they are."""
    return (gr.skip(),) * 3


@dataclass(eq=False)
class NetworkInUse(SessionEntry):
    """The own network of one visitor.

    Attributes:
        mark: What the page says about it, see own_model.js: the preset and the
            evaluation of its run, or the number of examples that it was taught.
    """

    model: LeNet5 | None = None
    mark: Facts | None = None

    @property
    def outputs(self) -> Outputs:
        """The values for OwnModel.outputs."""
        return self.model, gr.update(visible=self.model is not None), self.mark


class NetworksInUse(SessionStore[NetworkInUse]):
    """The own networks of all visitors."""

    def __init__(self) -> None:
        super().__init__(NetworkInUse, MAX_NETWORKS)

    def use(self, session: Any, model: LeNet5, mark: Facts) -> Outputs:
        """Let a visitor's own network answer, marked as such."""
        entry = self.find_or_add(session)
        entry.model, entry.mark = model, mark
        return entry.outputs

    def restore(self, session: Any) -> Outputs:
        """Give a page that was loaded again the network that it used."""
        entry = self.find(session)
        return entry.outputs if entry else unchanged()

    def forget(self, session: Any) -> Outputs:
        """Let the page's own network answer again."""
        super().forget(session)
        return None, gr.update(visible=False), None


class OwnModel(NamedTuple):
    """The parts of the page for a visitor's own network.

    Attributes:
        model: A state: the network, or None while the page's own one answers.
        bar, mark, back: Visible while it answers: a row with a text and a button.
        networks: What is kept for a page that is loaded again.
    """

    model: gr.State
    bar: gr.Row
    mark: gr.HTML
    back: gr.Button
    networks: NetworksInUse

    @property
    def outputs(self) -> list[gr.components.Component | gr.Row]:
        """What an own network's Outputs are for."""
        return [self.model, self.bar, self.mark]


def own_model(session: gr.HTML) -> OwnModel:
    """Lay out the mark, hidden, inside the current Blocks, and wire it.

    Args:
        session: What session_part made.
    """
    with gr.Row(visible=False, elem_id="own-model", equal_height=True) as bar:
        scripts = "evaluation.js", "own_model.js"
        mark = html_part(None, "own-model-mark", *scripts, markup=MARKUP)
        options = {"size": "sm", "scale": 0, "min_width": 260}
        back = gr.Button(label("own_model.back"), elem_id="own-model-back", **options)
    own = OwnModel(gr.State(None), bar, mark, back, NetworksInUse())
    private = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    back.click(own.networks.forget, session, own.outputs, **private)
    session.input(own.networks.restore, session, own.outputs, **private)
    session.tick(own.networks.see, session, None, **private)
    return own


def mark_of_run(preset: str, kept: TrainingUpdate) -> Facts:
    """Give what the mark tells about a run's network: its preset and its kept epoch."""
    return {"preset": preset, "epoch": kept.epoch, **asdict(kept.validation)}
