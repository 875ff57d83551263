"""Touching digits are separated, and single digits are not cut."""

import cv2
import numpy as np
import pytest
import torch

from lenet.reading.page import read_digits
from lenet.reading.touching_digits import propose_cuts
from tests.photos import write_page


@pytest.mark.parametrize("overlap", [0, 6])
def test_a_cut_is_proposed_where_two_rings_touch(overlap):
    mask = np.zeros((120, 240), np.uint8)
    for x in (62, 178 - overlap):
        cv2.ellipse(mask, (x, 60), (54, 50), 0, 0, 360, 255, 10)
    mask = mask[:, : 240 - overlap]
    cuts = propose_cuts(mask)
    assert cuts[0] == 0 and cuts[-1] == mask.shape[1] and len(cuts) <= 6
    assert min(abs(column - (120 - overlap / 2)) for column in cuts) <= 4


def test_most_touching_digits_are_separated(sample):
    order = torch.randperm(5000, generator=torch.Generator().manual_seed(7))
    chosen = sample[order[:60]]
    images, labels = chosen.images.numpy(), chosen.labels.tolist()
    pages = [write_page([images[k : k + 2]], gap=-0.1) for k in range(0, 60, 2)]
    texts = [read_digits(page).text for page in pages]
    expected = [f"{labels[k]}{labels[k + 1]}" for k in range(0, 60, 2)]
    assert sum(map(str.__eq__, texts, expected)) >= 0.65 * len(pages), texts


def test_hardly_any_single_digit_is_cut(sample):
    some = sample.images[torch.arange(0, 5000, 50)].numpy()
    texts = [read_digits(write_page([[image]])).text for image in some]
    assert sum(len(text) > 1 for text in texts) <= 4, texts
