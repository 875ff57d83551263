import torch

from lenet.checkpoint import load_model
from lenet.evaluation.nearest_neighbors import embed, nearest_neighbors


def test_neighbors_by_hand():
    known = torch.tensor([[0.0, 3.0], [1.0, 0.0], [0.0, 0.0], [6.0, 8.0]])
    neighbors = nearest_neighbors(torch.zeros(2), known, 3)
    assert [neighbor.index for neighbor in neighbors] == [2, 1, 0]
    assert [neighbor.distance for neighbor in neighbors] == [0, 1, 3]
    assert nearest_neighbors(torch.zeros(2), known, 9)[-1].distance == 10


def test_a_known_digit_is_its_own_nearest_neighbor(few):
    embeddings = embed(load_model(), few.images)
    assert embeddings.shape == (32, 84) and embeddings.abs().max() <= 1
    for index in (0, 13, 31):
        first, second, _ = nearest_neighbors(embeddings[index], embeddings, 3)
        assert first.index == index and first.distance < 1e-5 < second.distance


def test_neighbors_mostly_have_the_same_label(sample):
    digits = sample[torch.arange(0, 5000, 10)]
    embeddings = embed(load_model(), digits.images)
    # The nearest is the digit itself.
    neighbors = [nearest_neighbors(each, embeddings, 2)[1] for each in embeddings]
    indices = [neighbor.index for neighbor in neighbors]
    assert (digits.labels[indices] == digits.labels).float().mean() > 0.95
