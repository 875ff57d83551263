"""Start Gradio without the proxies that the environment names, such as http_proxy.

As it is imported, Gradio makes an HTTP client, which fails for a SOCKS proxy. As it
starts, it asks its own address for a page, and a proxy cannot reach that. Downloads of
MNIST and the share server go through the proxy as before.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "no_proxy"  # NO_PROXY counts only where this one is missing


@contextmanager
def without_proxies() -> Iterator[None]:
    """Have HTTP clients that are made inside ignore all proxies."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "*"
    try:
        yield
    finally:
        del os.environ[VARIABLE]
        if before is not None:
            os.environ[VARIABLE] = before
