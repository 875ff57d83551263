import torch

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
