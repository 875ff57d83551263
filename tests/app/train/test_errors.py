import pytest

from lenet.app.train.errors import QueueFull, error_facts, gradio_error
from lenet.training.loop import TrainingDiverged


@pytest.mark.parametrize(
    ("error", "reason", "sentence"),
    [
        (QueueFull(), "queue_full", "Too many runs are waiting for this machine."),
        (TrainingDiverged(3, 0.5), "diverged", "Please try a learning rate below 0.5."),
    ],
)
def test_an_error_has_a_reason_and_an_english_sentence(error, reason, sentence):
    assert error_facts(error)["reason"] == reason
    assert sentence in gradio_error(error).message
