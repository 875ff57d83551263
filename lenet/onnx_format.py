"""The network as an ONNX file, for programs without PyTorch.

Its metadata tells what the input has to look like and what the outputs mean. The packages
onnx and onnxscript are needed for this alone.
"""

import io
import json
import logging
import warnings
from importlib.util import find_spec
from typing import Any

import torch

from lenet.imaging.normalization import MNIST_MEAN, MNIST_STD
from lenet.model import IMAGE_SIZE, LeNet5

INPUT, OUTPUT, BATCH = "images", "logits", "batch"
MAX_BATCH = 2**31  # without one, torch 2.6 writes a network for batches of two
OPSET = 18
PACKAGES = ("onnx", "onnxscript")


def check_onnx() -> None:
    """Check that the packages are installed.

    Raises:
        ValueError: One of them is missing.
    """
    if not all(map(find_spec, PACKAGES)):
        names = " ".join(PACKAGES)
        raise ValueError(f"ONNX needs other packages: pip install {names}")


def to_onnx(model: LeNet5, record: dict[str, Any]) -> bytes:
    """Give the content of an ONNX file.

    Its input is `images` `(batch, 1, 32, 32)` float32, its output `logits` `(batch, 10)`.

    Args:
        record: How the weights were trained; it becomes metadata.
    """
    import onnx  # an optional requirement

    file, example = io.BytesIO(), torch.zeros(2, 1, IMAGE_SIZE, IMAGE_SIZE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            model.eval(),
            (example,),
            dynamo=True,
            verbose=False,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_shapes=[{0: torch.export.Dim(BATCH, max=MAX_BATCH)}],
            opset_version=OPSET,
        )
        program.save(file)
    network = onnx.load_model_from_string(file.getvalue())
    for value in (*network.graph.input, *network.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = BATCH  # torch 2.6 has its own
    onnx.helper.set_model_props(network, _metadata(model, record))
    onnx.checker.check_model(network, full_check=True)
    return network.SerializeToString()


def _metadata(model: LeNet5, record: dict[str, Any]) -> dict[str, str]:
    steps = (
        "gray, ink bright on 0; longer side of the digit 20 pixels, its center of mass "
        "in the middle of 28x28; divided by 255; resized to 32x32 with bilinear "
        "interpolation; minus mean, divided by std"
    )
    return {
        "mean": str(MNIST_MEAN),
        "std": str(MNIST_STD),
        "image_size": str(IMAGE_SIZE),
        "preprocessing": steps,
        "labels": json.dumps([str(n) for n in range(model.output.out_features)]),
        "confidence": "highest probability: softmax of the logits and of a 0 for no "
        "digit, the probability of which is shared equally among the digits",
        "confidence_threshold": str(model.confidence_threshold),
        "record": json.dumps(record),
    }
