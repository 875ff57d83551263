"""Inside the network: the values of every layer for a digit.

Python sends one byte for each value, some 11 KB in all, and layers.js paints them.
"""

import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lenet.app.html_part import Facts, html_part, to_base64
from lenet.imaging.normalization import normalize, to_image
from lenet.model import IMAGE_SIZE, NUM_CLASSES, LeNet5, digit_probabilities

MAX_BYTE = 127  # stands for 1; all values except the logits are from -1 to 1
UNITS_PER_ROW = 12  # divides both c5's 120 and f6's 84
LEGEND = """
<div class="scale" aria-hidden="true"><b>−1</b><b>0</b><b>+1</b><i></i></div>
<p class="scale-text" data-text="layers.legend"></p>
"""
LOGITS = "".join(
    f'<li><b>{digit}</b><span class="logit-bar"><i></i></span>'
    '<span class="logit"></span><span class="probability"></span></li>'
    for digit in range(NUM_CLASSES)
)


def layers_panel(model: LeNet5) -> gr.HTML:
    """Make the panel, with the sizes and parameters that `model` has."""
    scripts = ("ordering.js", "recognize/diverging_colors.js", "recognize/layers.js")
    return html_part({}, "layers-panel", *scripts, markup=_markup(model))


@torch.inference_mode()
def layers_facts(image: NDArray[np.uint8] | None, model: LeNet5) -> Facts:
    """Give the values of every layer for a digit `(28, 28)`; nothing for None."""
    if image is None:
        return {}
    pixels = normalize(torch.from_numpy(image)[None])
    layers = model.layers(pixels)
    logits = layers.pop("output")
    return {
        "input": to_base64(to_image(pixels)),
        "maps": {name: to_base64(to_bytes(values)) for name, values in layers.items()},
        "logits": logits[0].tolist(),
        "probabilities": digit_probabilities(logits)[0].tolist(),
    }


def to_bytes(values: Tensor) -> NDArray[np.int8]:
    """Quantize values from -1 to 1 to integers from -127 to 127."""
    return (values * MAX_BYTE).round().to(torch.int8).numpy()


@torch.inference_mode()
def _markup(model: LeNet5) -> str:
    """Lay out a section for each layer; its canvases have a pixel for each value."""
    layers = model.layers(torch.zeros(1, 1, IMAGE_SIZE, IMAGE_SIZE))
    size = f'data-kind="picture" data-side="{IMAGE_SIZE}"'
    sections = [_section("input", size, _canvases(1, IMAGE_SIZE, IMAGE_SIZE))]
    for name, values in layers.items():
        count, side = values.shape[1], values.shape[-1]
        if name == "output":
            kind, content = "logits", f'<ol class="logits">{LOGITS}</ol>'
        elif values[0].numel() == count:
            kind = "units"
            content = _canvases(1, UNITS_PER_ROW, count // UNITS_PER_ROW)
        else:
            kind, content = "maps", _canvases(count, side, side)
        parameters = sum(p.numel() for p in getattr(model, name).parameters())
        size = f'data-kind="{kind}" data-count="{count}" data-side="{side}"'
        size += f' data-parameters="{parameters}"'
        sections.append(_section(name, size, content))
    return (
        '<p class="placeholder" data-text="layers.none"></p>'
        f'<div class="content">{LEGEND}{"".join(sections)}</div>'
    )


def _section(name: str, size: str, content: str) -> str:
    return (
        f'<section data-layer="{name}" {size}>'
        f'<div><h3 data-text="layers.name_{name}"></h3><p class="size"></p>'
        f'<p data-text="layers.about_{name}"></p></div>{content}</section>'
    )


def _canvases(count: int, width: int, height: int) -> str:
    canvas = f'<canvas width="{width}" height="{height}"></canvas>'
    return f'<div class="maps" role="img">{canvas * count}</div>'
