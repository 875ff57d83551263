"""Whatever strangers send to a served page: it answers, stays up, and tells nothing."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenet.app.serving.uploads import KEEP_API_UPLOADS_SECONDS, KEPT, sweep
from tests.hostile.pictures import saved, three
from tests.hostile.server import API, Server, served
from tests.hostile.test_pictures import is_sentence, verdict

GOOD = saved(three(), "PNG")
SWITCHES = ["auto", True, True]
LEAKS = ("Traceback", "site-packages", 'File "', "/lenet/", "root:")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(autouse=True)
def it_still_reads(server: Server) -> Iterator[None]:
    """After each test the server is there, and reads the next good picture."""
    yield
    assert server.recognize(GOOD)[1]["text"] == "3"


def test_each_bad_picture_over_http_gets_the_answer_it_deserves(server, corpus):
    wrong = []
    for place, bad in enumerate(corpus.values()):
        event, said = server.recognize(bad.content, bad.name)
        sentence = said["error"] if event == "error" else None
        got = verdict("" if sentence else said["text"], sentence)
        if bad.verdict not in ("either", got) or (
            sentence and not is_sentence(sentence)
        ):
            wrong.append((bad.name, said))
        if place % 10 == 0 and server.recognize(GOOD)[1].get("text") != "3":
            wrong.append((bad.name, "the next good picture was not read"))
    assert not wrong


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../../../etc/passwd", "demo.py", "weights/lenet5.pt", "/dev/zero"]
    + ["file:///etc/passwd", "http://127.0.0.1:1/a.png", "https://example.org/a.png"]
    + ["", "\0", "a" * 5000, "~/.ssh/id_rsa", "\\\\server\\share\\a.png"],
)
@pytest.mark.parametrize("mark", [{"meta": {"_type": "gradio.FileData"}}, {}])
def test_no_path_from_a_visitor_is_opened(server, path, mark):
    event, said = server.call("recognize", [{"path": path, **mark}, *SWITCHES])
    assert event == "error" and "root:" not in str(said)
    assert said["error"] is None or is_sentence(said["error"])


def test_the_way_out_of_the_upload_folder_is_shut(server):
    path = server.upload(GOOD).json()[0]
    stolen = f"{Path(path).parent}/../../../output.txt"
    assert server.call("recognize", [{"path": stolen}, *SWITCHES])[0] == "error"
    answer = server.client.get(f"{API}/file={stolen}")
    assert answer.status_code in (403, 404) and "LeNet" not in answer.text


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
    answer = server.client.get(address)
    assert answer.status_code in (403, 404)
    assert not [leak for leak in LEAKS if leak in answer.text]


@pytest.mark.parametrize(
    "address", ["process_recording", "vibe-edit/", "api/recognize", "stream/x/close"]
)
def test_nothing_but_the_page_s_own_endpoints_can_be_posted_to(server, address):
    answer = server.client.post(f"{API}/{address}", json={"prompt": "import os"})
    assert answer.status_code == 404


def megabytes(count: int) -> bytes:
    return os.urandom(count * 2**20)


def test_an_upload_over_the_limit_is_refused_and_leaves_nothing(server):
    before = sorted(server.folder.rglob("*"))
    assert server.upload(megabytes(11)).status_code == 413
    assert sorted(server.folder.rglob("*")) == before


def test_many_files_at_once_are_one_upload(server):
    files = [("files", (f"{n}.png", megabytes(4))) for n in range(3)]
    assert server.client.post(f"{API}/upload", files=files).status_code == 413


def test_a_body_that_does_not_tell_its_size_is_cut_off(server):
    before = set(server.folder.rglob("*"))

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(50):
            yield megabytes(1)

    form = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        answer = server.client.post(f"{API}/upload", content=endless(), headers=form)
        assert answer.status_code == 413
    except httpx.WriteError:  # it hung up before all was said
        pass
    (left,) = set(server.folder.rglob("*")) - before  # the next sweeps take it
    assert left.stat().st_size < 11 * 2**20
    left.unlink()


def test_a_call_of_many_megabytes_is_refused(server):
    said = {"data": ["x" * 3 * 2**20]}
    assert server.client.post(f"{API}/call/recognize", json=said).status_code == 413


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


def check_answer(answer: httpx.Response) -> None:
    assert answer.status_code < 600
    assert not [leak for leak in LEAKS if leak in answer.text]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["recognize", "train", "nothing", "lambda"]), JSON)
def test_any_json_to_an_endpoint_gets_an_answer_without_a_trace(server, name, said):
    body = json.dumps(said).encode()
    check_answer(server.client.post(f"{API}/call/{name}", content=body))
    check_answer(server.client.post(f"{API}/call/v2/{name}", content=body))


@settings(max_examples=40, deadline=None)
@given(st.lists(JSON, min_size=4, max_size=4))
def test_any_values_to_recognize_get_a_sentence_or_an_answer(server, values):
    event, said = server.call("recognize", values)
    assert event in ("error", "400", "422") and not [x for x in LEAKS if x in str(said)]


@settings(max_examples=40, deadline=None)
@given(st.integers(-2, 40), st.lists(JSON, max_size=8))
def test_any_values_to_the_page_s_own_events_get_an_answer(server, place, values):
    said = {"fn_index": place, "data": values, "session_hash": "fuzz"}
    body = json.dumps(said).encode()
    form = {"Content-Type": "application/json"}
    for way in ("run/predict", "queue/join"):
        answer = server.client.post(f"{API}/{way}", content=body, headers=form)
        check_answer(answer)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["call/recognize", "upload", "cancel"]))
def test_any_bytes_get_an_answer(server, body, place):
    check_answer(server.client.post(f"{API}/{place}", content=body))


@pytest.mark.parametrize(
    "name",
    ["../../../x.png", "<img src=x onerror=alert(1)>.png", "a\0b.png", "n" * 999],
)
def test_a_name_leads_nowhere_and_says_nothing(server, name):
    sent = server.upload(b"hello", name)
    assert sent.status_code == 400 or Path(sent.json()[0]).is_relative_to(server.folder)
    event, said = server.recognize(b"hello", name)
    assert event == "refused" or not {"<", "/"} & set(said["error"])


def test_what_programs_sent_is_gone_with_the_next_sweeps(server):
    for digit in range(20):
        server.recognize(saved(three(100 + digit), "PNG"), f"{digit}.png")
    assert len([path for path in server.folder.rglob("*.png")]) >= 20
    sweep(server.folder, KEPT - KEEP_API_UPLOADS_SECONDS - 5)
    assert not [path for path in server.folder.rglob("*") if path.is_file()]


def test_slow_visitors_keep_nobody_waiting(server):
    """Fifty of them have sent half a request each, and say no more."""
    import socket

    address = (server.client.base_url.host, server.client.base_url.port)
    head = f"POST {API}/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nContent-Dis"
    slow = [socket.create_connection(address) for _ in range(50)]
    for one in slow:
        one.sendall(head.encode())
    answer: Any = server.recognize(GOOD)
    for one in slow:
        one.close()
    assert answer[1]["text"] == "3"
