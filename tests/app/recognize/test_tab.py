import gradio as gr

from lenet.app import build_app


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
