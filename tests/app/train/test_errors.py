from lenet.app.train.errors import error_facts, gradio_error
from lenet.training.loop import TrainingDiverged


def test_a_diverged_run_names_its_step_and_learning_rate():
    error = TrainingDiverged(step=30, learning_rate=0.5)
    facts = {"reason": "diverged", "step": 30, "learning_rate": 0.5}
    assert error_facts(error) == facts
    sentence = "after step 30. Please try a learning rate below 0.5."
    assert gradio_error(error).message.endswith(sentence)
