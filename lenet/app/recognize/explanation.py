"""Why this answer: what it hangs on, and which MNIST digits are most like this one."""

import math
from concurrent.futures import Future
from typing import Any
from weakref import WeakKeyDictionary

import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lenet.app.recognize.answer import data_url
from lenet.app.recognize.layers import in_bytes, packed
from lenet.app.serving.workers import submit_in_background
from lenet.app.texts import scripted
from lenet.data.mnist import load_sample
from lenet.evaluation.nearest_neighbors import Neighbor, embed, nearest_neighbors
from lenet.evaluation.occlusion import PATCH_SIZE, occlude
from lenet.imaging.preprocess import normalize, to_image
from lenet.model import IMAGE_SIZE, LeNet5

Facts = dict[str, Any]
NEIGHBORS = 3
NEAR = '<figure><img alt=""><figcaption></figcaption></figure>' * NEIGHBORS
MARKUP = f"""
<p class="no-look" data-text="none"></p>
<div class="look">
  <div class="hangs">
    <div class="map"><canvas width="{IMAGE_SIZE}" height="{IMAGE_SIZE}" role="img"
      data-name="map"></canvas><i></i></div>
    <div><h3 data-text="hangs"></h3><p class="worst"></p>
      <div class="scale fixed" aria-hidden="true"><b></b><b>0</b><b></b><i></i></div>
      <p class="scale-text"></p></div>
  </div>
  <h3 data-text="like"></h3>
  <p class="waiting"></p>
  <div class="near">{NEAR}</div>
  <p class="agree"></p><p class="source"></p>
</div>
"""


class Sample:
    """The sample's digits as networks see them; each network looks once, on its own."""

    def __init__(self) -> None:
        self._seen_by: WeakKeyDictionary[LeNet5, Future[Tensor]] = WeakKeyDictionary()

    def near(self, embedding: Tensor, model: LeNet5) -> tuple[Neighbor, ...] | None:
        """Find the digits nearest to `(84,)` of f6; None while `model` still looks."""
        if model not in self._seen_by:
            self._seen_by[model] = submit_in_background(_seen_by, model)
        seen = self._seen_by[model]
        return (
            nearest_neighbors(embedding, seen.result(), NEIGHBORS)
            if seen.done()
            else None
        )


def why_panel() -> gr.HTML:
    """Make the panel; its value is what why_facts gives."""
    return gr.HTML(
        {},
        html_template=MARKUP,
        elem_id="why-panel",
        **scripted(
            "why",
            "ordering.js",
            "recognize/diverging_colors.js",
            "recognize/explanation.js",
        ),
    )


def why_facts(image: NDArray[np.uint8] | None, model: LeNet5, sample: Sample) -> Facts:
    """Give what the answer to a digit `(28, 28)` hangs on, and what is like it."""
    if image is None:
        return {}
    pixels = normalize(torch.from_numpy(image)[None])
    occlusion = occlude(model, pixels)
    most = max(0.01, float(occlusion.sensitivity.abs().max()))  # noise is not blown up
    embedding = embed(model, torch.from_numpy(image)[None])[0]
    return {
        "input": packed(to_image(pixels)),
        "falls": packed(in_bytes(occlusion.sensitivity / most)),
        "most": round(100 * most, 1),  # percentage points
        "digit": occlusion.digit,
        "confidence": occlusion.confidence,
        "left": occlusion.occluded_confidence,
        "instead": occlusion.occluded_digit,
        "worst": occlusion.critical_patch,
        "patch": PATCH_SIZE,
        "near": _near(sample.near(embedding, model)),
        "sample": len(load_sample()),
        "farthest": round(2 * math.sqrt(len(embedding)), 1),  # values from -1 to 1
    }


def _seen_by(model: LeNet5) -> Tensor:
    return embed(model, load_sample().images)


def _near(neighbors: tuple[Neighbor, ...] | None) -> list[Facts] | None:
    if neighbors is None:
        return None
    digits = load_sample()
    return [
        {
            "picture": data_url(digits.images[one.index].numpy()),
            "label": int(digits.labels[one.index]),
            "distance": round(one.distance, 2),
        }
        for one in neighbors
    ]
