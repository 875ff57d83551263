"""Inside the network: what every layer makes of a digit.

Python gives each layer's values as one byte each, some 11 KB in all; inside.js paints
them where they stand, so that nothing flickers.
"""

import base64
from typing import Any

import gradio as gr
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lenet.app.texts import scripted
from lenet.imaging.preprocess import normalize, to_image
from lenet.model import IMAGE_SIZE, NUM_CLASSES, LeNet5

Facts = dict[str, Any]
FULL = 127  # what a byte holds for 1; all values but the logits are from -1 to 1
UNITS_A_ROW = 12  # divides both c5's 120 and f6's 84
LEGEND = """
<div class="scale" aria-hidden="true"><b>−1</b><b>0</b><b>+1</b><i></i></div>
<p class="scale-text" data-text="legend"></p>
"""
LOGITS = "".join(
    f'<li><b>{digit}</b><span class="beam"><i></i></span>'
    '<span class="logit"></span><span class="probability"></span></li>'
    for digit in range(NUM_CLASSES)
)


def inside_panel(model: LeNet5) -> gr.HTML:
    """Make the panel; sizes and parameters are read off `model`."""
    return gr.HTML(
        inside_facts(None, model),
        html_template=_markup(model),
        elem_id="inside-panel",
        **scripted(
            "inside",
            "ordering.js",
            "recognize/diverging_colors.js",
            "recognize/layers.js",
        ),
    )


@torch.inference_mode()
def inside_facts(image: NDArray[np.uint8] | None, model: LeNet5) -> Facts:
    """Give what every layer makes of a digit `(28, 28)`; without one, nothing."""
    if image is None:
        return {}
    pixels = normalize(torch.from_numpy(image)[None])
    layers = model.layers(pixels)
    logits = layers.pop("output")[0]
    return {
        "input": packed(to_image(pixels)),
        "maps": {name: packed(in_bytes(values)) for name, values in layers.items()},
        "logits": [round(logit, 2) for logit in logits.tolist()],
        "probabilities": logits.softmax(dim=0).tolist(),
    }


def in_bytes(values: Tensor) -> NDArray[np.int8]:
    """Give values from -1 to 1 as whole numbers from -127 to 127."""
    return (values * FULL).round().to(torch.int8).numpy()


def packed(values: NDArray) -> str:
    """Give an array of bytes as text, for the page."""
    return base64.b64encode(values.tobytes()).decode()


@torch.inference_mode()
def _markup(model: LeNet5) -> str:
    """Lay out a section a layer, its canvases of as many pixels as it has values."""
    layers = model.layers(torch.zeros(1, 1, IMAGE_SIZE, IMAGE_SIZE))
    sections = [_section("input", "picture", [IMAGE_SIZE], None, _canvases(1))]
    for name, values in layers.items():
        count, side = values.shape[1], values.shape[-1]
        parameters = sum(p.numel() for p in getattr(model, name).parameters())
        if name == "output":
            shown = f'<ol class="logits">{LOGITS}</ol>'
            section = _section(name, "logits", [count], parameters, shown)
        elif values[0].numel() == count:
            shown = _canvases(1, UNITS_A_ROW, count // UNITS_A_ROW)
            section = _section(name, "units", [count], parameters, shown)
        else:
            shown = _canvases(count, side, side)
            section = _section(name, "maps", [count, side], parameters, shown)
        sections.append(section)
    none = '<p class="no-look" data-text="none"></p>'
    return f'{none}<div class="look">{LEGEND}{"".join(sections)}</div>'


def _section(
    name: str, kind: str, size: list[int], parameters: int | None, shown: str
) -> str:
    counted = "" if parameters is None else f' data-parameters="{parameters}"'
    return (
        f'<section data-layer="{name}" data-kind="{kind}" '
        f'data-size="{" ".join(map(str, size))}"{counted}>'
        f'<div><h3 data-text="name_{name}"></h3><p class="size"></p>'
        f'<p class="about" data-text="about_{name}"></p></div>{shown}</section>'
    )


def _canvases(count: int, width: int = IMAGE_SIZE, height: int = IMAGE_SIZE) -> str:
    canvas = f'<canvas width="{width}" height="{height}"></canvas>'
    return f'<div class="maps" role="img">{canvas * count}</div>'
