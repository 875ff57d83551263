"""The login and the list of calls take the place of Gradio's own pages."""

import pytest
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from lenet.app.localization import LOCALES, PageLanguage
from lenet.app.serving.page_head import complete_head
from lenet.app.serving.plain_pages import API_PAGE, LOGIN_PAGE, choose_page
from tests.server import served

PAGE = b'<head></head><script>gradio_config = {"version":"6"}</script>'
LOGIN = b'<head></head><script>gradio_config = {"auth_required":true}</script>'


@pytest.mark.parametrize(
    ("page", "query", "chosen"),
    [
        (PAGE, b"", complete_head(PAGE)),
        (PAGE, b"view=settings&x=%ff", complete_head(PAGE)),
        (PAGE, b"__theme=dark&view=api", API_PAGE),
        (LOGIN, b"", LOGIN_PAGE),
        (LOGIN, b"view=api", LOGIN_PAGE),
    ],
)
def test_the_address_and_the_login_choose_the_page(page, query, chosen):
    assert choose_page(page, query) == chosen


def test_gradio_s_page_says_so_if_a_proxy_hides_its_server():
    page = choose_page(b'<head><link href="/manifest.json"></head>', b"")
    assert b'<head><link href="./manifest.json">' in page
    assert b"page.wrong_proxy" in page and page.endswith(b"</script></head>")


@pytest.mark.parametrize("language", LOCALES)
def test_both_pages_are_served_with_the_texts_of_the_visitor_s_language(language):
    for page, query in ((PAGE, "?view=api"), (LOGIN, "")):
        client = TestClient(PageLanguage(HTMLResponse(page), title="Title"))
        response = client.get(f"/{query}", headers={"Accept-Language": language})
        assert response.headers["Content-Language"] == language
        assert LOCALES[language]["login.sentence"] in response.text
        assert "const root" in response.text


def test_a_page_with_a_password_shows_its_login_in_place_of_gradio_s(tmp_path):
    with served(tmp_path, "--auth", "teacher:secret") as server:
        for query in ("", "?view=api"):
            page = server.client.get(f"/{query}").text
            assert 'name="password"' in page and "gradio_config" not in page
        login = {"username": "teacher", "password": "secret"}
        server.client.post("/login", data=login)
        assert "gradio_config" in server.client.get("/").text
        assert API_PAGE.partition(b"<body")[2].decode() in (
            server.client.get("/?view=api").text
        )
