"""A call with values that are missing or wrong is answered with a sentence."""

import gradio as gr
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from lenet.app.api_errors import BlocksWithErrors
from lenet.app.localization import LOCALES
from tests.server import API
from tests.threads import run_in_thread

PICTURE = {"path": "a.png", "meta": {"_type": "gradio.FileData"}}
SETTINGS = ["classic", 1, 64, 0.001, False, 0, "the 5,000-digit sample", ""]
NAMES = "picture, polarity, crop, center"
BAD_REQUEST = LOCALES["en"]["request_error.bad_request"]


@pytest.mark.parametrize("values", [[], [PICTURE], [PICTURE, "auto", True]])
def test_missing_values_are_counted_and_named(server, values):
    event, error = server.call("recognize", values)
    assert event == "error"
    assert f"This call takes 4 values, in this order: {NAMES}." in error["error"]
    assert f"Values received: {len(values)}." in error["error"]


@pytest.mark.parametrize("picture", [7, "a.png", [PICTURE], {"path": 3}, PICTURE])
def test_a_picture_of_another_kind_gets_the_names_of_all_values(server, picture):
    event, error = server.call("recognize", [picture, "auto", True, True])
    assert event == "error" and f"in this order: {NAMES}." in error["error"]


@pytest.mark.parametrize(
    ("index", "value"),
    [(0, None), (0, "fancy"), (1, "many"), (1, [1]), (3, {}), (6, "my own digits")],
)
def test_a_wrong_setting_of_a_run_gets_a_sentence(server, index, value):
    settings = [*SETTINGS]
    settings[index] = value
    event, error = server.call("train", settings)
    assert event == "error" and error["error"].strip()


def test_missing_settings_of_a_run_are_named(server):
    event, error = server.call("train", SETTINGS[:3])
    assert event == "error" and "preset, epochs, batch_size" in error["error"]


def test_the_python_client_gets_the_sentence_too(server):
    client = Client(server.address, verbose=False)
    with pytest.raises(AppError, match="This call cannot use the values"):
        client.predict("a.png", api_name="/recognize")


@pytest.mark.parametrize("name", ["recognize", "nothing", "v2/recognize", "v2/nothing"])
@pytest.mark.parametrize("body", [b"", b"not JSON", b"[]", b"{}", b'{"data": "x"}'])
def test_a_call_that_cannot_be_understood_gets_a_sentence(server, name, body):
    german = {"Accept-Language": "de", "Content-Type": "application/json"}
    for headers, language in (({}, "en"), (german, "de")):
        url = f"{API}/call/{name}"
        response = server.client.post(url, content=body, headers=headers)
        assert response.status_code in (400, 422)
        assert response.text == LOCALES[language]["request_error.bad_request"]


def test_the_answer_to_an_unknown_call_ends_with_a_sentence(server):
    response = server.client.get(f"{API}/call/recognize/unknown")
    assert BAD_REQUEST in response.text.strip().split("\n\n")[-1]


def test_the_page_s_own_events_do_not_list_values(server):
    call = {"fn_index": 0, "data": [], "session_hash": "x"}
    for index in range(40):
        response = server.client.post(f"{API}/run/x", json=call | {"fn_index": index})
        assert response.text != '{"error":null}'


def test_a_bug_is_owned_up_to(capsys):
    def divide() -> float:
        return 1 / 0

    with BlocksWithErrors() as app:
        gr.Button().click(divide, None, gr.Number())
    with pytest.raises(gr.Error, match="Something went wrong on the server") as raised:
        run_in_thread(app.process_api(0, []))
    assert isinstance(raised.value.__cause__, ZeroDivisionError)
    assert raised.value.print_exception
