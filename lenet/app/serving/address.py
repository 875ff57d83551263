"""The address of the page: which host and port, and how other machines reach it.

Both are checked here. Gradio itself tries a port for seconds, asks for IPv6 addresses in
brackets, and explains in its errors how to call its own functions.
"""

import errno
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

DEFAULT_HOST = "127.0.0.1"
FIRST_PORT = 7860
PORTS_TRIED = 100  # from the first one
MAX_PORT = 65535
ALL_INTERFACES = {"0.0.0.0": "localhost", "::": "::1"}  # and how this machine asks them
OUTSIDE = {  # addresses for documentation: RFC 5737 and RFC 3849
    socket.AF_INET: ("192.0.2.1", 9),
    socket.AF_INET6: ("2001:db8::1", 9),
}
ROOT_PATH_VARIABLE = "GRADIO_ROOT_PATH"


@dataclass
class ServerAddress:
    """What the server listens on.

    Attributes:
        host: An address or a name, an IPv6 address without brackets.
        is_local: Only this machine can reach it.
        share_url: The public link, if there is one.
    """

    host: str
    port: int
    is_local: bool
    share_url: str | None = None

    @property
    def is_public(self) -> bool:
        """True if others than the one who started the server can reach it."""
        return not self.is_local or bool(self.share_url or root_path())

    @property
    def local_host(self) -> str:
        """The host as this machine can ask for it."""
        return ALL_INTERFACES.get(self.host, self.host)

    @property
    def local_url(self) -> str:
        """The page's address for this machine."""
        return _url(self.local_host, self.port)

    def public_url(self) -> str | None:
        """Give the page's address for other machines, as it is now; None without one."""
        if self.share_url:
            return self.share_url
        if is_address(path := root_path()):
            return f"{path}/"
        if self.is_local:
            return None
        host = self.host
        if host in ALL_INTERFACES:
            host = _own_address(socket.AF_INET6 if ":" in host else socket.AF_INET)
        return _url(host, self.port) if host else None


def find_address(
    host: str, port: int | None = None, first_port: int = FIRST_PORT
) -> ServerAddress:
    """Check that the server can listen on `host`.

    Args:
        host: An address or a name of this machine; IPv6 with or without brackets.
        port: None takes the first free one from `first_port`.
    Raises:
        ValueError: A port is not from 1 to 65535.
        OSError: There is no such host, or its port is in use or not allowed.
    """
    for number in (port, first_port):
        if number is not None and not 1 <= number <= MAX_PORT:
            raise ValueError(f"the port must be from 1 to {MAX_PORT}, got {number}")
    host = host.removeprefix("[").removesuffix("]")
    families = _resolve(host)
    ports = [port] if port else range(first_port, first_port + PORTS_TRIED)
    for number in ports:
        if number <= MAX_PORT and _is_free(host, number, families):
            is_local = all(ip_address(address).is_loopback for address in families)
            return ServerAddress(host, number, is_local)
    if port:
        sentence = f"port {port} is in use already; choose another one with --port"
    else:
        sentence = f"all ports from {ports[0]} to {min(ports[-1], MAX_PORT)} are in use"
        sentence += "; choose another one with --port"
    raise OSError(sentence)


def root_path() -> str:
    """Give the path below which a reverse proxy serves the page; "" if it is the root.

    Raises:
        ValueError: The variable GRADIO_ROOT_PATH has neither a path nor an address.
    """
    path = os.environ.get(ROOT_PATH_VARIABLE, "").rstrip("/")
    if path and not (path.startswith("/") or is_address(path)):
        raise ValueError(
            f"{ROOT_PATH_VARIABLE} must be a path that starts with / or an address "
            f"that starts with http:// or https://, got {path}"
        )
    return path


def is_address(path: str) -> bool:
    """Tell whether a root path is the page's whole address."""
    return path.startswith(("http://", "https://"))


def route_path(scope: Mapping[str, Any]) -> str:
    """Give the path of a request below the root path, which a proxy may leave there.

    Args:
        scope: Of the request, as ASGI has it; its root path may be a whole address.
    """
    root = urlsplit(scope.get("root_path", "")).path
    return scope["path"].removeprefix(root) or "/"


def _resolve(host: str) -> dict[str, socket.AddressFamily]:
    """Give the addresses of a host with their families."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # of a name that no host can have
        raise OSError(
            f"there is no host {host}; --host takes an address of this machine, such "
            "as 127.0.0.1, 0.0.0.0 or ::1"
        ) from error
    return {address[0]: family for family, *_, address in found}


def _is_free(host: str, port: int, families: dict[str, socket.AddressFamily]) -> bool:
    """Tell whether the port can be opened; Gradio wants it on 127.0.0.1 too."""
    for address, family in {DEFAULT_HOST: socket.AF_INET, **families}.items():
        try:
            socket.create_server((address, port), family=family).close()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if error.errno == errno.EACCES:
                sentence = f"port {port} is only for administrators of this machine"
                raise OSError(f"{sentence}; choose 1024 or higher") from error
            raise OSError(f"this machine does not have the address {host}") from error
    return True


def _own_address(family: socket.AddressFamily) -> str | None:
    """Give this machine's address in its network."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(OUTSIDE[family])  # sends no packet; fails if there is no route
        return probe.getsockname()[0]
    with suppress(OSError):
        found = socket.getaddrinfo(socket.gethostname(), None, family)
        addresses = [address[0] for *_, address in found]
        return next((one for one in addresses if not ip_address(one).is_loopback), None)
    return None


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
