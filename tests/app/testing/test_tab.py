"""How the Test tab is wired."""

from lenet.app import build_app


def test_only_what_a_visitor_does_to_change_the_network_ends_an_evaluation(untrained):
    """A later event could end the evaluation that the visitor started after the click."""
    config = build_app(untrained).config
    ids = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
    ending = [event for event in config["dependencies"] if event["cancels"]]
    targets = [(ids[part], kind) for event in ending for part, kind in event["targets"]]
    assert sorted(targets) == [
        ("correction", "submit"),
        ("own-model-back", "click"),
        ("use", "click"),
    ]
    assert not any(event["queue"] for event in ending)
