"""Pictures and random MNIST digits are predicted with the public functions."""

import pytest
import torch

from lenet.imaging.errors import BadPicture, NoDigitFound
from lenet.predict import (
    format_confidence,
    multi_predict,
    read_picture,
    read_pictures,
    single_predict,
)
from tests.handwriting import draw_digit


@pytest.mark.parametrize("digit", range(10))
def test_shipped_weights_read_drawn_digits(digit):
    assert single_predict(draw_digit(digit)).digit == digit


@pytest.mark.parametrize("digit", range(10))
def test_light_ink_on_a_blue_background_is_read(digit):
    picture = draw_digit(digit, ink=(235, 235, 225), paper=(30, 60, 120), pen=0.04)
    assert single_predict(picture).digit == digit


def test_probabilities_sum_to_one_and_the_highest_is_the_digit(untrained):
    prediction = single_predict(draw_digit(2), model=untrained)
    assert sum(prediction.probabilities) == pytest.approx(1)
    assert prediction.probabilities[prediction.digit] == max(prediction.probabilities)
    assert prediction.confidence == max(prediction.probabilities)


def test_an_untrained_network_is_not_confident(untrained):
    assert not single_predict(draw_digit(2), model=untrained).is_confident
    assert single_predict(draw_digit(2)).is_confident


def test_the_models_threshold_decides_what_is_confident(untrained):
    untrained.confidence_threshold = 0.0
    assert single_predict(draw_digit(2), model=untrained).is_confident


def test_a_picture_read_as_one_digit_gives_a_reading_with_one_digit():
    reading = read_picture(draw_digit(5), single=True)
    prediction = single_predict(draw_digit(5))
    assert reading.text == "5" and reading.digits[0].prediction == prediction
    assert reading.digits[0].box == prediction.prepared.box
    assert read_picture(draw_digit(5, ink=255), single=True).digits == ()


@pytest.mark.parametrize(("count", "processes"), [(3, 1), (13, 2)])
def test_pictures_are_read_in_their_order(count, processes):
    pictures = [draw_digit(number % 10) for number in range(count)]
    pictures[1] = b"no picture"
    first, bad, *others = read_pictures(pictures, single=True, processes=processes)
    assert isinstance(bad, BadPicture) and bad.reason == "unreadable"
    texts = [reading.text for reading in (first, *others)]
    assert texts == [str(n % 10) for n in range(count) if n != 1]
    alone = read_picture(pictures[2], single=True)
    assert others[0].digits[0].box == alone.digits[0].box
    assert (others[0].steps["ink"] == alone.steps["ink"]).all()


def test_a_prediction_has_the_steps_of_preprocessing():
    steps = single_predict(draw_digit(6)).prepared.steps
    assert steps["input"].shape == (32, 32)


def test_a_blank_picture_raises_no_digit_found():
    with pytest.raises(NoDigitFound):
        single_predict(draw_digit(6, ink=255))


def test_random_digits_have_labels_and_predictions(mnist_folder):
    sample = multi_predict(25, data_dir=mnist_folder, seed=1)
    assert len(sample.digits) == 25
    correct = [one.prediction.digit == one.label for one in sample.digits]
    assert sample.correct == sum(correct) >= 20
    assert "test digits" in sample.source


def test_random_digits_are_different_and_depend_on_the_seed(mnist_folder):
    def labels_of(seed):
        sample = multi_predict(30, data_dir=mnist_folder, seed=seed)
        return [one.label for one in sample.digits]

    assert sorted(labels_of(1)) == sorted(list(range(10)) * 3)
    assert labels_of(1) == labels_of(1) != labels_of(2)


@pytest.mark.parametrize("count", [0, -3, 31])
def test_a_count_out_of_range_raises_value_error(mnist_folder, count):
    with pytest.raises(ValueError, match=f"from 1 to 30, got {count}"):
        multi_predict(count, data_dir=mnist_folder)


def test_predictions_do_not_depend_on_the_rest_of_the_batch(mnist_folder, untrained):
    sample = multi_predict(30, data_dir=mnist_folder, seed=0, model=untrained)
    alone = multi_predict(1, data_dir=mnist_folder, seed=0, model=untrained).digits[0]
    same = next(o for o in sample.digits if (o.image == alone.image).all())
    assert torch.allclose(
        torch.tensor(alone.prediction.probabilities),
        torch.tensor(same.prediction.probabilities),
        atol=1e-6,
    )


@pytest.mark.parametrize(
    ("confidence", "text"),
    [
        (1.0, "over 99.9 %"),
        (0.9991, "over 99.9 %"),
        (0.999, "99.9 %"),
        (0.5, "50.0 %"),
        (0.0004, "under 0.1 %"),
    ],
)
def test_no_confidence_is_printed_as_certainty(confidence, text):
    assert format_confidence(confidence) == text
