import io

import torch
from PIL import Image

from lenet.checkpoint import load_model, load_record
from lenet.imaging.preprocess import normalize


def test_the_weights_file_answers_as_the_run_s_network_and_has_a_record(
    finished, tmp_path, few
):
    path = tmp_path / "weights.pt"
    path.write_bytes(finished.result.weights)
    images = normalize(few.images)
    assert torch.equal(load_model(path)(images), finished.result.model(images))
    record = load_record(path)
    assert record["preset"] == "classic" and record["config"]["batch_size"] == 500


def test_the_curves_are_a_png(finished):
    assert Image.open(io.BytesIO(finished.result.draw_curves())).format == "PNG"
