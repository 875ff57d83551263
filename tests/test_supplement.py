"""What goes with a batch: its share of made digits and of none, repeatably."""

import pytest

from lenet import supplement
from lenet.supplement import NO_DIGIT, Supplement


def made(few, seed=0, **shares):
    shares = {"made_digits": 0.25, "non_digits": 0.5} | shares
    return Supplement(few, seed=seed, **shares)


def test_made_digits_come_first_then_what_is_none(few):
    share = made(few).share_of(32)
    assert len(share) == 8 + 16
    assert (share.labels[:8] < 10).all() and (share.labels[8:] == NO_DIGIT).all()


def test_nothing_is_added_where_nothing_is_asked_for(few):
    assert len(made(few, made_digits=0, non_digits=0).share_of(32)) == 0


def test_same_seed_same_pictures(few):
    once, again, other = (made(few, seed).share_of(32).images for seed in (1, 1, 2))
    assert (once == again).all() and (once != other).any()


def test_once_enough_are_made_they_come_again(few, monkeypatch):
    monkeypatch.setattr(supplement, "MOST_KEPT", 20)
    source = made(few, made_digits=0)
    first = {image.numpy().tobytes() for image in source.share_of(32).images}
    second = {image.numpy().tobytes() for image in source.share_of(32).images}
    assert second <= first


@pytest.mark.parametrize("count", [1, 3])
def test_a_short_last_batch_gets_its_part(few, count):
    assert len(made(few).share_of(count)) == round(count / 4) + round(count / 2)
