import pytest
import torch

from lenet.imaging.errors import NoDigitFound
from lenet.predict import multi_predict, read_picture, single_predict
from tests.handwriting import drawn


@pytest.mark.parametrize("digit", range(10))
def test_shipped_weights_read_drawn_digits(digit):
    assert single_predict(drawn(digit)).digit == digit


@pytest.mark.parametrize("digit", range(10))
def test_white_chalk_on_a_blue_board_is_read(digit):
    board = drawn(digit, ink=(235, 235, 225), paper=(30, 60, 120), pen=0.04)
    assert single_predict(board).digit == digit


def test_probabilities_sum_to_one_and_the_top_one_is_the_digit(untrained):
    answer = single_predict(drawn(2), model=untrained)
    assert sum(answer.probabilities) == pytest.approx(1)
    assert answer.probabilities[answer.digit] == max(answer.probabilities)
    assert answer.confidence == max(answer.probabilities)


def test_an_untrained_network_is_not_sure(untrained):
    assert not single_predict(drawn(2), model=untrained).is_confident
    assert single_predict(drawn(2)).is_confident


def test_the_networks_own_threshold_decides_what_is_sure(untrained):
    untrained.confidence_threshold = 0.0
    assert single_predict(drawn(2), model=untrained).is_confident


def test_a_picture_read_as_one_digit_is_a_reading_of_one():
    reading, answer = read_picture(drawn(5), single=True), single_predict(drawn(5))
    assert reading.text == "5" and reading.digits[0].prediction == answer
    assert reading.digits[0].box == answer.prepared.box
    assert read_picture(drawn(5, ink=255), single=True).digits == ()


def test_a_prediction_keeps_the_pictures_way():
    steps = single_predict(drawn(6)).prepared.steps
    assert steps["input"].shape == (32, 32)


def test_a_blank_picture_raises_no_digit_found():
    with pytest.raises(NoDigitFound):
        single_predict(drawn(6, ink=255))


def test_random_digits_come_with_truth_and_answer(mnist_folder):
    trial = multi_predict(25, data_dir=mnist_folder, seed=1)
    assert len(trial.digits) == 25
    right = [one.prediction.digit == one.label for one in trial.digits]
    assert trial.correct == sum(right) >= 20
    assert "test digits" in trial.source


def test_random_digits_are_all_different_and_the_seed_repeats_them(mnist_folder):
    def drawn_images(seed):
        trial = multi_predict(30, data_dir=mnist_folder, seed=seed)
        return [one.label for one in trial.digits]

    assert sorted(drawn_images(1)) == sorted(list(range(10)) * 3)
    assert drawn_images(1) == drawn_images(1) != drawn_images(2)


@pytest.mark.parametrize("count", [0, -3, 31])
def test_a_count_out_of_range_is_refused(mnist_folder, count):
    with pytest.raises(ValueError, match=f"from 1 to 30, got {count}"):
        multi_predict(count, data_dir=mnist_folder)


def test_answers_do_not_depend_on_company(mnist_folder, untrained):
    trial = multi_predict(30, data_dir=mnist_folder, seed=0, model=untrained)
    alone = multi_predict(1, data_dir=mnist_folder, seed=0, model=untrained).digits[0]
    twin = next(o for o in trial.digits if (o.image == alone.image).all())
    assert torch.allclose(
        torch.tensor(alone.prediction.probabilities),
        torch.tensor(twin.prediction.probabilities),
        atol=1e-6,
    )
