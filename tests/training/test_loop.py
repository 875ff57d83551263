from contextlib import closing
from dataclasses import replace

import pytest
import torch

from lenet.data.mnist import Digits
from lenet.model import LeNet5
from lenet.training.loop import (
    PRESETS,
    TrainingConfig,
    TrainingDiverged,
    evaluate,
    pick_device,
    train,
    training_record,
)

SHORT = TrainingConfig(epochs=3, batch_size=8, report_every=2)


def run(digits, config, validation=None, seed=0):
    """Train a fresh network to the end: the network and all updates."""
    model = LeNet5(generator=torch.Generator().manual_seed(seed))
    return model, list(train(model, digits, validation or digits, config))


def without_seconds(updates):
    return [replace(update, seconds=0.0) for update in updates]


def test_32_images_are_memorized(few):
    config = TrainingConfig(epochs=60, batch_size=8, learning_rate=2e-3)
    model, _ = run(few, config)
    assert evaluate(model, few).errors == 0


def test_the_best_preset_learns_too(few):
    model, _ = run(few, replace(PRESETS["best"], epochs=80, batch_size=8))
    assert evaluate(model, few).errors <= 1


@pytest.mark.parametrize("preset", PRESETS)
def test_same_seed_same_updates(few, preset):
    config = replace(PRESETS[preset], epochs=2, batch_size=8, report_every=1)
    once, again = run(few, config)[1], run(few, config)[1]
    other = run(few, replace(config, seed=1))[1]
    assert without_seconds(once) == without_seconds(again)
    assert without_seconds(once) != without_seconds(other)


def test_global_random_state_has_no_part_in_it(few):
    torch.manual_seed(1)
    once = run(few, SHORT)[1]
    torch.manual_seed(2)
    assert without_seconds(once) == without_seconds(run(few, SHORT)[1])


def test_updates_count_steps_and_close_every_epoch_with_a_validation(few):
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


def test_the_model_ends_as_its_kept_epoch_not_its_last(few):
    lies = Digits(few.images, (few.labels + 1) % 10)  # learning makes these worse
    config = TrainingConfig(epochs=12, batch_size=8, learning_rate=3e-3)
    model, updates = run(few, config, validation=lies)
    losses = [update.validation.loss for update in updates if update.validation]
    assert min(losses) < losses[-1]
    assert evaluate(model, lies).loss == pytest.approx(min(losses))
    assert updates[-1].kept_epoch == losses.index(min(losses)) + 1


def test_closing_early_keeps_the_kept_epoch_so_far(few, untrained):
    with closing(train(untrained, few, few, SHORT)) as updates:
        ended = next(update for update in updates if update.validation)
        next(updates)
    assert evaluate(untrained, few).loss == pytest.approx(ended.validation.loss)
    assert not untrained.training


def test_ctrl_c_keeps_the_kept_epoch_so_far(few, untrained):
    updates = train(untrained, few, few, SHORT)
    ended = next(update for update in updates if update.validation)
    with pytest.raises(KeyboardInterrupt):
        updates.throw(KeyboardInterrupt)
    assert evaluate(untrained, few).loss == pytest.approx(ended.validation.loss)


def test_nothing_runs_until_iterated_and_gradients_stay_on(few, untrained):
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


def test_a_loss_that_is_no_number_stops_the_run(few, untrained):
    torch.nn.init.constant_(untrained.c1.weight, float("nan"))
    with pytest.raises(TrainingDiverged, match="learning rate below"):
        list(train(untrained, few, few, SHORT))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 0),
        ("batch_size", -1),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("weight_decay", -0.1),
        ("seed", -1),
        ("report_every", 0),
        ("augmentation_decay", 2),
    ],
)
def test_a_setting_out_of_range_is_refused_at_once_by_name(name, value):
    with pytest.raises(ValueError, match=f"{name} must be from .* got {value}"):
        TrainingConfig(**{name: value})


def test_an_unknown_optimizer_is_refused_by_name():
    with pytest.raises(ValueError, match="adam or soap, got sgd"):
        TrainingConfig(optimizer="sgd")


def test_classic_is_the_known_recipe():
    classic = PRESETS["classic"]
    assert (classic.epochs, classic.batch_size, classic.learning_rate) == (30, 64, 1e-3)
    assert not (classic.augmentation or classic.one_cycle or classic.weight_decay)
    assert classic.validate_on_test and not PRESETS["best"].validate_on_test


def test_the_record_names_the_kept_epoch(few):
    updates = run(few, SHORT)[1]
    ends = [update for update in updates if update.validation]
    record = training_record(SHORT, "32 digits", ends)
    assert record["config"]["batch_size"] == 8 and record["epochs_run"] == 3
    losses = record["validation_losses"]
    assert record["validation"]["loss"] == min(losses)
    assert record["kept_epoch"] == losses.index(min(losses)) + 1


def test_no_digits_are_refused(few, untrained):
    with pytest.raises(ValueError, match="at least one digit, got 0"):
        next(train(untrained, few[:0], few, SHORT))


def test_a_device_that_is_not_here_is_refused_by_name():
    assert pick_device("cpu").type == "cpu"
    with pytest.raises(ValueError, match="no warp device here"):
        pick_device("warp")
