"""Why this answer: the parts of a digit that it depends on, and the nearest neighbors."""

import math
from concurrent.futures import Future
from weakref import WeakKeyDictionary

import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lenet.app.html_part import Facts, data_url, html_part, to_base64
from lenet.app.recognize.layers import to_bytes
from lenet.app.serving.workers import submit_in_background
from lenet.data.mnist import load_sample
from lenet.evaluation.nearest_neighbors import Neighbor, embed, nearest_neighbors
from lenet.evaluation.occlusion import PATCH_SIZE, occlude
from lenet.imaging.normalization import normalize, to_image
from lenet.model import IMAGE_SIZE, LeNet5

NUM_NEIGHBORS = 3
FIGURES = '<figure><img alt=""><figcaption></figcaption></figure>' * NUM_NEIGHBORS
MARKUP = f"""
<p class="placeholder" data-text="explanation.none"></p>
<div class="content">
  <div class="occlusion">
    <div class="map"><canvas width="{IMAGE_SIZE}" height="{IMAGE_SIZE}" role="img"
      data-name="explanation.map"></canvas><i></i></div>
    <div><h3 data-text="explanation.depends"></h3><p class="critical-patch"></p>
      <div class="scale dark-scale" aria-hidden="true"><b></b><b>0</b><b></b><i></i></div>
      <p class="scale-text"></p></div>
  </div>
  <div class="similar">
    <h3 data-text="explanation.similar"></h3>
    <p class="waiting"></p>
    <div class="neighbors">{FIGURES}</div>
    <p class="agreement"></p><p class="sample"></p>
  </div>
</div>
"""


class SampleEmbeddings:
    """The values of f6 for all digits of the sample, computed once for each network."""

    def __init__(self) -> None:
        self._futures: WeakKeyDictionary[LeNet5, Future[Tensor]] = WeakKeyDictionary()

    def neighbors(
        self, embedding: Tensor, model: LeNet5
    ) -> tuple[Neighbor, ...] | None:
        """Find the digits nearest to `(84,)`; None until `model` has read the sample."""
        if model not in self._futures:
            self._futures[model] = submit_in_background(
                lambda: embed(model, load_sample().images)
            )
        future = self._futures[model]
        if not future.done():
            return None
        return nearest_neighbors(embedding, future.result(), NUM_NEIGHBORS)


def explanation_panel() -> gr.HTML:
    """Make the panel; its value is what explanation_facts gives."""
    scripts = "ordering.js", "recognize/diverging_colors.js", "recognize/explanation.js"
    return html_part({}, "explanation-panel", *scripts, markup=MARKUP)


def explanation_facts(
    image: NDArray[np.uint8] | None, model: LeNet5, sample: SampleEmbeddings
) -> Facts:
    """Give what the answer to a digit `(28, 28)` depends on, and its neighbors."""
    if image is None:
        return {}
    pixels = normalize(torch.from_numpy(image)[None])
    occlusion = occlude(model, pixels)
    largest = float(occlusion.sensitivity.abs().max())
    max_sensitivity = max(0.01, largest)  # so that noise is not amplified
    embedding = embed(model, torch.from_numpy(image)[None])[0]
    return {
        "input": to_base64(to_image(pixels)),
        "sensitivity": to_base64(to_bytes(occlusion.sensitivity / max_sensitivity)),
        "max_sensitivity": max_sensitivity,
        "digit": occlusion.digit,
        "confidence": occlusion.confidence,
        "occluded_confidence": occlusion.occluded_confidence,
        "occluded_digit": occlusion.occluded_digit,
        "critical_patch": occlusion.critical_patch,
        "patch_size": PATCH_SIZE,
        "neighbors": _neighbor_facts(sample.neighbors(embedding, model)),
        "sample_size": len(load_sample()),
        "max_distance": 2 * math.sqrt(len(embedding)),  # values are from -1 to 1
    }


def _neighbor_facts(neighbors: tuple[Neighbor, ...] | None) -> list[Facts] | None:
    if neighbors is None:
        return None
    digits = load_sample()
    return [
        {
            "picture": data_url(digits.images[neighbor.index].numpy()),
            "label": int(digits.labels[neighbor.index]),
            "distance": neighbor.distance,
        }
        for neighbor in neighbors
    ]
