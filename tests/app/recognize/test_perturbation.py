import gradio as gr
import pytest

from lenet.app.recognize.perturbation import perturbation_facts, perturbation_of
from lenet.evaluation.perturbation import Perturbation


def test_the_perturbed_digit_lies_on_its_own_curve(shipped, seventy_five):
    perturbation = Perturbation(angle=20)
    facts = perturbation_facts(seventy_five[0].image, shipped, perturbation)
    confidence = facts["confidences"][facts["angles"].index(20)]
    assert facts["original_digit_probability"] == pytest.approx(confidence, abs=1e-3)


@pytest.mark.parametrize("value", [float("nan"), 700, None, "1"])
def test_a_forged_value_raises_an_error_with_a_sentence(value):
    with pytest.raises(gr.Error):
        perturbation_of([value, 0, 0, 1, 0, 0, False, False])
