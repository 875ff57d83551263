"""The QR code of the page's address, for other phones and computers."""

import io
from ipaddress import ip_address
from urllib.parse import urlsplit

import gradio as gr
import segno
from gradio.route_utils import get_root_url

from lenet.app.html_part import Facts, html_part
from lenet.app.localization import label
from lenet.app.serving.address import ServerAddress, root_path

QUIET_ZONE = 2  # modules around a QR code
MARKUP = '<a class="qr-code"><img data-name="page.qr_code"><span dir="ltr"></span></a>'


def terminal_qr_code(address: str) -> str:
    """Draw the QR code with block characters, bright on a dark terminal."""
    text = io.StringIO()
    segno.make(address, micro=False).terminal(text, border=QUIET_ZONE, compact=True)
    return text.getvalue()


def qr_code_panel(app: gr.Blocks, address: ServerAddress) -> None:
    """Lay out address and QR code in `app`; hidden if others cannot reach the page."""
    with gr.Accordion(label("page.other_devices"), open=False, visible=False) as panel:
        part = html_part({}, "qr-code", "serving/qr_code.js", markup=MARKUP)

    def show(request: gr.Request) -> tuple[Facts, dict]:
        visited = visited_address(request)
        url = address.share_url or visited or address.public_url()
        return qr_code_facts(url) if url else {}, gr.update(visible=bool(url))

    private = {"show_progress": "hidden", "api_visibility": "private"}
    app.load(show, outputs=[part, panel], queue=False, **private)


def visited_address(request: gr.Request) -> str | None:
    """Give the page's address as the visitor's browser has it.

    A reverse proxy is the only one that knows it. None if it is this machine's own name
    for itself, which leads others to their own machines.
    """
    http = request.request
    url = get_root_url(http, http.url.path, root_path())
    return None if _is_loopback(urlsplit(url).hostname or "") else f"{url}/"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def qr_code_facts(address: str) -> Facts:
    """Give an address and the picture of its QR code, a data URL."""
    code = segno.make(address, micro=False)
    picture = code.svg_data_uri(border=QUIET_ZONE, light="white", omitsize=True)
    return {"address": address, "picture": picture}
