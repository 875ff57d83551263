"""Negatives: of every kind, without lookalikes of digits, some held out."""

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.data import negatives
from lenet.data.handwritten_characters import LETTERS_AND_SIGNS
from lenet.data.negatives import (
    KINDS,
    PRINTED_CHARACTERS,
    make_negatives,
    select_characters,
)
from lenet.imaging.normalization import normalize
from lenet.model import digit_probabilities

UNUSED_SEED = 10**6  # a seed that neither training nor calibration uses


def make_negatives_of_kind(kind, digits, count=200, held_out=True, monkeypatch=None):
    only_kind = {each: float(kind == each) for each in KINDS}
    monkeypatch.setattr(negatives, "KIND_PROBABILITIES", only_kind)
    rng = np.random.default_rng(UNUSED_SEED)
    return make_negatives(count, digits, rng, held_out=held_out)


def test_negatives_have_the_form_of_digits(few):
    images = make_negatives(50, few.images.numpy(), np.random.default_rng(0))
    assert images.shape == (50, 28, 28) and images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) == 255).all()


@pytest.mark.parametrize("lookalike", "0123456789OoQDIl|ZzSsBbGgq")
def test_lookalikes_of_digits_are_left_out(lookalike):
    assert lookalike not in PRINTED_CHARACTERS
    assert lookalike not in LETTERS_AND_SIGNS


@pytest.mark.parametrize("characters", [PRINTED_CHARACTERS, list(LETTERS_AND_SIGNS)])
def test_no_character_is_both_trained_on_and_held_out(characters):
    train, held_out = (select_characters(characters, held) for held in (False, True))
    assert set(train).isdisjoint(held_out)
    assert set(train) | set(held_out) == set(characters)
    assert len(held_out) >= len(characters) / 12


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_weights_are_confident_about_few_negatives(
    kind, sample, monkeypatch
):
    images = make_negatives_of_kind(
        kind, sample.images.numpy(), monkeypatch=monkeypatch
    )
    model = load_model()
    probabilities = digit_probabilities(model(normalize(torch.from_numpy(images))))
    confidences = probabilities.amax(dim=1)
    confident = (confidences >= model.confidence_threshold).float().mean().item()
    assert confident <= (0.3 if kind in ("printed", "handwritten", "cut") else 0.15)


def test_the_shipped_weights_are_unsure_about_at_most_2_percent_of_digits(sample):
    model = load_model()
    confidences = digit_probabilities(model(normalize(sample.images))).amax(dim=1)
    assert (confidences < model.confidence_threshold).float().mean().item() <= 0.02


def test_cuts_through_two_narrow_ones_are_not_empty():
    ones = np.zeros((3, 28, 28), np.uint8)
    ones[:, 4:24, 13:15] = 255
    images = make_negatives(300, ones, np.random.default_rng(0))
    assert len(images) == 300
