from typing import NamedTuple

import gradio as gr
import pytest
from gradio.routes import App

from lenet.app import build_app
from tests.handwriting import draw_digit, to_data_url
from tests.threads import run_in_thread

FOUR = to_data_url(draw_digit(4))


def endpoints(app: gr.Blocks) -> set[str]:
    return set(app.get_api_info()["named_endpoints"])


def element_ids(app: gr.Blocks) -> set[str | None]:
    return {getattr(block, "elem_id", None) for block in app.blocks.values()}


def test_the_page_has_two_public_endpoints(untrained):
    assert endpoints(build_app(untrained)) == {"/recognize", "/train"}


def test_without_training_its_endpoint_and_its_tab_are_missing(untrained):
    app = build_app(untrained, allow_training=False)
    assert endpoints(app) == {"/recognize"}
    train_ids = {"start", "stop", "use", "chart"}
    assert train_ids <= element_ids(build_app(untrained))
    assert not train_ids & element_ids(app)


def test_strokes_skip_the_queue(untrained):
    """The queue's stream, closed after an answer, can lose the next answer."""
    config = build_app(untrained).config
    ids = {one["props"].get("elem_id"): one["id"] for one in config["components"]}
    for part in ("pad", "photo"):
        events = [
            e for e in config["dependencies"] if (ids[part], "input") in e["targets"]
        ]
        assert events and not any(event["queue"] for event in events)


class Request(NamedTuple):
    """What a server function is told of a request."""

    app: App
    session_hash: str

    async def json(self) -> dict:
        return {"session_hash": self.session_hash}


@pytest.fixture
def read_stroke(untrained):
    """Reads a stroke of a visitor; gives what the parts of the page show."""
    page = build_app(untrained)
    app = App.create_app(page)
    pad = next(b for b in page.blocks.values() if getattr(b, "elem_id", "") == "pad")

    def read(session_hash: str, url: str, requested_at: float = 1000) -> dict:
        stroke = {"url": url, "requested_at": requested_at}
        return run_in_thread(pad.read_stroke(stroke, Request(app, session_hash)))

    return read


def test_a_stroke_brings_the_answer_and_its_steps(read_stroke):
    shown = read_stroke("visitor", FOUR)
    assert shown["answer"]["source"]["kind"] == "drawing"
    assert len(shown["answer"]["digits"]) == 1 and shown["steps"]["steps"]


def test_a_stroke_that_arrives_late_changes_nothing_for_its_visitor_alone(read_stroke):
    read_stroke("visitor", FOUR, 1000)
    assert read_stroke("visitor", FOUR, 999) == {}
    assert read_stroke("another visitor", FOUR, 999)["answer"]["digits"]


def test_a_stroke_that_cannot_be_read_brings_the_reason(read_stroke):
    shown = read_stroke("visitor", "hello")
    assert shown["answer"]["error"]["reason"] == "not_received"
