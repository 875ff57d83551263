"""What the server lets in: the page's own addresses, and bodies of a reasonable size.

Gradio offers more than this page uses: it fetches addresses for visitors, converts
recordings, edits the app. None of that passes here.
"""

import re
import sys

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lenet.app.serving.uploads import UploadFolder

API = "/gradio_api/"
ALLOWED_PATHS = re.compile(
    r"/|/(config|theme\.css|favicon\.ico|robots\.txt|manifest\.json|login|logout)/?"
    r"|/(assets|static|svelte|pwa_icon)(/.*)?"
    rf"|{API}(info|openapi\.json|theme\.css|app_id|user|token|login_check)/?"
    rf"|{API}(upload|upload_progress|startup-events|cancel|reset|component_server)/?"
    rf"|{API}(queue/join|queue/data|(heartbeat|call|run)/.+)"
    rf"|{API}file=(?![\w+.-]{{2,}}:).+",  # a file's path, never another server's
    re.DOTALL,
)
MAX_CALL_BYTES = 2 * 2**20  # bytes of a call; a drawing takes at most 400,000
MULTIPART_OVERHEAD_BYTES = 64 * 2**10  # bytes around an upload's file
MAX_STORED = 2**30  # bytes of all uploads together
NOT_HERE, TOO_LARGE = "There is nothing here.", "This is too large."
FULL = "Too many pictures came in the last minutes. Try again in some more."
NOT_UNDERSTOOD = "This request makes no sense here."


class RequestFilter:
    """An ASGI middleware that turns away what the page does not need.

    Args:
        uploads: Where they go.
        max_upload: The largest body of an upload, in bytes.
    """

    def __init__(self, app: ASGIApp, uploads: UploadFolder, max_upload: int) -> None:
        self.app, self.uploads, self.max_upload = app, uploads, max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http" or not ALLOWED_PATHS.fullmatch(scope["path"]):
            await PlainTextResponse(NOT_HERE, 404)(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_upload = scope["path"].rstrip("/") == f"{API}upload"
        most = (
            self.max_upload + MULTIPART_OVERHEAD_BYTES if is_upload else MAX_CALL_BYTES
        )
        length = dict(scope["headers"]).get(b"content-length", b"")
        body = LimitedBody(receive, send, most)
        if length.isdigit() and int(length) > most:
            await body.refuse(scope, TOO_LARGE, 413)
        elif is_upload and self.uploads.bytes > MAX_STORED:
            await body.refuse(scope, FULL, 503)
        else:
            await self._answer(scope, body)

    async def _answer(self, scope: Scope, body: "LimitedBody") -> None:
        try:
            await self.app(scope, body.receive, body.send)
        except ClientDisconnect:
            if body.is_too_large:
                await body.refuse(scope, TOO_LARGE, 413)
        except Exception as error:  # noqa: BLE001 - Gradio's, of a request it expects not
            print(f"{scope['path']!r}: {error!r:.200}", file=sys.stderr)
            await body.refuse(scope, NOT_UNDERSTOOD, 400)


class LimitedBody:
    """What comes with a request, cut off at `most` bytes, and what goes back."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._left = receive, send, most
        self._answered = False

    @property
    def is_too_large(self) -> bool:
        return self._left < 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_large else message

    async def send(self, message: Message) -> None:
        self._answered = True
        await self._send(message)

    async def refuse(self, scope: Scope, sentence: str, status: int) -> None:
        """Answer with a sentence, unless an answer is on its way already."""
        if not self._answered:
            answer = PlainTextResponse(sentence, status)
            await answer(scope, self._receive, self._send)
