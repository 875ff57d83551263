"""Digits in our own hand are digits, and enough like MNIST's to be learned with them."""

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.made_digits import make_digits
from lenet.preprocess import normalize

UNSEEN = 10**6  # a seed that no training uses


def test_images_and_labels_come_in_pairs_of_all_ten():
    images, labels = make_digits(200, np.random.default_rng(0))
    assert images.shape == (200, 28, 28) and images.dtype == np.uint8
    assert sorted(set(labels.tolist())) == list(range(10))
    assert np.bincount(labels).argmax() == 1  # flags vary most


def test_same_seed_same_digits():
    once, again, other = (
        make_digits(20, np.random.default_rng(seed))[0] for seed in (1, 1, 2)
    )
    assert (once == again).all() and (once != other).any()


def test_their_ink_is_as_much_as_that_of_mnists_digits(sample):
    images, _ = make_digits(500, np.random.default_rng(0))
    ours, mnists = (x.mean(axis=(1, 2)) for x in (images, sample.images.numpy()))
    assert np.median(ours) == pytest.approx(np.median(mnists), rel=0.3)


def test_the_shipped_weights_read_those_they_never_saw():
    images, labels = make_digits(500, np.random.default_rng(UNSEEN))
    logits = load_model()(normalize(torch.from_numpy(images)))
    assert (logits.argmax(dim=1).numpy() == labels).mean() >= 0.97
