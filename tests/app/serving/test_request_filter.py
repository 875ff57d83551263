"""What the server refuses, in the language of the request."""

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from lenet.app.localization import LOCALES, PageLanguage
from lenet.app.serving.request_filter import (
    API,
    MAX_CALL_BYTES,
    RequestFilter,
)
from lenet.app.serving.uploads import MAX_STORED_BYTES, UploadFolder

REFUSALS = [
    ("/docs", b"", 404, "not_found"),
    (f"{API}call/recognize", bytes(MAX_CALL_BYTES + 1), 413, "too_large"),
    (f"{API}upload", b"x", 503, "storage_full"),
    (f"{API}call/recognize", b"not JSON", 400, "bad_request"),
]


async def failing_app(scope, receive, send) -> None:
    """Stand for Gradio, which a malformed request makes raise errors of all kinds."""
    await receive()
    raise KeyError("data")


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(("path", "body", "status", "reason"), REFUSALS)
def test_a_refusal_is_a_sentence_in_the_language_of_the_request(
    tmp_path, language, path, body, status, reason
):
    full = UploadFolder(tmp_path, 1000, bytes=MAX_STORED_BYTES + 1)
    app = RequestFilter(failing_app, full)
    client = TestClient(PageLanguage(app, title="LeNet-5, live"))
    response = client.post(path, content=body, headers={"Accept-Language": language})
    assert response.status_code == status
    assert response.text == LOCALES[language][f"request_error.{reason}"]


@pytest.mark.parametrize("kind", ["text/event-stream", "application/json"])
def test_only_events_are_passed_on_at_once_by_a_proxy(tmp_path, kind):
    app = Response("data: 1", media_type=kind)
    client = TestClient(RequestFilter(app, UploadFolder(tmp_path, 1000)))
    header = client.get(f"{API}queue/data").headers.get("x-accel-buffering")
    assert header == ("no" if "event" in kind else None)
