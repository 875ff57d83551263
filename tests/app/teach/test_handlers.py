import asyncio
import base64
from typing import Any

import gradio as gr
import pytest
import torch

from lenet.app.own_model import NetworksInUse
from lenet.app.recognize.panel_facts import VisitorState
from lenet.app.serving.workers import submit_teaching
from lenet.app.teach import handlers as module
from lenet.app.teach import teacher
from lenet.app.teach.hand import teach_copy
from lenet.app.teach.handlers import TeachHandlers
from lenet.checkpoint import load_model
from lenet.data.splits import EvaluationDigits, split_sample
from lenet.evaluation.accuracy import evaluate
from lenet.model import LeNet5
from lenet.training.examples import Example
from tests.app.train.runs import session
from tests.threads import run_in_thread

READ_AT = 5  # the timestamp of the answer that is shown


@pytest.fixture
def networks() -> NetworksInUse:
    return NetworksInUse()


@pytest.fixture
def handlers(shipped, networks) -> TeachHandlers:
    return TeachHandlers(shipped, networks, held_out_digits)


def held_out_digits() -> EvaluationDigits:
    return EvaluationDigits(split_sample()[1], is_mnist=False)


def click(**values: Any) -> gr.EventData:
    return gr.EventData(None, values)


@pytest.fixture
def correct(handlers, read):
    """Give a function that says what a drawn digit is, as a page does."""

    def correct(
        digit: int, label: int | None, own: LeNet5 | None = None, visitor: int = 1
    ) -> tuple:
        state = VisitorState((read[digit],), read_at=READ_AT)
        event = click(index=0, label=label, answer=READ_AT)
        return run_in_thread(handlers.correct(event, session(visitor), state, own))

    return correct


def same_weights(first: LeNet5, second: LeNet5) -> bool:
    pairs = zip(first.state_dict().values(), second.state_dict().values())
    return all(torch.equal(one, other) for one, other in pairs)


def test_a_correction_teaches_a_copy_that_only_this_visitor_uses(
    correct, networks, shipped
):
    before = {name: value.clone() for name, value in shipped.state_dict().items()}
    outcome, facts, model, bar, mark = correct(3, 8)
    assert (outcome["digit"], outcome["is_read"]) == (8, True)
    assert not outcome["was_read"]
    assert bar["visible"] and mark["taught"] == 1
    assert facts["in_use"] and facts["num_read"] == len(facts["examples"]) == 1
    assert not same_weights(model, shipped)
    assert all(torch.equal(before[name], v) for name, v in shipped.state_dict().items())
    assert networks.restore(session(1))[0] is model
    assert networks.restore(session(2)) == (gr.skip(),) * 3


def test_a_digit_that_is_none_is_refused_afterwards(correct):
    outcome = correct(7, None)[0]
    assert outcome["label"] is None and not outcome["is_confident"]


def test_all_examples_are_taught_from_the_network_before_them(correct, handlers):
    _, _, first, *_ = correct(3, 8)
    _, _, both, *_ = correct(5, 6, own=first)
    hand = handlers.hands.find(session(1))
    assert hand.num_read == 2 and not same_weights(first, both)
    _, _, other, *_ = correct(3, 8, visitor=2)
    assert same_weights(first, other)  # nothing of the one before is left


def test_a_network_of_a_run_is_what_is_taught_while_it_is_in_use(
    correct, handlers, networks, untrained
):
    untrained.eval()
    networks.use(session(1), untrained, {"preset": "quick"})
    correct(3, 3, own=untrained)
    hand = handlers.hands.find(session(1))
    assert hand.base is untrained and hand.base_mark == {"preset": "quick"}


def test_an_answer_that_is_no_longer_shown_is_not_corrected(handlers, read):
    state = VisitorState((read[3],), read_at=READ_AT + 1)
    event = click(index=0, label=1, answer=READ_AT)
    outcome, *others = run_in_thread(handlers.correct(event, session(1), state, None))
    assert outcome["problem"] == "correction.changed" and others == [gr.skip()] * len(
        others
    )


@pytest.mark.parametrize(
    "forged",
    [
        None,
        {"answer": READ_AT},
        {"answer": READ_AT, "index": 1, "label": 1},
        {"answer": READ_AT, "index": 0, "label": 10},
        {"answer": READ_AT, "index": 0, "label": "1"},
        {"answer": READ_AT, "index": -1, "label": None},
    ],
)
def test_a_forged_correction_is_refused(handlers, read, forged):
    state = VisitorState((read[3],), read_at=READ_AT)
    event = gr.EventData(None, forged)
    with pytest.raises(gr.Error):
        run_in_thread(handlers.correct(event, session(1), state, None))


def test_there_are_only_so_many_examples(correct, handlers, monkeypatch):
    monkeypatch.setattr(module, "MAX_EXAMPLES", 1)
    correct(7, 7)
    assert correct(5, 5)[0]["problem"] == "correction.full"
    assert len(handlers.hands.find(session(1)).examples) == 1


def test_one_who_comes_when_too_many_wait_is_told(correct, handlers, monkeypatch):
    monkeypatch.setattr(teacher, "MAX_WAITING", 0)
    assert correct(7, 7)[0]["problem"] == "correction.busy"
    assert not handlers.hands.find(session(1)).examples


def test_visitors_who_teach_at_the_same_time_get_their_own_networks(handlers, read):
    async def visit(visitor: int) -> tuple:
        state = VisitorState((read[5],), read_at=READ_AT)
        event = click(index=0, label=(3, 6)[visitor % 2], answer=READ_AT)
        return await handlers.correct(event, session(visitor), state, None)

    async def visit_all() -> list[tuple]:
        return await asyncio.gather(*map(visit, range(4)))

    outcomes = run_in_thread(visit_all())
    assert [outcome[0]["digit"] for outcome in outcomes] == [3, 6, 3, 6]


def take_back(handlers, own: LeNet5 | None, **which: int) -> tuple:
    return run_in_thread(handlers.take_back(click(**which), session(1), own))


def test_an_example_that_is_taken_back_leaves_no_trace(correct, handlers):
    _, _, alone, *_ = correct(5, 6, visitor=2)
    _, _, model, *_ = correct(3, 8)
    _, facts, model, *_ = correct(5, 6, own=model)
    version = facts["version"]
    facts, model, _, mark = take_back(handlers, model, index=0, version=version)
    assert [one["label"] for one in facts["examples"]] == [6]
    assert same_weights(model, alone) and mark["taught"] == 1
    later = take_back(handlers, model, index=0, version=version)  # a second, late tap
    assert len(later[0]["examples"]) == 1 and later[1:] == (gr.skip(),) * 3


def test_without_examples_the_network_before_them_answers_again(
    correct, handlers, networks, untrained
):
    _, _, model, *_ = correct(3, 8)
    facts, *own = take_back(handlers, model)
    assert not facts["examples"] and own[0] is None and not own[1]["visible"]
    assert networks.restore(session(1)) == (gr.skip(),) * 3
    mark = {"preset": "quick"}
    networks.use(session(1), untrained.eval(), mark)
    _, _, model, *_ = correct(3, 3, own=untrained)
    _, *own = take_back(handlers, model)
    assert own[0] is untrained and own[2] == mark


def test_the_network_can_be_used_again_after_the_way_back(correct, handlers, networks):
    _, _, model, *_ = correct(3, 8)
    networks.forget(session(1))
    assert not handlers.show(session(1), None)["in_use"]
    facts, own, *_ = handlers.use(session(1))
    assert own is model and facts["in_use"]
    assert handlers.show(session(1), model)["in_use"]
    assert handlers.show(session(2), None) == gr.skip()


def test_what_was_forgotten_is_measured_and_both_files_are_read_again(
    correct, handlers, shipped, tmp_path
):
    _, _, model, *_ = correct(3, 8)
    facts = run_in_thread(handlers.measure(session(1)))
    details = facts["details"]
    digits = held_out_digits().digits
    assert details["before"] == evaluate(shipped, digits).errors
    assert details["after"] == evaluate(model, digits).errors
    weights, archive = (details[name].split(",")[1] for name in ("weights", "archive"))
    (tmp_path / "my.safetensors").write_bytes(base64.b64decode(weights))
    assert same_weights(load_model(tmp_path / "my.safetensors"), model)
    event = click(zip=archive)
    _, again, *_ = run_in_thread(handlers.upload(event, session(2), None))
    assert same_weights(again, model)


def test_the_way_back_during_the_measurement_is_shown(
    correct, handlers, networks, monkeypatch
):
    def load_digits() -> EvaluationDigits:
        networks.forget(session(1))
        return held_out_digits()

    correct(3, 8)
    monkeypatch.setattr(handlers, "_load_digits", load_digits)
    assert not run_in_thread(handlers.measure(session(1)))["in_use"]


def test_a_bad_file_is_told_about_and_changes_nothing(correct, handlers):
    _, _, model, *_ = correct(3, 8)
    for content in (None, "!", base64.b64encode(b"no zip").decode()):
        event = click(zip=content)
        facts, *own = run_in_thread(handlers.upload(event, session(1), model))
        assert facts["problem"] == "hand_error.unreadable"
        assert facts["in_use"] and len(facts["examples"]) == 1
        assert own == [gr.skip()] * 3


def test_what_is_computed_once_for_all_changes_no_network(correct, shipped, read):
    _, _, model, *_ = correct(3, 8)
    examples = [Example(read[3].image, 8)]
    alone, _ = submit_teaching(teach_copy, shipped, examples).result()
    assert same_weights(model, alone)
