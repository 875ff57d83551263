from contextlib import closing
from dataclasses import replace

import pytest
import torch

from lenet.data.mnist import Digits
from lenet.evaluation.accuracy import evaluate
from lenet.model import LeNet5
from lenet.training.config import TrainingConfig
from lenet.training.loop import TrainingDiverged, pick_device, train, training_record
from lenet.training.presets import PRESETS

SHORT = TrainingConfig(epochs=3, batch_size=8, report_every=2)


def run(digits, config, validation=None, seed=0):
    """Train a new network to the end and return it with all updates."""
    model = LeNet5(generator=torch.Generator().manual_seed(seed))
    return model, list(train(model, digits, validation or digits, config))


def without_seconds(updates):
    return [replace(update, seconds=0.0) for update in updates]


def test_32_images_are_memorized(few):
    config = TrainingConfig(epochs=60, batch_size=8, learning_rate=2e-3)
    model, _ = run(few, config)
    assert evaluate(model, few).errors == 0


def test_the_best_preset_memorizes_32_images_too(few):
    model, _ = run(few, replace(PRESETS["best"], epochs=80, batch_size=8))
    assert evaluate(model, few).errors <= 1


@pytest.mark.parametrize("preset", PRESETS)
def test_same_seed_gives_the_same_updates(few, preset):
    config = replace(PRESETS[preset], epochs=2, batch_size=8, report_every=1)
    first, second = run(few, config)[1], run(few, config)[1]
    other = run(few, replace(config, seed=config.seed + 1))[1]
    assert without_seconds(first) == without_seconds(second)
    assert without_seconds(first) != without_seconds(other)


def test_the_global_random_state_does_not_matter(few):
    torch.manual_seed(1)
    first = run(few, SHORT)[1]
    torch.manual_seed(2)
    assert without_seconds(first) == without_seconds(run(few, SHORT)[1])


def test_updates_count_steps_and_every_epoch_ends_with_a_validation(few):
    updates = run(few[:30], replace(SHORT, report_every=3))[1]  # 4 steps an epoch
    assert [update.step for update in updates] == [3, 4, 6, 8, 9, 12]
    assert [update.epoch for update in updates] == [1, 1, 2, 2, 3, 3]
    assert [update.step for update in updates if update.validation] == [4, 8, 12]
    assert {update.total_steps for update in updates} == {12}


def test_epoch_loss_is_weighted_by_batch_size(few):
    updates = run(few[:30], replace(SHORT, epochs=1, report_every=1))[1]
    sizes = [8, 8, 8, 6]
    mean = sum(u.train_loss * size for u, size in zip(updates, sizes)) / 30
    assert updates[-1].epoch_loss == pytest.approx(mean)


def test_averaged_weights_are_the_mean_of_those_after_each_step(few, untrained):
    config = replace(SHORT, epochs=1, report_every=1, weight_averaging=1)
    weights = []
    for _ in train(untrained, few, few, config):
        weights.append(untrained.f6.weight.detach().clone())
    assert len(weights) == 4
    assert torch.allclose(untrained.f6.weight, torch.stack(weights).mean(0), atol=1e-7)


def test_the_model_ends_with_the_weights_of_the_kept_epoch(few):
    # Training increases the loss on digits with wrong labels.
    mislabeled = Digits(few.images, (few.labels + 1) % 10)
    config = TrainingConfig(epochs=12, batch_size=8, learning_rate=3e-3)
    model, updates = run(few, config, validation=mislabeled)
    losses = [update.validation.loss for update in updates if update.validation]
    assert min(losses) < losses[-1]
    assert evaluate(model, mislabeled).loss == pytest.approx(min(losses))
    assert updates[-1].kept_epoch == losses.index(min(losses)) + 1


def test_closing_the_generator_keeps_the_best_epoch_so_far(few, untrained):
    with closing(train(untrained, few, few, SHORT)) as updates:
        epoch_end = next(update for update in updates if update.validation)
        next(updates)
    assert evaluate(untrained, few).loss == pytest.approx(epoch_end.validation.loss)
    assert not untrained.training


def test_ctrl_c_keeps_the_best_epoch_so_far(few, untrained):
    updates = train(untrained, few, few, SHORT)
    epoch_end = next(update for update in updates if update.validation)
    with pytest.raises(KeyboardInterrupt):
        updates.throw(KeyboardInterrupt)
    assert evaluate(untrained, few).loss == pytest.approx(epoch_end.validation.loss)


def test_nothing_runs_until_iterated_and_gradients_stay_enabled(few, untrained):
    before = untrained.c1.weight.clone()
    updates = train(untrained, few, few, replace(SHORT, report_every=1))
    assert torch.equal(untrained.c1.weight, before)
    next(updates)
    assert not torch.equal(untrained.c1.weight, before)
    assert torch.is_grad_enabled()


def test_one_cycle_ends_with_a_learning_rate_near_zero(few):
    config = TrainingConfig(epochs=20, batch_size=8, learning_rate=5e-3, one_cycle=True)
    updates = [update for update in run(few, config)[1] if update.validation]
    last, before = updates[-1].validation.loss, updates[-2].validation.loss
    middle = updates[9].validation.loss - updates[10].validation.loss
    assert abs(last - before) < 0.1 * abs(middle)


def test_a_loss_that_is_not_a_number_stops_the_run(few, untrained):
    torch.nn.init.constant_(untrained.c1.weight, float("nan"))
    with pytest.raises(TrainingDiverged, match="learning rate below"):
        list(train(untrained, few, few, SHORT))


def test_the_record_names_the_kept_epoch(few):
    updates = run(few, SHORT)[1]
    epoch_ends = [update for update in updates if update.validation]
    record = training_record(SHORT, "32 digits", epoch_ends)
    assert record["config"]["batch_size"] == 8 and record["epochs_run"] == 3
    losses = record["validation_losses"]
    assert record["validation"]["loss"] == min(losses)
    assert record["kept_epoch"] == losses.index(min(losses)) + 1


def test_training_without_digits_raises_an_error(few, untrained):
    with pytest.raises(ValueError, match="at least one digit, got 0"):
        next(train(untrained, few[:0], few, SHORT))


def test_an_unavailable_device_raises_an_error_that_names_it():
    assert pick_device("cpu").type == "cpu"
    with pytest.raises(ValueError, match="has no warp device"):
        pick_device("warp")
