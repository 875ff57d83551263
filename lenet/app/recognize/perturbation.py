"""Shake it: sliders that turn, move and spoil a digit, and a live chart of its turns."""

from collections.abc import Sequence
from typing import Any

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from lenet.app.recognize.answer import data_url
from lenet.app.texts import TEXTS, scripted
from lenet.evaluation.perturbation import (
    RANGES,
    SWEEP_ANGLES,
    Perturbation,
    classify_perturbed,
    perturb,
    sweep_rotation,
)
from lenet.model import LeNet5

Facts = dict[str, Any]
STEPS = {
    "angle": 1,
    "x": 0.5,
    "y": 0.5,
    "scale": 0.05,
    "stroke_width": 0.25,
    "noise": 5,
}
TONES = [(TEXTS("shake_bright"), False), (TEXTS("shake_dark"), True)]
MARKUP = f"""
<p class="no-look" data-text="none"></p>
<div class="look">
  <div class="shaken">
    <img data-name="picture" alt="">
    <div><b class="digit"></b><p class="said"></p><p class="was"></p></div>
    <p class="path"></p>
  </div>
  <div class="turns" data-most="{SWEEP_ANGLES[-1]}">
    <h3></h3>
    <svg viewBox="0 0 600 232" role="img">
      <g class="ticks"></g><g class="zones"></g><polyline></polyline>
      <g class="breaks"></g><circle r="6"></circle>
    </svg>
    <p></p>
  </div>
</div>
"""


def shake_panel() -> gr.HTML:
    """Make what the sliders change; its value is what shake_facts gives."""
    return gr.HTML(
        {},
        html_template=MARKUP,
        elem_id="shaken",
        **scripted("shake", "ordering.js", "recognize/perturbation.js"),
    )


def shake_controls() -> list[gr.components.Component]:
    """Make a control for each field of Shake, in its order."""
    still = Perturbation()
    sliders = [
        gr.Slider(
            *RANGES[name],
            getattr(still, name),
            step=step,
            label=TEXTS(f"shake_{name}"),
            buttons=[],
            min_width=200,
            elem_id=f"shake-{name}",
        )
        for name, step in STEPS.items()
    ]
    tone = gr.Radio(TONES, value=still.inverted, label=TEXTS("shake_tone"))
    prepared = gr.Checkbox(still.prepared, label=TEXTS("shake_prepared"))
    return [*sliders, tone, prepared]


def settings_of(amounts: Sequence[Any]) -> Perturbation:
    """Give the controls' values as a Shake.

    Raises:
        gr.Error: One is beyond its limits, which only a forged one is.
    """
    try:
        return Perturbation(*amounts)
    except (TypeError, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error


def shake_facts(
    image: NDArray[np.uint8] | None, model: LeNet5, shake: Perturbation
) -> Facts:
    """Give the answer to a digit `(28, 28)` shaken, and how it fares when turned."""
    if image is None:
        return {}
    whole, now = classify_perturbed(model, image, [Perturbation(), shake])
    turns = sweep_rotation(model, image, shake)
    return {
        "picture": data_url(perturb(image, shake)),
        "digit": now.digit,
        "confidence": now.confidence,
        "sure": now.is_confident,
        "was": whole.digit,
        "was_confidence": whole.confidence,
        "angle": shake.angle,
        "right": now.probabilities[whole.digit],
        "path": "steps"
        if shake.prepared
        else "inverted"
        if shake.inverted
        else "straight",
        "angles": SWEEP_ANGLES,
        "confidences": [round(share, 4) for share in turns.confidences],
        "answers": turns.predictions,
        "breaks": turns.failure_angles,
    }
