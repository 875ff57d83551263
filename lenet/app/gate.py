"""What the server lets in: the page's own addresses, and bodies of a reasonable size.

Gradio offers more than this page uses: it fetches addresses for visitors, converts
recordings, edits the app. None of that passes here.
"""

import re

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/gradio_api/"
ADDRESSES = re.compile(
    r"/|/(config|theme\.css|favicon\.ico|robots\.txt|manifest\.json|login|logout)/?"
    r"|/(assets|static|svelte|pwa_icon)(/.*)?"
    rf"|{API}(info|openapi\.json|theme\.css|app_id|user|token|login_check)/?"
    rf"|{API}(upload|upload_progress|startup-events|cancel|reset|component_server)/?"
    rf"|{API}(queue/join|queue/data|(heartbeat|call|run)/.+)"
    rf"|{API}file=(?![\w+.-]{{2,}}:).+",  # a file's path, never another server's
    re.DOTALL,
)
MOST_SAID = 2 * 2**20  # bytes of a call; a drawing takes at most 400,000
ENVELOPE = 64 * 2**10  # bytes around an upload's file
NOT_HERE, TOO_LARGE = "There is nothing here.", "This is too large."


class Gate:
    """An ASGI middleware that turns away what the page does not need.

    Args:
        max_upload: The largest body of an upload, in bytes.
    """

    def __init__(self, app: ASGIApp, max_upload: int) -> None:
        self.app, self.max_upload = app, max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http" or not ADDRESSES.fullmatch(scope["path"]):
            await PlainTextResponse(NOT_HERE, 404)(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        most, started = self._most(scope["path"]), False
        length = dict(scope["headers"]).get(b"content-length", b"0")
        came = int(length) if length.isdigit() else 0
        if came > most:
            await PlainTextResponse(TOO_LARGE, 413)(scope, receive, send)
            return
        came = 0

        async def receive_so_much() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return message if came <= most else {"type": "http.disconnect"}

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive_so_much, send_and_note)
        except ClientDisconnect:
            if came > most and not started:
                await PlainTextResponse(TOO_LARGE, 413)(scope, receive, send)

    def _most(self, path: str) -> int:
        is_upload = path.rstrip("/") == f"{API}upload"
        return self.max_upload + ENVELOPE if is_upload else MOST_SAID
