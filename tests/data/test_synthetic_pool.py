"""Each batch gets its share of synthetic digits and of negatives, reproducibly."""

import pytest

from lenet.data import synthetic_digits, synthetic_pool
from lenet.data.synthetic_pool import SyntheticPool
from lenet.model import NO_DIGIT


def make_pool(few, seed=0, **shares):
    shares = {"synthetic_digits": 0.25, "negatives": 0.5} | shares
    return SyntheticPool(few, seed=seed, **shares)


def test_synthetic_digits_come_first_and_negatives_follow(few):
    labels = make_pool(few).draw_for_batch(32).labels
    assert len(labels) == 8 + 16
    assert (labels[:8] < 10).all() and (labels[8:] == NO_DIGIT).all()


def test_nothing_is_added_if_both_shares_are_zero(few):
    pool = make_pool(few, synthetic_digits=0, negatives=0)
    assert len(pool.draw_for_batch(32)) == 0


def test_same_seed_gives_the_same_images(few):
    first, second, other = (
        make_pool(few, seed).draw_for_batch(32).images for seed in (1, 1, 2)
    )
    assert (first == second).all() and (first != other).any()


def test_a_full_pool_returns_stored_images_again(few, monkeypatch):
    monkeypatch.setattr(synthetic_pool, "MAX_STORED", 20)
    pool = make_pool(few, synthetic_digits=0)
    first = {image.numpy().tobytes() for image in pool.draw_for_batch(32).images}
    second = {image.numpy().tobytes() for image in pool.draw_for_batch(32).images}
    assert second <= first


@pytest.mark.parametrize("count", [1, 3])
def test_a_small_last_batch_gets_its_share(few, count):
    synthetic = make_pool(few).draw_for_batch(count)
    assert len(synthetic) == round(count / 4) + round(count / 2)


def test_some_synthetic_digits_are_restyled_digits_of_the_training_set(
    few, monkeypatch
):
    monkeypatch.setattr(synthetic_digits, "RESTYLED_FRACTION", 1.0)
    only_threes = few[few.labels == 3]
    pool = make_pool(only_threes, synthetic_digits=1.0, negatives=0)
    assert set(pool.draw_for_batch(32).labels.tolist()) == {3}
