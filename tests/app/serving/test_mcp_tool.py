"""An assistant finds one tool and has pictures read by it, with MCP's own client."""

import base64
import io
import json
import sys
from collections.abc import Iterator

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from PIL import Image

from lenet.app.recognize.handlers import recognize
from lenet.app.serving.request_filter import MCP_PATH
from tests.handwriting import draw_digit
from tests.server import Server, served
from tests.threads import run_in_thread


@pytest.fixture(scope="module")
def assisted(tmp_path_factory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("assisted"), "--mcp") as server:
        yield server


def ask(server: Server, *calls: dict) -> tuple[list, list]:
    """List the tools and call read_digits with each of the arguments."""

    async def converse() -> tuple[list, list]:
        url = server.address.rstrip("/") + MCP_PATH
        async with (
            streamable_http_client(url) as (receive, send, *_),
            ClientSession(receive, send) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            return tools, [await session.call_tool("read_digits", c) for c in calls]

    return run_in_thread(converse())


def data_url(digit: int, ink: int, paper: int) -> str:
    file = io.BytesIO()
    Image.fromarray(draw_digit(digit, ink=ink, paper=paper)).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def test_an_assistant_finds_one_tool_and_reads_three_pictures(assisted):
    pictures = [data_url(3, 0, 255), data_url(8, 70, 190), data_url(4, 255, 0)]
    (tool,), results = ask(assisted, *({"picture": url} for url in pictures))
    assert tool.name == "read_digits"
    assert tool.description.startswith(recognize.__doc__.splitlines()[0])
    values = tool.inputSchema["properties"]
    assert values.keys() == {"picture", "polarity", "crop", "center"}
    assert "data URL" in values["picture"]["description"]
    assert tool.inputSchema["required"] == ["picture"]
    for digit, result in zip("384", results, strict=True):
        assert f"'text': '{digit}'" in result.content[0].text


def test_a_bad_picture_and_an_address_are_refused_in_a_sentence(assisted):
    text = base64.b64encode(b"hello").decode()
    pictures = f"data:image/png;base64,{text}", "http://127.0.0.1:9/a.png"
    _, results = ask(assisted, *({"picture": url} for url in pictures))
    assert all(result.isError for result in results)
    assert "is not a picture that can be read" in results[0].content[0].text
    assert "not its address" in results[1].content[0].text


def test_what_assistants_send_is_stored_among_the_uploads(assisted):
    before = len(list(assisted.folder.rglob("*.*")))
    ask(assisted, {"picture": data_url(5, 10, 250)})
    assert len(list(assisted.folder.rglob("*.*"))) > before


def test_nothing_else_of_mcp_is_served_and_without_the_flag_nothing_at_all(
    assisted, server
):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for path in ("sse", "messages/", "schema", "http"):
        assert assisted.client.get(MCP_PATH + path).status_code == 404
        assert assisted.client.post(MCP_PATH + path, json=body).status_code == 404
    assert server.client.post(MCP_PATH, json=body).status_code == 404
    assert server.client.get(MCP_PATH).status_code == 404
    for tool in ("train", "recognize"):
        call = {"method": "tools/call", "params": {"name": tool, "arguments": {}}}
        accept = {"Accept": "application/json, text/event-stream"}
        answer = assisted.client.post(MCP_PATH, json=body | call, headers=accept)
        result = json.loads(answer.text.split("data: ", 1)[1])
        assert result["result"]["isError"]
        assert "Unknown tool" in result["result"]["content"][0]["text"]


def test_a_password_and_a_missing_package_are_one_line(call, monkeypatch):
    code, _, error = call("demo.py", "--mcp", "--auth", "teacher:secret")
    assert code == 1 and "--mcp cannot ask for a password" in error
    monkeypatch.setitem(sys.modules, "mcp", None)
    code, _, error = call("demo.py", "--mcp")
    assert code == 1 and 'pip install "gradio[mcp]"' in error
