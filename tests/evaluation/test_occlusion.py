import pytest
import torch
from torch import nn

from lenet.checkpoint import load_model
from lenet.evaluation.occlusion import PATCH, embed, nearest_neighbors, occlude
from lenet.imaging.preprocess import normalize


class Corner(nn.Module):
    """Says 1 where there is ink on the place in column 5 of row 9, and 0 elsewhere."""

    def probabilities(self, images):
        ink = (images[:, 0, 9, 5] > 0).float()
        return torch.nn.functional.one_hot(ink.long(), 10).float()


@pytest.fixture
def dotted():
    """An input with one bright pixel, at column 5 of row 9."""
    image = normalize(torch.zeros(1, 28, 28, dtype=torch.uint8))
    image[0, 0, 9, 5] = 2.8
    return image


def test_only_patches_over_the_one_pixel_that_counts_cost_the_answer(dotted):
    occlusion = occlude(Corner(), dotted)
    assert (occlusion.digit, occlusion.confidence) == (1, 1.0)
    assert (occlusion.instead, occlusion.left) == (0, 0.0)
    left, top = occlusion.worst
    assert left <= 5 < left + PATCH and top <= 9 < top + PATCH


def test_a_pixel_has_the_mean_fall_of_the_patches_over_it(dotted):
    drops = occlude(Corner(), dotted).drops
    assert drops.shape == (32, 32)
    assert drops[9, 5] == 1  # every patch over the pixel itself costs all
    # Over column 0 of row 9 lie the patches that start in column 0, which reach to 7.
    assert drops[9, 0] == 1
    # Over column 8 lie those from 2, 4, 6 and 8; the first two reach back to 5.
    assert drops[9, 8] == pytest.approx(2 / 4)
    # Those over column 13 start at 6 and later.
    assert drops[9, 13] == 0 and drops[25, 5] == 0


def test_covering_background_by_background_changes_nothing(untrained):
    blank = normalize(torch.zeros(1, 28, 28, dtype=torch.uint8))
    occlusion = occlude(untrained, blank)
    assert occlusion.drops.abs().max() < 1e-5
    assert occlusion.left == pytest.approx(occlusion.confidence, abs=1e-5)


def test_the_nearest_by_hand():
    known = torch.tensor([[0.0, 3.0], [1.0, 0.0], [0.0, 0.0], [6.0, 8.0]])
    found = nearest_neighbors(torch.zeros(2), known)
    assert [one.index for one in found] == [2, 1, 0]
    assert [one.distance for one in found] == [0, 1, 3]
    assert nearest_neighbors(torch.zeros(2), known, 9)[-1].distance == 10


def test_a_digit_of_the_sample_is_its_own_nearest(few):
    seen = embed(load_model(), few.images)
    assert seen.shape == (32, 84) and seen.abs().max() <= 1
    for place in (0, 13, 31):
        first, second, _ = nearest_neighbors(seen[place], seen)
        assert first.index == place and first.distance < 1e-5 < second.distance


def test_what_is_near_in_f6_mostly_has_the_same_label(sample):
    digits = sample[torch.arange(0, 5000, 10)]
    seen = embed(load_model(), digits.images)
    seconds = [nearest_neighbors(one, seen, 2)[1].index for one in seen]
    assert (digits.labels[seconds] == digits.labels).float().mean() > 0.95
