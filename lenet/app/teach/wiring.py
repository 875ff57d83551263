"""How the correction line and the panel of the examples are wired."""

import gradio as gr

from lenet.app.own_model import OwnModel
from lenet.app.teach.correction import FAILED_JS
from lenet.app.teach.handlers import TeachHandlers


def wire_teaching(
    handlers: TeachHandlers,
    correction: gr.HTML,
    panel: gr.HTML,
    session: gr.HTML,
    visitor: gr.State,
    own: OwnModel,
) -> None:
    """Wire the parts inside the current Blocks.

    Args:
        correction, panel: What correction_line and hand_panel made.
        session: What session_part made; it tells visitors apart.
        visitor: The VisitorState with the digits that can be corrected.
        own: Gets the taught network.
    """
    options = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    network, taught = [session, own.model], [panel, *own.outputs]
    corrected = [correction, *taught]
    changes = [
        correction.submit(
            handlers.correct, [session, visitor, own.model], corrected, **options
        ),
        panel.upload(handlers.upload, network, taught, **options),
        panel.delete(handlers.take_back, network, taught, **options),
        panel.clear(handlers.take_back, network, taught, **options),
        panel.select(handlers.use, session, taught, **options),
    ]
    for change in changes:
        change.failure(js=FAILED_JS, **options)
    # What changes while it is measured is measured afterwards.
    always = {"trigger_mode": "always_last"}
    panel.tick(handlers.measure, session, panel, **options, **always)
    for changed in (session.input, own.mark.change):
        changed(handlers.show, network, panel, **options)
    session.tick(handlers.hands.see, session, None, **options)
