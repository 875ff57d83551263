import base64

import numpy as np
import pytest
import torch

from lenet.app.recognize.layers import layers_facts
from lenet.imaging.normalization import normalize


def test_every_layer_is_sent_with_its_values(shipped, seventy_five):
    image = seventy_five[0].image
    facts = layers_facts(image, shipped)
    layers = shipped.layers(normalize(torch.from_numpy(image)[None]))
    assert list(facts["maps"]) == ["c1", "s2", "c3", "s4", "c5", "f6"]
    for name, text in facts["maps"].items():
        values = np.frombuffer(base64.b64decode(text), np.int8) / 127
        expected = layers[name].flatten().tolist()
        assert values == pytest.approx(expected, abs=0.5 / 127 + 1e-6)
    assert facts["logits"] == pytest.approx(layers["output"][0].tolist())
    assert sum(facts["probabilities"]) == pytest.approx(1)
