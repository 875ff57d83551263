"""The parts with which a visitor teaches, and how they are wired."""

import gradio as gr

from lenet.app.own_model import OwnModel
from lenet.app.teach.correction import FAILED_JS
from lenet.app.teach.handlers import TeachHandlers
from lenet.model import LeNet5


def wire_teaching(
    correction: gr.HTML,
    session: gr.HTML,
    visitor: gr.State,
    shipped: LeNet5,
    own: OwnModel,
) -> None:
    """Wire the parts inside the current Blocks.

    Args:
        correction: What correction_line made.
        session: What session_part made; it tells visitors apart.
        visitor: The VisitorState with the digits that can be corrected.
        shipped: Taught, as a copy, unless the visitor uses a network of their own.
        own: Gets the taught network.
    """
    handlers = TeachHandlers(shipped, own.networks)
    private = {"show_progress": "hidden", "api_visibility": "private"}
    unqueued = {"queue": False, **private}
    taught = correction.submit(
        handlers.correct,
        [session, visitor, own.model],
        [correction, *own.outputs],
        **unqueued,
    )
    taught.failure(js=FAILED_JS)
    session.tick(handlers.hands.see, session, None, **unqueued)
