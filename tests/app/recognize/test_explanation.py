import base64
import time

import numpy as np
import pytest

from lenet.app.recognize.explanation import SampleEmbeddings, explanation_facts
from lenet.evaluation.nearest_neighbors import embed


def wait_for_neighbors(embeddings, embedding, model):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (neighbors := embeddings.neighbors(embedding, model)) is not None:
            return neighbors
        time.sleep(0.01)
    pytest.fail("the sample was not read within 30 seconds")


def test_the_first_explanation_does_not_wait_for_the_sample(shipped, seventy_five):
    facts = explanation_facts(seventy_five[0].image, shipped, SampleEmbeddings())
    assert facts["neighbors"] is None


def test_neighbors_are_digits_of_the_sample_with_their_labels(shipped, sample):
    image, embeddings = sample.images[3210], SampleEmbeddings()
    wait_for_neighbors(embeddings, embed(shipped, image[None])[0], shipped)
    facts = explanation_facts(image.numpy(), shipped, embeddings)
    first, *others = facts["neighbors"]
    assert first["distance"] == pytest.approx(0, abs=1e-3)
    assert first["label"] == int(sample.labels[3210])
    assert len(others) == 2 and all(other["distance"] > 1e-3 for other in others)


def test_each_network_has_neighbors_of_its_own(shipped, untrained, sample):
    embeddings, image = SampleEmbeddings(), sample.images[:1]
    distances = [
        [
            neighbor.distance
            for neighbor in wait_for_neighbors(
                embeddings, embed(model, image)[0], model
            )
        ]
        for model in (shipped, untrained)
    ]
    assert distances[0] != distances[1]


def test_the_sensitivity_fills_its_scale(shipped, seventy_five):
    facts = explanation_facts(seventy_five[0].image, shipped, SampleEmbeddings())
    values = np.frombuffer(base64.b64decode(facts["sensitivity"]), np.int8)
    assert np.abs(values.astype(int)).max() == 127
    assert 0 < facts["max_sensitivity"] <= 1
    assert facts["occluded_confidence"] < facts["confidence"]
