import os

import pytest
import torch

from lenet.data.mnist import Digits, load_mnist
from lenet.data.splits import hold_out, load_evaluation_digits, load_training_data


def test_hold_out_takes_the_first_of_each_class():
    labels = torch.tensor([3, 1, 1, 3, 0, 1, 3])
    images = torch.arange(7, dtype=torch.uint8)[:, None, None].expand(7, 28, 28)
    rest, held_out = hold_out(Digits(images, labels), 2)
    assert held_out.images[:, 0, 0].tolist() == [0, 1, 2, 3, 4]
    assert rest.images[:, 0, 0].tolist() == [5, 6]


def test_the_sample_is_split_into_4000_and_1000_digits(tmp_path):
    data = load_training_data(tmp_path, True)
    assert (len(data.train), len(data.validation)) == (4000, 1000)
    assert torch.bincount(data.validation.labels).tolist() == [100] * 10
    assert not data.is_mnist


def test_without_mnist_the_sample_is_used_and_the_source_says_so(tmp_path, no_network):
    data = load_training_data(tmp_path)
    assert len(data.train) == 4000
    assert "sample" in data.source and "could not be downloaded" in data.source


def test_validation_on_the_test_digits_is_stated_in_the_source(mnist_folder):
    data = load_training_data(mnist_folder, validate_on_test=True)
    test = load_mnist(mnist_folder, "test")
    assert torch.equal(data.validation.images, test.images)
    assert len(data.train) == 30 and "test digits" in data.source


def test_evaluation_digits_are_the_test_digits_if_available(mnist_folder):
    evaluation_digits = load_evaluation_digits(mnist_folder)
    assert len(evaluation_digits.digits) == 30
    assert "test digits" in evaluation_digits.source


def test_without_mnist_evaluation_digits_are_not_training_digits(tmp_path, no_network):
    evaluation_digits = load_evaluation_digits(tmp_path)
    train = load_training_data(tmp_path, True).train
    train_images = {image.numpy().tobytes() for image in train.images}
    evaluation_images = evaluation_digits.digits.images
    assert not any(
        image.numpy().tobytes() in train_images for image in evaluation_images
    )
    assert "sample" in evaluation_digits.source


@pytest.mark.skipif("LENET_DATA" not in os.environ, reason="LENET_DATA is not set")
def test_the_5000_held_out_digits_are_mlxtends_sample(sample):
    data = load_training_data(os.environ["LENET_DATA"])
    held_out = {image.numpy().tobytes() for image in data.validation.images}
    assert len(data.train) == 55_000
    assert held_out == {image.numpy().tobytes() for image in sample.images}
