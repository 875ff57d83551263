"""A picture is brought to the tensor that LeNet-5 was trained on."""

import numpy as np
import pytest
import torch
from PIL import Image

from lenet.checkpoint import load_model
from lenet.evaluation.accuracy import evaluate
from lenet.imaging.errors import NoDigitFound
from lenet.imaging.normalization import normalize
from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit
from tests.imaging.comparison import SAME_DIGIT, difference


def test_different_digits_differ_more_than_two_pictures_of_the_same():
    pairs = [(one, other) for one in range(10) for other in range(one)]
    differences = [difference(draw_digit(a), draw_digit(b)) for a, b in pairs]
    assert min(differences) > SAME_DIGIT


def test_steps_are_named_in_order():
    assert list(prepare(draw_digit(3)).steps) == [
        *("open", "gray", "flatten", "ink", "clean", "crop", "center", "input")
    ]


@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_paper_raises_no_digit_found(level):
    with pytest.raises(NoDigitFound):
        prepare(np.full((280, 280), level, np.uint8))


def test_blank_noisy_paper_raises_no_digit_found():
    paper = 200 + np.random.default_rng(0).normal(0, 2, (280, 280))
    with pytest.raises(NoDigitFound):
        prepare(paper.astype(np.uint8))


def test_gray_ink_on_gray_paper_becomes_full_ink():
    assert difference(draw_digit(3, ink=150, paper=185), draw_digit(3)) < 4


def test_mnist_images_are_read_as_well_through_the_photo_steps(sample):
    some = sample[torch.arange(0, 5000, 25)]  # 200, none of them trained on
    tensors = torch.cat([prepare(image).tensor for image in some.images.numpy()])
    model = load_model()
    direct_errors = evaluate(model, some).errors
    photo_errors = (model(tensors).argmax(dim=1) != some.labels).sum().item()
    assert photo_errors <= direct_errors + 2


def test_box_is_in_pixels_of_the_original_picture():
    big = np.full((1600, 2000), 255, np.uint8)
    big[400:1100, 900:1600] = draw_digit(0, side=700)
    left, top, right, bottom = prepare(big).box
    expected = (900 + 0.3 * 700, 400 + 0.18 * 700, 900 + 0.7 * 700, 400 + 0.82 * 700)
    assert np.abs(np.subtract((left, top, right, bottom), expected)).max() < 40


def test_tensor_has_the_form_of_a_training_image(sample):
    tensor = prepare(draw_digit(4)).tensor
    assert tensor.shape == (1, 1, 32, 32) and tensor.dtype == torch.float32
    assert tensor.min().item() == normalize(sample.images[:1]).min().item()
    assert tensor.max().item() == pytest.approx(2.821, abs=0.1)


def test_normalize_resizes_as_pillow_does(few):
    rounding = 1 / 255 / 0.3081  # Pillow rounds to whole gray levels
    for image, tensor in zip(few.images.numpy(), normalize(few.images)):
        resized = Image.fromarray(image).resize((32, 32), Image.Resampling.BILINEAR)
        expected = (np.asarray(resized) / 255 - 0.1307) / 0.3081
        assert np.abs(tensor[0].numpy() - expected).max() < rounding


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (2, 3)])
def test_the_smallest_pictures_are_blank_or_read_but_never_crash(shape):
    try:
        prepare(np.arange(np.prod(shape), dtype=np.uint8).reshape(shape))
    except NoDigitFound:
        pass
