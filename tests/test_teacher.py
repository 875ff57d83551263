import torch
from torch import nn

from lenet.learning import learn
from lenet.model import LeNet5
from lenet.preprocess import normalize
from lenet.teacher import Teacher


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


class Stubborn(nn.Module):
    """Takes everything for a 3, or perhaps an 8."""

    def forward(self, images):
        opinion = torch.zeros(10)
        opinion[3], opinion[8] = 6.0, 4.0
        return opinion.repeat(len(images), 1)


def test_a_teacher_gives_logits_from_157_714_weights():
    teacher = Teacher(seeded())
    assert teacher(torch.rand(2, 1, 32, 32)).shape == (2, 10)
    assert sum(value.numel() for value in teacher.parameters()) == 157_714


def test_the_same_seed_draws_the_same_teacher():
    once, again, other = (Teacher(seeded(seed)).eval() for seed in (1, 1, 2))
    images = torch.rand(2, 1, 32, 32, generator=seeded())
    assert torch.equal(once(images), again(images))
    assert not torch.equal(once(images), other(images))


def test_a_pupil_takes_over_what_its_teacher_thinks_not_the_labels(few):
    model, images = LeNet5(generator=seeded()), normalize(few.images)
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    for _ in range(200):
        loss = learn(model, optimizer, images, few.labels, Stubborn())
    assert loss < 0.01
    mean = model.probabilities(images).mean(dim=0)
    wanted = Stubborn()(images)[0].softmax(dim=0)
    assert torch.allclose(mean, wanted, atol=0.05)


def test_without_a_teacher_the_loss_is_the_cross_entropy(few, untrained):
    images = normalize(few.images)
    wanted = nn.functional.cross_entropy(untrained(images), few.labels)
    optimizer = torch.optim.AdamW(untrained.parameters(), 1e-3)
    assert torch.isclose(learn(untrained, optimizer, images, few.labels), wanted)
