"""python -m lenet.export: other programs get the same answers from its files."""

import json
import sys

import numpy as np
import pytest
import torch

from lenet.checkpoint import load_model, load_record
from lenet.imaging.normalization import MNIST_MEAN, normalize


@pytest.fixture(scope="module")
def onnx_file(tmp_path_factory):
    from lenet.onnx_format import to_onnx

    path = tmp_path_factory.mktemp("onnx") / "lenet5.onnx"
    path.write_bytes(to_onnx(load_model(), load_record()))
    return path


@pytest.mark.parametrize("batch", [1, 100])
def test_onnxruntime_gives_pytorch_s_answers(onnx_file, sample, batch):
    runtime = pytest.importorskip("onnxruntime")
    images = normalize(sample.images[::5])  # 1,000 digits, 100 of each class
    with torch.no_grad():
        expected = load_model().probabilities(images)
    session = runtime.InferenceSession(onnx_file)
    logits = [
        session.run(["logits"], {"images": part.numpy()})[0]
        for part in images.split(batch)
    ]
    answers = torch.from_numpy(np.concatenate(logits)).softmax(dim=1)
    assert answers.shape == (1000, 10) and (answers - expected).abs().max() < 1e-5


def test_the_onnx_file_tells_how_to_use_it(onnx_file):
    onnx = pytest.importorskip("onnx")
    network = onnx.load(onnx_file)
    onnx.checker.check_model(network, full_check=True)
    notes = {one.key: one.value for one in network.metadata_props}
    assert float(notes["mean"]) == MNIST_MEAN and "28x28" in notes["preprocessing"]
    assert json.loads(notes["labels"]) == list("0123456789")
    assert json.loads(notes["record"]) == load_record()
    (images,) = network.graph.input
    shape = images.type.tensor_type.shape.dim
    assert images.name == "images" and shape[0].dim_param == "batch"
    assert [one.dim_value for one in shape[1:]] == [1, 32, 32]


@pytest.mark.parametrize("name", ["w.safetensors", "w.pt"])
def test_weights_are_converted_with_their_record(call, tmp_path, name):
    code, out, _ = call("lenet.export", "--output", tmp_path / name)
    assert code == 0 and out == f"saved {tmp_path / name}\n"
    assert load_record(tmp_path / name) == load_record()
    images = torch.randn(2, 1, 32, 32)
    assert torch.equal(load_model(tmp_path / name)(images), load_model()(images))


def test_a_missing_package_a_wrong_suffix_and_no_flag_are_said(
    call, tmp_path, monkeypatch
):
    code, _, error = call("lenet.export", "--output", tmp_path / "w.bin")
    assert code == 1 and "must end in .pt, .safetensors" in error
    code, _, error = call("lenet.export")
    assert code == 2 and "--onnx F" in error
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    code, _, error = call("lenet.export", "--onnx", tmp_path / "a.onnx")
    assert code == 1 and "pip install onnx onnxscript" in error
