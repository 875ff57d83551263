"""How others find the page: its address for phones, and a QR code of it."""

import io
import socket
from html import escape

import gradio as gr
import segno

from lenet.app.texts import TEXTS

EVERYWHERE = ("0.0.0.0", "::")
HERE_ALONE = ("127.0.0.1", "localhost", "::1")
NOWHERE = ("192.0.2.1", 9)  # an address kept for documentation; no packet goes there
QUIET_ZONE = 2  # modules around a code
CODE = (
    '<a class="invitation" href="{address}">{code}<span dir="ltr">{address}</span></a>'
)


def address_for_others(app: gr.Blocks) -> str | None:
    """Give where others find an app that is served; None if they cannot."""
    return app.share_url or network_address(app.server_name, app.server_port)


def network_address(host: str, port: int) -> str | None:
    """Give the address for phones in the same network; None if none can come.

    Args:
        host: What the server listens on.
    """
    if host in HERE_ALONE:
        return None
    host = _own_address() if host in EVERYWHERE else host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/" if host else None


def code_for_terminal(address: str) -> str:
    """Draw the QR code with block characters, bright on a dark terminal."""
    text = io.StringIO()
    segno.make(address, micro=False).terminal(text, border=QUIET_ZONE, compact=True)
    return text.getvalue()


def invitation(app: gr.Blocks) -> None:
    """Lay out address and QR code inside `app`; hidden where nobody else can come."""
    with gr.Accordion(TEXTS("invitation"), open=False, visible=False) as panel:
        code = gr.HTML("", elem_id="invitation")

    def show() -> tuple[str, dict]:
        address = address_for_others(app)
        html = code_html(address) if address else ""
        return html, gr.update(visible=bool(address))

    app.load(
        show,
        outputs=[code, panel],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )


def code_html(address: str) -> str:
    """Show an address and its QR code."""
    code = segno.make(address, micro=False).svg_inline(
        border=QUIET_ZONE, light="white", omitsize=True, title="QR code"
    )
    return CODE.format(address=escape(address), code=code)


def _own_address() -> str | None:
    """Give this machine's address in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)
            return probe.getsockname()[0]
        except OSError:  # no way out: a network of its own, or none
            pass
    try:
        found = socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return None
    return next((one for one in found if not one.startswith("127.")), None)
