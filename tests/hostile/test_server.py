"""Whatever is sent to a served page: it answers, goes on running and reveals nothing."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenet.app.serving.uploads import (
    KEEP_API_UPLOADS_SECONDS,
    KEEP_UPLOADS_SECONDS,
    delete_expired,
)
from tests.benchmarks.load import stroke_function
from tests.hostile.pictures import Bad, bad_pictures, saved, three
from tests.hostile.test_pictures import is_expected, is_sentence
from tests.server import API, Server

GOOD = saved(three(), "PNG")
SWITCHES = ["auto", True, True]
LEAKS = ("Traceback", "site-packages", 'File "', "/lenet/", "root:")


@pytest.fixture(autouse=True)
def it_still_reads(server: Server) -> Iterator[None]:
    """After each test the server still runs, and reads the next good picture."""
    yield
    assert server.recognize(GOOD)[1]["text"] == "3"


def is_expected_from(server: Server, bad: Bad) -> bool:
    event, value = server.recognize(bad.content, bad.name)
    if event == "error":
        return is_expected(bad, "", value["error"])
    return is_expected(bad, value["text"], None)


@pytest.mark.parametrize("bad", bad_pictures(per_group=1), ids=lambda bad: bad.name)
def test_a_bad_picture_is_read_or_refused_over_http_as_it_should_be(server, bad):
    assert is_expected_from(server, bad)


@pytest.mark.exhaustive
def test_every_bad_picture_is_read_or_refused_over_http_as_it_should_be(server, corpus):
    unexpected = []
    for index, bad in enumerate(corpus.values()):
        if not is_expected_from(server, bad):
            unexpected.append(bad.name)
        if index % 10 == 0:
            assert server.recognize(GOOD)[1]["text"] == "3", f"after {bad.name}"
    assert not unexpected


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../../../etc/passwd",
        "demo.py",
        "weights/lenet5.safetensors",
        "/dev/zero",
    ]
    + ["file:///etc/passwd", "http://127.0.0.1:1/a.png", "https://example.org/a.png"]
    + ["", "\0", "a" * 5000, "~/.ssh/id_rsa", "\\\\server\\share\\a.png"],
)
@pytest.mark.parametrize("mark", [{"meta": {"_type": "gradio.FileData"}}, {}])
def test_no_path_from_a_visitor_is_opened(server, path, mark):
    event, value = server.call("recognize", [{"path": path, **mark}, *SWITCHES])
    assert event == "error" and "root:" not in str(value)
    assert is_sentence(value["error"])


def test_no_path_leads_out_of_the_upload_folder(server):
    path = server.upload(GOOD).json()[0]
    outside = f"{Path(path).parent}/../../../output.txt"
    assert server.call("recognize", [{"path": outside}, *SWITCHES])[0] == "error"
    response = server.client.get(f"{API}/file={outside}")
    assert response.status_code in (403, 404) and "LeNet" not in response.text


@pytest.mark.parametrize(
    "address",
    [f"{API}/file={path}" for path in ("/etc/passwd", "demo.py", "lenet/model.py")]
    + [f"{API}/file={place}://127.0.0.1:1/x" for place in ("http", "file", "ftp")]
    + [f"{API}/file=http:/127.0.0.1:1/", f"{API}/file=..%2f..%2f..%2fetc%2fpasswd"]
    + [f"{API}/proxy=http://127.0.0.1:1/", f"{API}/stream/a/b/1/playlist.m3u8"]
    + [f"{API}/vibe-code/", f"{API}/runs", f"{API}/deep_link", f"{API}/dev/reload"]
    + ["/monitoring", "/docs", "/redoc", "/openapi.json", "/.git/config", "/demo.py"]
    + ["/static/../../../../etc/passwd", "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd"]
    + [f"{API}/custom_component/1/client/component/../../../../etc/passwd"],
)
def test_nothing_but_the_page_s_own_files_is_served(server, address):
    response = server.client.get(address)
    assert response.status_code in (403, 404)
    assert not [leak for leak in LEAKS if leak in response.text]


@pytest.mark.parametrize(
    "address", ["process_recording", "vibe-edit/", "api/recognize", "stream/x/close"]
)
def test_nothing_but_the_page_s_own_endpoints_can_be_posted_to(server, address):
    response = server.client.post(f"{API}/{address}", json={"prompt": "import os"})
    assert response.status_code == 404


def megabytes(count: int) -> bytes:
    return os.urandom(count * 2**20)


def test_an_upload_over_the_limit_is_refused_and_leaves_nothing(server):
    before = set(server.folder.rglob("*"))
    assert server.upload(megabytes(11)).status_code == 413
    assert set(server.folder.rglob("*")) <= before


def test_many_files_at_once_are_one_upload(server):
    files = [("files", (f"{n}.png", megabytes(4))) for n in range(3)]
    assert server.client.post(f"{API}/upload", files=files).status_code == 413


def test_a_body_without_a_content_length_is_cut_off(server):
    before = set(server.folder.rglob("*"))

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(50):
            yield megabytes(1)

    form = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        response = server.client.post(f"{API}/upload", content=endless(), headers=form)
        assert response.status_code == 413
    except httpx.WriteError:  # the server has closed the connection already
        pass
    (left,) = set(server.folder.rglob("*")) - before  # deleted when it has expired
    assert left.stat().st_size < 11 * 2**20
    left.unlink()


def test_a_call_of_many_megabytes_is_refused(server):
    call = {"data": ["x" * 3 * 2**20]}
    assert server.client.post(f"{API}/call/recognize", json=call).status_code == 413


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["path", "url", "meta", "_type", "data", "value"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def check_response(response: httpx.Response) -> None:
    assert response.status_code < 600
    assert not [leak for leak in LEAKS if leak in response.text]


@pytest.mark.exhaustive
@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["recognize", "train", "nothing", "lambda"]), JSON)
def test_any_json_to_an_endpoint_gets_a_response_without_a_traceback(
    server, name, call
):
    body = json.dumps(call).encode()
    check_response(server.client.post(f"{API}/call/{name}", content=body))
    check_response(server.client.post(f"{API}/call/v2/{name}", content=body))


@pytest.mark.exhaustive
@settings(max_examples=40, deadline=None)
@given(st.lists(JSON, min_size=4, max_size=4))
def test_any_values_to_recognize_get_an_error_without_a_traceback(server, values):
    event, value = server.call("recognize", values)
    assert event in ("error", "400", "422")
    assert not [leak for leak in LEAKS if leak in str(value)]


@pytest.mark.exhaustive
@settings(max_examples=40, deadline=None)
@given(st.integers(-2, 40), st.lists(JSON, max_size=8))
def test_any_values_to_the_page_s_own_events_get_a_response(server, index, values):
    call = {"fn_index": index, "data": values, "session_hash": "fuzz"}
    body = json.dumps(call).encode()
    form = {"Content-Type": "application/json"}
    for path in ("run/predict", "queue/join"):
        response = server.client.post(f"{API}/{path}", content=body, headers=form)
        check_response(response)


@settings(max_examples=40, deadline=None)
@given(st.one_of(JSON, st.fixed_dictionaries({"url": JSON, "requested_at": JSON})))
def test_any_values_to_the_function_of_strokes_get_a_response(server, stroke):
    config = server.client.get("/config").json()
    call = stroke_function(config) | {"data": stroke, "session_hash": "fuzz"}
    form = {"Content-Type": "application/json"}
    url = f"{API}/component_server/"
    check_response(server.client.post(url, content=json.dumps(call), headers=form))


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["call/recognize", "upload", "cancel"]))
def test_any_bytes_get_a_response_without_a_traceback(server, body, path):
    check_response(server.client.post(f"{API}/{path}", content=body))


@pytest.mark.parametrize(
    "name",
    ["../../../x.png", "<img src=x onerror=alert(1)>.png", "a\0b.png", "n" * 999],
)
def test_the_name_of_an_upload_is_no_path_and_is_not_shown(server, name):
    sent = server.upload(b"hello", name)
    assert sent.status_code == 400 or Path(sent.json()[0]).is_relative_to(server.folder)
    event, value = server.recognize(b"hello", name)
    assert event == "refused" or not {"<", "/"} & set(value["error"])


def test_what_programs_have_sent_expires_soon(server):
    before = set(server.folder.rglob("*.png"))
    for side in range(101, 121):
        server.recognize(saved(three(side), "PNG"), f"{side}.png")
    sent = set(server.folder.rglob("*.png")) - before
    assert len(sent) == 20
    delete_expired(server.folder, KEEP_UPLOADS_SECONDS - KEEP_API_UPLOADS_SECONDS - 5)
    assert not [path for path in sent if path.exists()]


def test_unfinished_requests_keep_nobody_waiting(server):
    """Fifty visitors have sent half a request each, and send no more."""
    address = (server.client.base_url.host, server.client.base_url.port)
    head = f"POST {API}/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nContent-Dis"
    connections = [socket.create_connection(address) for _ in range(50)]
    for connection in connections:
        connection.sendall(head.encode())
    answer = server.recognize(GOOD)[1]
    for connection in connections:
        connection.close()
    assert answer["text"] == "3"
