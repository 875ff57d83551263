"""A public link to the page, from Gradio's share server.

Gradio would open the tunnel only after the page is built, tell of a failure in words of
its own, and have visitors load scripts from another host.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from urllib.request import urlopen

from gradio import networking
from gradio.tunneling import CURRENT_TUNNELS

from lenet.app.serving.address import ServerAddress

SHARE_SERVER = networking.GRADIO_API_SERVER
SHARE_TIMEOUT_SECONDS = 10


@contextmanager
def public_link(address: ServerAddress) -> Iterator[str | None]:
    """Open a tunnel to the server, give `address` its link, and close it at the end.

    Yields:
        The reason why there is no link, or None.
    """
    error = _share_server_error()
    try:
        if not error:
            try:
                end = address.local_host, address.port
                url = networking.setup_tunnel(*end, token_urlsafe(), None, None)
                address.share_url = url.replace("http://", "https://", 1)
            except Exception as failure:  # noqa: BLE001 - download, system or server
                reason = str(failure).partition("\n")[0] or type(failure).__name__
                error = f"Gradio's tunnel could not be opened ({reason.rstrip('.')})"
        yield error
    finally:
        for tunnel in CURRENT_TUNNELS:
            tunnel.kill()


def _share_server_error() -> str | None:
    """Say why no public link can be made; None if the share server answers."""
    errors = [
        f"Gradio's share server did not answer within {SHARE_TIMEOUT_SECONDS} seconds"
    ]

    def request() -> None:
        try:
            urlopen(SHARE_SERVER, timeout=SHARE_TIMEOUT_SECONDS).close()
            errors.clear()
        except Exception as error:  # noqa: BLE001 - the network's, or of a bad proxy
            reason = getattr(error, "reason", error)
            if not isinstance(reason, TimeoutError):
                text = getattr(reason, "strerror", None) or reason
                errors[:] = [f"Gradio's share server cannot be reached ({text})"]

    thread = threading.Thread(target=request, daemon=True)
    thread.start()
    thread.join(SHARE_TIMEOUT_SECONDS)  # looking up a name has no time-out of its own
    return errors[0] if errors else None
