"""Pictures of no digit: of every kind, of no lookalikes, some kept for judging."""

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model
from lenet.data import negatives
from lenet.data.negatives import CHARACTERS, KINDS, make_negatives
from lenet.data.skeletons import LETTERS
from lenet.imaging.preprocess import normalize

UNSEEN = 10**6  # a seed that neither training nor calibration uses


def of_kind(kind, digits, count=200, held_out=True, monkeypatch=None):
    monkeypatch.setattr(negatives, "SHARES", [float(kind == k) for k in KINDS])
    random = np.random.default_rng(UNSEEN)
    return make_negatives(count, digits, random, held_out=held_out)


def test_they_have_the_form_of_digits(few):
    images = make_negatives(50, few.images.numpy(), np.random.default_rng(0))
    assert images.shape == (50, 28, 28) and images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) == 255).all()


@pytest.mark.parametrize("lookalike", "0123456789OoQDIl|ZzSsBbGgq")
def test_what_a_person_could_take_for_a_digit_is_not_among_them(lookalike):
    assert lookalike not in CHARACTERS and lookalike not in LETTERS


@pytest.mark.parametrize("characters", [CHARACTERS, list(LETTERS)])
def test_no_character_is_both_trained_on_and_judged_by(characters):
    train, held_out = (negatives._split(characters, held) for held in (False, True))
    assert set(train).isdisjoint(held_out) and set(train) | set(held_out) == set(
        characters
    )
    assert len(held_out) >= len(characters) / 12


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_weights_are_unsure_of_most(kind, sample, monkeypatch):
    images = of_kind(kind, sample.images.numpy(), monkeypatch=monkeypatch)
    model = load_model()
    confidences = model.probabilities(normalize(torch.from_numpy(images))).amax(dim=1)
    sure = (confidences >= model.confidence_threshold).float().mean().item()
    assert sure <= (0.3 if kind in ("printed", "written", "cut") else 0.15), sure


def test_at_most_two_in_a_hundred_digits_are_refused(sample):
    model = load_model()
    confidences = model.probabilities(normalize(sample.images)).amax(dim=1)
    assert (confidences < model.confidence_threshold).float().mean().item() <= 0.02
