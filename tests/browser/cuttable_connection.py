"""A way to the served page that can be cut, as a phone's connection is."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer


class CuttableConnection(ThreadingTCPServer):
    """Passes everything on to the server at `port`; `address` is the page's here."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.port, self.is_cut = port, False
        self.sockets: list[socket.socket] = []
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"

    def cut(self) -> None:
        """End all connections, and every new one."""
        self.is_cut = True
        for one in self.sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_cut = False


class Handler(BaseRequestHandler):
    """One connection of the browser."""

    server: CuttableConnection

    def handle(self) -> None:
        if self.server.is_cut:
            return
        with socket.create_connection(("127.0.0.1", self.server.port)) as onward:
            self.server.sockets += [self.request, onward]
            back = threading.Thread(target=pass_on, args=(onward, self.request))
            back.start()
            pass_on(self.request, onward)
            back.join()


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            target.sendall(content)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def cuttable_connection(port: int) -> Iterator[CuttableConnection]:
    with CuttableConnection(port) as connection:
        threading.Thread(target=connection.serve_forever, daemon=True).start()
        yield connection
        connection.shutdown()
