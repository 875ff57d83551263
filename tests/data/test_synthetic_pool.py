"""What goes with a batch: its share of made digits and of none, repeatably."""

import pytest

from lenet.data import synthetic_pool as supplement
from lenet.data.synthetic_pool import NEGATIVE_LABEL, SyntheticPool


def made(few, seed=0, **shares):
    shares = {"synthetic_digits": 0.25, "negatives": 0.5} | shares
    return SyntheticPool(few, seed=seed, **shares)


def test_made_digits_come_first_then_what_is_none(few):
    share = made(few).draw_for_batch(32)
    assert len(share) == 8 + 16
    assert (share.labels[:8] < 10).all() and (share.labels[8:] == NEGATIVE_LABEL).all()


def test_nothing_is_added_where_nothing_is_asked_for(few):
    assert len(made(few, synthetic_digits=0, negatives=0).draw_for_batch(32)) == 0


def test_same_seed_same_pictures(few):
    once, again, other = (
        made(few, seed).draw_for_batch(32).images for seed in (1, 1, 2)
    )
    assert (once == again).all() and (once != other).any()


def test_once_enough_are_made_they_come_again(few, monkeypatch):
    monkeypatch.setattr(supplement, "MAX_STORED", 20)
    source = made(few, synthetic_digits=0)
    first = {image.numpy().tobytes() for image in source.draw_for_batch(32).images}
    second = {image.numpy().tobytes() for image in source.draw_for_batch(32).images}
    assert second <= first


@pytest.mark.parametrize("count", [1, 3])
def test_a_short_last_batch_gets_its_part(few, count):
    assert len(made(few).draw_for_batch(count)) == round(count / 4) + round(count / 2)
