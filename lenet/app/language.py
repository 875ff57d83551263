"""Chinese for every Chinese browser, whatever it calls its language.

Gradio's page knows zh-CN and zh-TW alone: to a browser that says zh or zh-HK it would
speak English. It asks the browser before its own `head` scripts run, so this one is
written into the page as it is served.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEAD = b"<head>"
SCRIPT = b"""<script>
if (/^zh/i.test(navigator.language)) {
  const language = /hant|tw|hk|mo/i.test(navigator.language) ? "zh-TW" : "zh-CN";
  Object.defineProperty(navigator, "language", { get: () => language });
  document.documentElement.lang = language;
}
</script>"""


class ChineseByAnyName:
    """An ASGI middleware that puts SCRIPT first into the page's head."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_script(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _longer(value) if name == b"content-length" else value)
                    for name, value in message["headers"]
                ]
            elif HEAD in message.get("body", b""):
                message["body"] = message["body"].replace(HEAD, HEAD + SCRIPT, 1)
            await send(message)

        is_page = scope["type"] == "http" and scope["path"] == "/"
        await self.app(scope, receive, send_with_script if is_page else send)


def _longer(length: bytes) -> bytes:
    return str(int(length) + len(SCRIPT)).encode()
