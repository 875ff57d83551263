"""Digits in our own hand are digits, and enough like MNIST's to be learned with them."""

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.imaging.preprocess import normalize

UNSEEN = 10**6  # a seed that no training uses


def test_images_and_labels_come_in_pairs_of_all_ten():
    images, labels = make_synthetic_digits(1000, np.random.default_rng(0))
    assert images.shape == (1000, 28, 28) and images.dtype == np.uint8
    assert sorted(set(labels.tolist())) == list(range(10))
    counts = np.bincount(labels)
    assert set(np.argsort(counts)[-2:]) == {1, 7}  # flags and bars vary most


def test_same_seed_same_digits():
    once, again, other = (
        make_synthetic_digits(20, np.random.default_rng(seed))[0] for seed in (1, 1, 2)
    )
    assert (once == again).all() and (once != other).any()


def test_their_ink_is_as_much_as_that_of_mnists_digits(sample):
    images, _ = make_synthetic_digits(500, np.random.default_rng(0))
    ours, mnists = (x.mean(axis=(1, 2)) for x in (images, sample.images.numpy()))
    assert np.median(ours) == pytest.approx(np.median(mnists), rel=0.3)


def test_some_ones_are_roofs_that_stand_on_two_legs():
    images, labels = make_synthetic_digits(1000, np.random.default_rng(0))
    below_the_middle = images[labels == 1, 17] > 100  # (ones, 28)
    edges = np.diff(below_the_middle, axis=1, prepend=False).sum(axis=1)
    assert np.mean(edges >= 4) > 0.05  # 0.02 without roofs


def test_the_shipped_weights_read_those_they_never_saw():
    images, labels = make_synthetic_digits(500, np.random.default_rng(UNSEEN))
    logits = load_model()(normalize(torch.from_numpy(images)))
    assert (logits.argmax(dim=1).numpy() == labels).mean() >= 0.97
