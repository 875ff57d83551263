import numpy as np
import pytest
import torch
from torch import nn

from lenet.evaluation.occlusion import PATCH_SIZE, occlude
from lenet.imaging.normalization import normalize
from lenet.reading.classify import classify


class OnePixelModel(nn.Module):
    """Answers 1 if there is ink at column 5 of row 9, and 0 otherwise."""

    def forward(self, images):
        ink = (images[:, 0, 9, 5] > 0).long()
        return 1000.0 * torch.nn.functional.one_hot(ink, 10) - 500  # logits


@pytest.fixture
def dot():
    """An input with one bright pixel, at column 5 of row 9."""
    image = normalize(torch.zeros(1, 28, 28, dtype=torch.uint8))
    image[0, 0, 9, 5] = 2.8
    return image


def test_the_critical_patch_covers_the_only_pixel_that_matters(dot):
    occlusion = occlude(OnePixelModel(), dot)
    assert (occlusion.digit, occlusion.confidence) == (1, 1.0)
    assert (occlusion.occluded_digit, occlusion.occluded_confidence) == (0, 0.0)
    left, top = occlusion.critical_patch
    assert left <= 5 < left + PATCH_SIZE and top <= 9 < top + PATCH_SIZE


def test_sensitivity_is_the_mean_over_the_patches_that_cover_a_pixel(dot):
    sensitivity = occlude(OnePixelModel(), dot).sensitivity
    assert sensitivity.shape == (32, 32)
    assert sensitivity[9, 5] == 1  # every patch that covers it covers the ink
    # Column 0 of row 9 is covered by patches that start in column 0 and end in 7.
    assert sensitivity[9, 0] == 1
    # Column 8 is covered by those that start in 2, 4, 6 and 8; two of them cover 5.
    assert sensitivity[9, 8] == pytest.approx(2 / 4)
    # Those that cover column 13 start in 6 and later.
    assert sensitivity[9, 13] == 0 and sensitivity[25, 5] == 0


def test_the_confidence_is_that_of_the_answer_even_if_it_may_be_no_digit(shipped):
    letter = torch.from_numpy(255 * np.eye(28, dtype=np.uint8))  # a slash, from its top
    image = normalize(letter[None])
    (answer,) = classify(shipped, image)
    assert answer.confidence < 0.9
    assert occlude(shipped, image).confidence == pytest.approx(answer.confidence)


def test_covering_background_with_background_changes_nothing(untrained):
    blank = normalize(torch.zeros(1, 28, 28, dtype=torch.uint8))
    occlusion = occlude(untrained, blank)
    assert occlusion.sensitivity.abs().max() < 1e-5
    assert occlusion.occluded_confidence == pytest.approx(
        occlusion.confidence, abs=1e-5
    )
