"""How other phones and computers find the page: its address, and a QR code of it."""

import io
import socket
from contextlib import suppress
from typing import Any

import gradio as gr
import segno

from lenet.app.html_part import html_part
from lenet.app.localization import label

ALL_INTERFACES = ("0.0.0.0", "::")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
OUTSIDE = ("192.0.2.1", 9)  # of TEST-NET-1, which is for documentation: RFC 5737
QUIET_ZONE = 2  # modules around a QR code
MARKUP = '<a class="qr-code"><img data-name="page.qr_code"><span dir="ltr"></span></a>'


def public_address(app: gr.Blocks) -> str | None:
    """Give the address of a served app for other machines; None if there is none."""
    return app.share_url or network_address(app.server_name, app.server_port)


def network_address(host: str, port: int) -> str | None:
    """Give the address for machines of the same network; None if there is none.

    Args:
        host: What the server listens on.
    """
    if host in LOOPBACK:
        return None
    host = _own_address() if host in ALL_INTERFACES else host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/" if host else None


def terminal_qr_code(address: str) -> str:
    """Draw the QR code with block characters, bright on a dark terminal."""
    text = io.StringIO()
    segno.make(address, micro=False).terminal(text, border=QUIET_ZONE, compact=True)
    return text.getvalue()


def qr_code_panel(app: gr.Blocks) -> None:
    """Lay out address and QR code in `app`; hidden if it has no public address."""
    with gr.Accordion(label("page.other_devices"), open=False, visible=False) as panel:
        part = html_part({}, "qr-code", "serving/qr_code.js", markup=MARKUP)

    def show() -> tuple[dict[str, Any], dict]:
        address = public_address(app)
        facts = qr_code_facts(address) if address else {}
        return facts, gr.update(visible=bool(address))

    private = {"show_progress": "hidden", "api_visibility": "private"}
    app.load(show, outputs=[part, panel], queue=False, **private)


def qr_code_facts(address: str) -> dict[str, Any]:
    """Give an address and the picture of its QR code, a data URL."""
    code = segno.make(address, micro=False)
    picture = code.svg_data_uri(border=QUIET_ZONE, light="white", omitsize=True)
    return {"address": address, "picture": picture}


def _own_address() -> str | None:
    """Give this machine's address in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(OUTSIDE)  # sends no packet; fails if there is no route
        return probe.getsockname()[0]
    with suppress(OSError):
        addresses = socket.gethostbyname_ex(socket.gethostname())[2]
        return next((one for one in addresses if not one.startswith("127.")), None)
    return None
