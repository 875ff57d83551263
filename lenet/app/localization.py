"""The page's texts in the visitor's language, from the files of locales/.

A new file there is a new language. A browser for whose languages there is no file gets the
whole page in English. Handlers give facts; scripts put them into words (localization.js).
Labels of Gradio's components and the server's own refusals are made here.
"""

import json
from contextlib import suppress
from contextvars import ContextVar
from operator import itemgetter
from pathlib import Path

import gradio as gr
from gradio.i18n import I18nData
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lenet.app.serving.address import route_path
from lenet.app.serving.page_head import manifest
from lenet.app.serving.plain_pages import choose_page

DEFAULT = "en"
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}  # of Unicode's CLDR
TRADITIONAL_CHINESE = {"hant", "tw", "hk", "mo"}  # its script, regions that use it
FOLDER = Path(__file__).parent
Text = str | dict[str, str]  # a dict has a text for each plural form


def flattened(texts: dict, prefix: str = "") -> dict[str, Text]:
    """Bring nested groups of texts to one level: {"pad": {"undo": …}} to pad.undo."""
    flat: dict[str, Text] = {}
    for name, text in texts.items():
        if isinstance(text, dict) and not text.keys() <= PLURAL_FORMS:
            flat |= flattened(text, f"{prefix}{name}.")
        else:
            flat[prefix + name] = text
    return flat


LOCALES = {
    path.stem: flattened(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted((FOLDER / "locales").glob("*.json"))
}
LABELS = gr.I18n(**{language: {} for language in LOCALES})
LANGUAGE = ContextVar("language", default=DEFAULT)  # of the request being answered
SCRIPT = (FOLDER / "localization.js").read_text(encoding="utf-8")


def label(key: str) -> I18nData:
    """Give a component a label that Gradio shows in the visitor's language."""
    for language, texts in LOCALES.items():
        LABELS.translations[language][key] = texts[key]
    return LABELS(key)


def say(key: str, **values: object) -> str:
    """Give a text without plural forms in the language of the request being answered."""
    return LOCALES[LANGUAGE.get()][key].format(**values)


def negotiate(accept_language: str) -> str:
    """Choose the language of LOCALES that the header Accept-Language prefers."""
    preferred = []
    for item in accept_language.lower().replace(" ", "").split(","):
        tag, _, quality = item.partition(";q=")
        with suppress(ValueError):
            preferred.append((float(quality or 1), tag))
    for quality, tag in sorted(preferred, key=itemgetter(0), reverse=True):
        if quality > 0 and (language := _supported(tag)):
            return language
    return DEFAULT


def _supported(tag: str) -> str | None:
    """Give the language of LOCALES for a browser's tag, such as de-at; None if none."""
    language, *subtags = tag.split("-")
    if language == "zh":
        is_traditional = set(subtags) & TRADITIONAL_CHINESE and "hans" not in subtags
        tag = "zh-tw" if is_traditional else "zh-cn"
    names = {name.lower(): name for name in LOCALES}
    return names.get(tag) or names.get(language)


class PageLanguage:
    """An ASGI middleware that chooses the language of a request and localizes the page
    and its manifest.

    Gradio's page asks the browser for its language before any script of the app runs, so
    the texts and the choice are written into the page's head as it is served.

    Args:
        title: The page's title as Gradio has it, to be put into the language.
    """

    def __init__(self, app: ASGIApp, title: str) -> None:
        self.app, self.title = app, title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language = negotiate(Headers(scope=scope).get("accept-language", ""))
        token = LANGUAGE.set(language)
        try:
            if route_path(scope) == "/manifest.json":  # Gradio's has absolute paths
                await JSONResponse(manifest(say("page.title"), language))(
                    scope, receive, send
                )
                return
            if route_path(scope) == "/":
                send = self._localized(send, language, scope["query_string"])
            await self.app(scope, receive, send)
        finally:
            LANGUAGE.reset(token)

    def _localized(self, send: Send, language: str, query: bytes) -> Send:
        """Give a `send` that waits for the whole page and localizes it."""
        messages: list[Message] = []

        async def send_localized(message: Message) -> None:
            messages.append(message)
            if message["type"] == "http.response.start" or message.get("more_body"):
                return
            start, *parts = messages
            page = b"".join(part.get("body", b"") for part in parts)
            body = self._with_texts(choose_page(page, query), language)
            headers = MutableHeaders(raw=start["headers"])
            headers["content-length"] = str(len(body))
            headers["content-language"] = language
            headers.add_vary_header("Accept-Language")
            await send(start)
            await send({"type": "http.response.body", "body": body})

        return send_localized

    def _with_texts(self, page: bytes, language: str) -> bytes:
        texts = LOCALES[language]
        locale = json.dumps({"language": language, "texts": texts}, ensure_ascii=False)
        locale = locale.replace("</", "<\\/")  # which would end the script
        head = f"<head><script>const LOCALE = {locale};\n{SCRIPT}</script>"
        page = page.replace(b"<head>", head.encode(), 1)
        title = json.dumps(texts["page.title"], ensure_ascii=False)
        return page.replace(json.dumps(self.title).encode(), title.encode())
