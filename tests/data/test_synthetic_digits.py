"""Synthetic digits are digits, and similar enough to MNIST's to train on both."""

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.data.synthetic_digits import make_synthetic_digits
from lenet.imaging.normalization import normalize

UNUSED_SEED = 10**6  # a seed that no training uses


def test_there_are_images_and_labels_of_all_ten_digits():
    images, labels = make_synthetic_digits(1000, np.random.default_rng(0))
    assert images.shape == (1000, 28, 28) and images.dtype == np.uint8
    assert sorted(set(labels.tolist())) == list(range(10))
    counts = np.bincount(labels)
    assert set(np.argsort(counts)[-4:]) == {1, 4, 7, 9}  # oversampled


def test_same_seed_gives_the_same_digits():
    first, second, other = (
        make_synthetic_digits(20, np.random.default_rng(seed))[0] for seed in (1, 1, 2)
    )
    assert (first == second).all() and (first != other).any()


def test_they_contain_as_much_ink_as_mnists_digits(sample):
    images, _ = make_synthetic_digits(500, np.random.default_rng(0))
    synthetic, mnist = images.mean(axis=(1, 2)), sample.images.numpy().mean(axis=(1, 2))
    assert np.median(synthetic) == pytest.approx(np.median(mnist), rel=0.3)


def test_some_ones_have_a_long_upstroke():
    images, labels = make_synthetic_digits(1000, np.random.default_rng(0))
    rows_below_center = images[labels == 1, 17] > 100  # (ones, 28)
    edges = np.diff(rows_below_center, axis=1, prepend=False).sum(axis=1)
    assert np.mean(edges >= 4) > 0.05  # two strokes side by side; 0.02 without them


def test_the_shipped_weights_read_unseen_synthetic_digits():
    images, labels = make_synthetic_digits(500, np.random.default_rng(UNUSED_SEED))
    logits = load_model()(normalize(torch.from_numpy(images)))
    assert (logits.argmax(dim=1).numpy() == labels).mean() >= 0.97
