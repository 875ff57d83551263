import pytest

from lenet.training.config import TrainingConfig


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 0),
        ("batch_size", -1),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("weight_decay", -0.1),
        ("seed", -1),
        ("report_every", 0),
        ("augmentation_decay", 2),
        ("weight_averaging", 1.5),
    ],
)
def test_a_setting_out_of_range_raises_an_error_that_names_it(name, value):
    with pytest.raises(ValueError, match=f"{name} must be from .* got {value}"):
        TrainingConfig(**{name: value})


def test_an_unknown_optimizer_raises_an_error_that_names_it():
    with pytest.raises(ValueError, match="adam or soap, got sgd"):
        TrainingConfig(optimizer="sgd")
