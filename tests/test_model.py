"""The network has the layers, the shapes and the parameters of the paper."""

import math

import pytest
import torch
from torch.nn import functional

from lenet.model import LeNet5, digit_probabilities

PARAMETERS = {  # per layer: maps * (kernel * input maps + bias)
    "c1": 6 * (5 * 5 * 1 + 1),
    "c3": 16 * (5 * 5 * 6 + 1),
    "c5": 120 * (5 * 5 * 16 + 1),
    "f6": 84 * (120 + 1),
    "output": 10 * (84 + 1),
}
SHAPES = {
    "c1": (6, 28, 28),
    "s2": (6, 14, 14),
    "c3": (16, 10, 10),
    "s4": (16, 5, 5),
    "c5": (120, 1, 1),
    "f6": (84,),
    "output": (10,),
}


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randn(3, 1, 32, 32, generator=torch.Generator().manual_seed(1))


def test_network_has_61706_parameters(untrained):
    assert sum(value.numel() for value in untrained.parameters()) == 61_706


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_layer_has_the_expected_number_of_parameters(untrained, name):
    layer = getattr(untrained, name)
    assert sum(value.numel() for value in layer.parameters()) == PARAMETERS[name]


def test_layers_are_in_order_and_have_the_papers_shapes(untrained, images):
    maps = untrained.layers(images)
    assert {name: tuple(value.shape[1:]) for name, value in maps.items()} == SHAPES
    assert list(maps) == list(SHAPES)


def test_logits_are_the_output_of_the_last_layer(untrained, images):
    assert torch.equal(untrained(images), untrained.layers(images)["output"])


def test_c1_is_tanh_of_a_convolution(untrained, images):
    kernel, bias = untrained.c1.weight[2, 0], untrained.c1.bias[2]
    expected = torch.tanh((images[1, 0, 7:12, 3:8] * kernel).sum() + bias)
    assert torch.isclose(untrained.layers(images)["c1"][1, 2, 7, 3], expected)


def test_s2_averages_two_by_two_pixels(untrained, images):
    maps = untrained.layers(images)
    mean = maps["c1"][0, 4, 6:8, 10:12].mean()
    assert torch.isclose(maps["s2"][0, 4, 3, 5], mean)


def test_probabilities_of_every_image_sum_to_one(untrained, images):
    assert torch.allclose(untrained.probabilities(images).sum(dim=1), torch.ones(3))


def test_an_image_without_a_digit_has_equal_probabilities():
    digit, no_digit = torch.zeros(2, 10).unbind()
    digit[3], no_digit[3] = 9, -1
    first, second = digit_probabilities(torch.stack([digit, no_digit - 20]))
    assert first[3] > 0.99 and first.sum() == pytest.approx(1)
    assert second.tolist() == pytest.approx([0.1] * 10, abs=1e-6)


def test_probabilities_beside_no_digit_by_hand():
    logits = torch.tensor([[0.6, 0.2]]).log()  # and 1 for no digit
    (probabilities,) = digit_probabilities(logits)
    assert probabilities.tolist() == pytest.approx([1.1 / 1.8, 0.7 / 1.8])


def test_untrained_network_has_the_loss_of_guessing(untrained, images):
    loss = functional.cross_entropy(untrained(images), torch.tensor([0, 4, 9]))
    assert loss.item() == pytest.approx(math.log(10), abs=0.15)


def test_the_same_seed_gives_the_same_initial_weights(untrained):
    same = LeNet5(generator=torch.Generator().manual_seed(0))
    other = LeNet5(generator=torch.Generator().manual_seed(1))
    assert torch.equal(untrained.c3.weight, same.c3.weight)
    assert not torch.equal(untrained.c3.weight, other.c3.weight)


def test_the_number_of_classes_can_be_chosen(images):
    assert LeNet5(num_classes=7)(images).shape == (3, 7)


@pytest.mark.parametrize("shape", [(1, 1, 28, 28), (1, 3, 32, 32), (32, 32)])
def test_images_of_another_shape_raise_value_error(untrained, shape):
    with pytest.raises(ValueError, match=r"\(N, 1, 32, 32\), got"):
        untrained(torch.zeros(shape))
