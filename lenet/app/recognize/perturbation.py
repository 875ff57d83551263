"""Distort your digit: controls for a perturbation, and a chart over rotation angles."""

from collections.abc import Sequence
from typing import Any

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from lenet.app.html_part import Facts, data_url, html_part
from lenet.app.localization import label
from lenet.evaluation.perturbation import (
    RANGES,
    SWEEP_ANGLES,
    Perturbation,
    classify_perturbed,
    perturb,
    sweep_rotation,
)
from lenet.model import LeNet5

SLIDER_STEPS = {"angle": 1, "x": 0.5, "y": 0.5, "scale": 0.05}
SLIDER_STEPS |= {"stroke_width": 0.25, "noise": 5}
INK_CHOICES = [
    (label("perturbation.ink_light"), False),
    (label("perturbation.ink_dark"), True),
]
MARKUP = f"""
<p class="placeholder" data-text="perturbation.none"></p>
<div class="content">
  <div class="perturbed">
    <img data-name="perturbation.picture" alt="">
    <div><b class="digit"></b><p class="confidence"></p><p class="original"></p></div>
    <p class="path"></p>
  </div>
  <div class="rotation" data-max-angle="{SWEEP_ANGLES[-1]}">
    <h3></h3>
    <svg viewBox="0 0 600 232" role="img">
      <g class="ticks"></g><g class="answers"></g><polyline></polyline>
      <g class="failure-angles"></g><circle r="6"></circle>
    </svg>
    <p></p>
  </div>
</div>
"""


def perturbation_panel() -> gr.HTML:
    """Make what the controls change; its value is what perturbation_facts gives."""
    scripts = ("ordering.js", "recognize/perturbation.js")
    return html_part({}, "perturbation-panel", *scripts, markup=MARKUP)


def perturbation_controls() -> list[gr.components.Component]:
    """Make a control for each field of Perturbation, in the same order."""
    defaults = Perturbation()
    sliders = [
        gr.Slider(
            *RANGES[name],
            getattr(defaults, name),
            step=step,
            label=label(f"perturbation.{name}"),
            buttons=[],
            min_width=200,
            elem_id=f"perturbation-{name.replace('_', '-')}",
        )
        for name, step in SLIDER_STEPS.items()
    ]
    ink = gr.Radio(
        INK_CHOICES, value=defaults.inverted, label=label("perturbation.ink")
    )
    prepared = gr.Checkbox(defaults.prepared, label=label("perturbation.prepared"))
    return [*sliders, ink, prepared]


def perturbation_of(values: Sequence[Any]) -> Perturbation:
    """Convert the controls' values.

    Raises:
        gr.Error: A value is outside its range, which no control of the page allows.
    """
    try:
        return Perturbation(*values)
    except (TypeError, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error


def perturbation_facts(
    image: NDArray[np.uint8] | None, model: LeNet5, perturbation: Perturbation
) -> Facts:
    """Give the answer to a perturbed digit `(28, 28)`, and those at other angles."""
    if image is None:
        return {}
    original, perturbed = classify_perturbed(
        model, image, [Perturbation(), perturbation]
    )
    sweep = sweep_rotation(model, image, perturbation)
    path = "dark" if perturbation.inverted else "direct"
    return {
        "picture": data_url(perturb(image, perturbation)),
        "digit": perturbed.digit,
        "confidence": perturbed.confidence,
        "is_confident": perturbed.is_confident,
        "original_digit": original.digit,
        "original_confidence": original.confidence,
        "original_digit_probability": perturbed.probabilities[original.digit],
        "path": "prepared" if perturbation.prepared else path,
        "angle": perturbation.angle,
        "angles": SWEEP_ANGLES,
        "confidences": [round(confidence, 4) for confidence in sweep.confidences],
        "answers": sweep.predictions,
        "failure_angles": sweep.failure_angles,
    }
