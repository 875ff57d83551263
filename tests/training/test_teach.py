import copy
from contextlib import closing

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.data.splits import split_sample
from lenet.evaluation.accuracy import evaluate
from lenet.training.examples import Example, classify_examples
from lenet.training.teach import MAX_STEPS, TAUGHT_LAYERS, teach
from tests.hands import Hand


@pytest.fixture(scope="module")
def written() -> list[Example]:
    """Fours of a hand whose fours the shipped network reads as sevens."""
    digits = Hand(17).write(300)
    images = digits.images[digits.labels == 4].numpy()
    return [Example(image, 4) for image in images]


@pytest.fixture
def model():
    return load_model()


def run(model, examples, **options):
    return list(teach(model, examples, **options))


def wrong(model, examples):
    predictions = classify_examples(model, examples)
    return sum(p.digit != x.label for p, x in zip(predictions, examples))


def weights(model):
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


def test_misread_examples_are_read_and_so_are_others_of_the_hand(model, written):
    taught, others = written[:5], written[5:]
    assert wrong(model, taught) == 5 and wrong(model, others) > 20
    last = run(model, taught)[-1]
    assert last.examples_read == last.example_count == 5
    assert wrong(model, taught) == 0 and wrong(model, others) <= len(others) / 3
    assert all(one.is_confident for one in classify_examples(model, taught))


def test_little_else_is_forgotten(model, written):
    held_out = split_sample()[1]
    before = evaluate(model, held_out).errors
    run(model, written[:10])
    assert evaluate(model, held_out).errors <= before + 3  # of 1,000


def test_an_image_that_shows_no_digit_is_refused(model, few):
    example = Example(few.images[0].numpy(), None)  # to the network it is a sure 0
    assert classify_examples(model, [example])[0].is_confident
    run(model, [example])
    assert not classify_examples(model, [example])[0].is_confident


def test_convolutions_and_confidence_threshold_stay(model, written):
    old = copy.deepcopy(model)
    run(model, written[:2])
    changed = {
        name.split(".")[0]
        for name, weight in model.state_dict().items()
        if not torch.equal(weight, old.state_dict()[name])
    }
    assert changed == set(TAUGHT_LAYERS)
    assert model.confidence_threshold == old.confidence_threshold
    assert not model.training


def test_an_example_that_is_taken_back_leaves_no_trace(model, written, few):
    never, taken_back = copy.deepcopy(model), copy.deepcopy(model)
    mistake = Example(few.images[0].numpy(), 8)
    run(never, written[:3])
    run(model, [*written[:3], mistake])
    torch.manual_seed(7)  # nothing depends on the global random state
    run(taken_back, written[:3])
    assert torch.equal(weights(taken_back), weights(never))
    assert not torch.equal(weights(model), weights(never))


def test_another_seed_gives_another_network(model, written):
    other = copy.deepcopy(model)
    run(model, written[:2], seed=0)
    run(other, written[:2], seed=1)
    assert not torch.equal(weights(model), weights(other))


def test_examples_that_are_read_surely_change_nothing(model, few):
    before = weights(model)
    examples = [Example(few.images[n].numpy(), int(few.labels[n])) for n in (0, 9)]
    (first, last) = run(model, examples)
    assert (first.step, last.step, last.kept) == (0, 0, 0.0)
    assert torch.equal(weights(model), before)


def test_no_more_of_the_change_is_kept_than_the_examples_need(model, written):
    old = weights(model)
    *_, learned, last = run(model, written[:1])
    assert learned.kept is None and 0 < last.kept < 1
    assert last.examples_read == 1 and last.fraction_read <= learned.fraction_read
    assert not torch.equal(weights(model), old)


def test_contradicting_examples_end_after_the_most_steps(model, written):
    contradiction = [written[0], Example(written[0].image, 7)]
    last = run(model, contradiction)[-1]
    assert last.step == last.max_steps == MAX_STEPS and last.examples_read < 2


def test_closing_the_generator_leaves_the_network_as_it_was(model, written):
    before = weights(model)
    with closing(teach(model, written[:3])) as updates:
        assert [next(updates).step for _ in range(3)] == [0, 1, 2]
        assert not torch.equal(weights(model), before)
    assert torch.equal(weights(model), before)
    assert torch.is_grad_enabled()


def test_teaching_without_examples_raises_an_error(model):
    with pytest.raises(ValueError, match="at least one example, got 0"):
        next(teach(model, []))


@pytest.mark.parametrize(
    ("image", "label", "message"),
    [
        (np.zeros((32, 32), np.uint8), 1, r"must be \(28, 28\) uint8, got \(32, 32\)"),
        (np.zeros((28, 28)), 1, "uint8, got .* float64"),
        (np.zeros((28, 28), np.uint8), 10, "0 to 9 or None, got 10"),
    ],
)
def test_an_example_of_another_form_raises_an_error(image, label, message):
    with pytest.raises(ValueError, match=message):
        Example(image, label)
