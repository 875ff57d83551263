"""Which requests are answered: those the page needs, with bodies of a reasonable size.

Gradio offers more than this page uses: it fetches addresses for visitors, converts
recordings, edits the app. None of that is reachable.
"""

import json
import re
import sys

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lenet.app.localization import say
from lenet.app.serving.address import route_path
from lenet.app.serving.page_head import ICON_SIZES
from lenet.app.serving.uploads import UploadFolder

API = "/gradio_api/"
ALLOWED_PATHS = re.compile(
    r"/|/(config|theme\.css|favicon\.ico|robots\.txt|login|logout)/?"
    r"|/(assets|static|svelte)(/.*)?"
    rf"|/pwa_icon/({'|'.join(map(str, ICON_SIZES))})"  # any other would be computed
    rf"|{API}(info|openapi\.json|theme\.css|app_id|user|token|login_check)/?"
    rf"|{API}(upload|upload_progress|startup-events|cancel|reset|component_server)/?"
    rf"|{API}(queue/join|queue/data|(heartbeat|call|run)/.+)"
    rf"|{API}file=(?![\w+.-]{{2,}}:).+",  # a file's path, never another server's
    re.DOTALL,
)
MCP_PATH = f"{API}mcp/"
MAX_CALL_BYTES = 2 * 2**20  # a drawing takes at most 400,000
REFUSED_STATUSES = {404: "not_found", 405: "bad_request", 422: "bad_request"}
MULTIPART_OVERHEAD_BYTES = 64 * 2**10  # around an upload's file


class RequestFilter:
    """An ASGI middleware that refuses what the page does not need.

    Args:
        uploads: The folder that Gradio stores uploads in; it has their limits.
        allows_mcp: Whether assistants may call their tool.
    """

    def __init__(
        self, app: ASGIApp, uploads: UploadFolder, allows_mcp: bool = False
    ) -> None:
        self.app, self.uploads, self.allows_mcp = app, uploads, allows_mcp
        self.max_upload_bytes = uploads.max_file_bytes + MULTIPART_OVERHEAD_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        path = route_path(scope)
        scope |= {"path": path, "root_path": ""}  # which Gradio may have as an address
        is_mcp = self.allows_mcp and f"{path.rstrip('/')}/" == MCP_PATH
        is_upload = is_mcp or path.rstrip("/") == f"{API}upload"
        max_bytes = self.max_upload_bytes if is_upload else MAX_CALL_BYTES
        if is_mcp:
            max_bytes = max_bytes * 4 // 3  # a picture in base64
        length = dict(scope["headers"]).get(b"content-length", b"")
        exchange = LimitedExchange(scope, receive, send, max_bytes)
        is_allowed = is_mcp or ALLOWED_PATHS.fullmatch(path)
        if scope["type"] != "http" or not is_allowed:
            await exchange.refuse("not_found", 404)
        elif length.isdigit() and int(length) > max_bytes:
            await exchange.refuse("too_large", 413)
        elif is_upload and self.uploads.is_full:
            await exchange.refuse("storage_full", 503)
        else:
            await self._answer(scope, exchange)

    async def _answer(self, scope: Scope, exchange: "LimitedExchange") -> None:
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            if exchange.is_too_large:
                await exchange.refuse("too_large", 413)
        except Exception as error:  # noqa: BLE001 - Gradio's, for a malformed request
            print(f"{scope['path']!r}: {error!r:.200}", file=sys.stderr)
            await exchange.refuse("bad_request", 400)


class LimitedExchange:
    """A request's body, cut off at `max_bytes`, and the response to it.

    Gradio's own refusals of REFUSED_STATUSES are replaced by a sentence, and a reverse
    proxy is told not to hold events back.
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, max_bytes: int
    ) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._bytes_left = max_bytes
        self._has_response = self._is_refused = False

    @property
    def is_too_large(self) -> bool:
        return self._bytes_left < 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes_left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_large else message

    async def send(self, message: Message) -> None:
        if self._is_refused:
            return
        if message["type"] == "http.response.start":
            status = message["status"]
            if reason := REFUSED_STATUSES.get(status):
                await self.refuse(reason, status)
                return
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/event-stream"):
                headers["x-accel-buffering"] = (
                    "no"  # nginx passes each event on at once
                )
        self._has_response = True
        await self._send(message)

    async def refuse(self, reason: str, status: int) -> None:
        """Respond with a sentence; if the events of a call have begun, as the last one."""
        sentence = say(f"request_error.{reason}")
        if not self._has_response:
            response = PlainTextResponse(sentence, status)
            await response(self._scope, self._receive, self._send)
        elif f"{API}call/" in self._scope["path"]:
            event = f"event: error\ndata: {json.dumps({'error': sentence})}\n\n"
            body = {"type": "http.response.body", "body": event.encode()}
            await self._send(body)
        self._is_refused = True
