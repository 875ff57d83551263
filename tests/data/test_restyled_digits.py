"""A restyled digit is another picture of the same digit."""

import numpy as np
import torch

from lenet.checkpoint import load_model
from lenet.data.rendering import CANVAS_SIZE, frame_as_mnist
from lenet.data.restyled_digits import restyle
from lenet.imaging.normalization import normalize


def test_it_has_the_size_of_the_canvas_and_is_another_picture_each_time(few):
    rng = np.random.default_rng(0)
    first, second = (restyle(few.images[0].numpy(), rng) for _ in range(2))
    assert first.shape == (CANVAS_SIZE, CANVAS_SIZE) and first.dtype == np.uint8
    assert (first != second).any()


def test_strokes_become_thinner_and_thicker(few):
    rng = np.random.default_rng(0)
    ink = [(restyle(few.images[0].numpy(), rng) > 127).mean() for _ in range(60)]
    assert max(ink) > 1.6 * min(ink)


def test_a_blank_digit_stays_blank():
    restyled = restyle(np.zeros((28, 28), np.uint8), np.random.default_rng(0))
    assert not restyled.any()


def test_the_shipped_weights_read_most_of_them_as_before(sample):
    rng = np.random.default_rng(0)
    chosen = torch.from_numpy(rng.choice(len(sample), 300, replace=False))
    framed = [frame_as_mnist(restyle(sample.images[i].numpy(), rng)) for i in chosen]
    images = torch.from_numpy(np.stack(framed))
    answers = load_model()(normalize(images)).argmax(dim=1)
    assert (answers == sample.labels[chosen]).float().mean() >= 0.97
