import base64
import sys
from dataclasses import replace

import pytest
import torch

from lenet.app.train.result import download_facts, with_onnx
from lenet.checkpoint import load_model, load_record
from lenet.imaging.normalization import normalize


def test_the_weights_file_answers_as_the_run_s_network_and_has_a_record(
    finished, tmp_path, few
):
    path = tmp_path / "weights.safetensors"
    path.write_bytes(finished.result.weights)
    images = normalize(few.images)
    assert torch.equal(load_model(path)(images), finished.result.model(images))
    record = load_record(path)
    assert record["preset"] == "classic" and record["config"]["batch_size"] == 500


def test_the_weights_can_be_downloaded_before_the_curves_are_drawn(finished):
    before = download_facts(finished.result)
    after = download_facts(finished.result, with_curves=True)
    content = base64.b64decode(after["weights"].split(",")[1])
    assert content == finished.result.weights
    assert before["weights"] == after["weights"] and before["curves"] == ""
    assert after["curves"].startswith("data:image/png;base64,iVBOR")  # of every PNG


def test_without_a_result_there_is_nothing_to_download():
    assert set(download_facts(None).values()) == {""}


def test_the_onnx_file_answers_as_the_run_s_network(finished, few):
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    content = base64.b64decode(with_onnx(finished.result)["onnx"].split(",")[1])
    images = normalize(few.images)
    network = onnxruntime.InferenceSession(content)
    (logits,) = network.run(None, {"images": images.numpy()})
    expected = finished.result.model(images).detach()
    torch.testing.assert_close(torch.from_numpy(logits), expected, atol=1e-5, rtol=0)


def test_without_an_onnx_file_there_is_the_reason_and_the_rest(finished, monkeypatch):
    damaged = replace(finished.result, weights=b"none")
    whole = replace(finished.result)
    assert with_onnx(damaged)["onnx_error"] == "failed"
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    facts = with_onnx(whole)
    assert facts["onnx_error"] == "missing_packages"
    assert facts["weights"] and not facts["onnx"]
