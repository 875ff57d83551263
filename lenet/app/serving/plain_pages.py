"""Two pages that are not Gradio's: the login, and the list of calls for programs.

Gradio's login says neither what it guards nor that too many passwords were wrong, and
forgets the name. Its list of calls is in English and names files of other hosts.
"""

from pathlib import Path
from urllib.parse import parse_qs

from lenet.app.serving.page_head import complete_head

FOLDER = Path(__file__).parent
IS_LOGIN = (
    b'"auth_required":true'  # in Gradio's page for a visitor who is not logged in
)
LOGIN_MARKUP = """
<h1 data-text="page.title"></h1>
<p data-text="login.sentence"></p>
<form>
  <label><span data-text="login.name"></span>
    <input name="username" autocomplete="username" required autofocus></label>
  <label><span data-text="login.password"></span>
    <input name="password" type="password" autocomplete="current-password" required>
  </label>
  <p role="alert"></p>
  <button data-text="login.submit"></button>
</form>"""
API_MARKUP = """
<p><a data-text="api.back"></a></p>
<h1 data-text="api.title"></h1>
<p data-text="api.introduction"></p>"""


def _page(markup: str, script: str) -> bytes:
    """Make a page; localization.js is put before it as it is served."""
    style = (FOLDER / "plain_pages.css").read_text(encoding="utf-8")
    code = (FOLDER / script).read_text(encoding="utf-8")
    return f"""<!doctype html>
<html><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title></title>
<style>{style}</style></head>
<body class="plain"><main>{markup}</main>
<script type="module">
const root = location.pathname.replace(/\\/?$/, "/"); // of the page, below any host
document.title = say("page.title");
localize(document.body);
{code}</script></body></html>""".encode()


LOGIN_PAGE = _page(LOGIN_MARKUP, "login.js")
API_PAGE = _page(API_MARKUP, "api.js")


def choose_page(gradio_page: bytes, query: bytes) -> bytes:
    """Give the page that a visitor gets where Gradio would give its own.

    Args:
        query: Of the address; view=api asks for the list of calls.
    """
    if IS_LOGIN in gradio_page:
        return LOGIN_PAGE
    if "api" in parse_qs(query.decode("latin-1")).get("view", []):
        return API_PAGE
    return complete_head(gradio_page)
