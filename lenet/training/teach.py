"""Teach a trained network a few examples of one hand, without forgetting the others.

Only the layers after s4 are trained, on augmented examples and on a replay whose old
answers they have to keep. Then the weights are interpolated between the old and the
new ones, as near to the old ones as the examples allow. Like the training loop, `teach`
is a generator that prints, plots and saves nothing.

Source: Hinton et al., 2015, "Distilling the Knowledge in a Neural Network", and Li and
    Hoiem, 2016, "Learning without Forgetting", for holding the old answers; Wortsman et
    al., 2022, "Robust Fine-Tuning of Zero-Shot Models" (WiSE-FT), for the interpolation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lenet.data.augmentation import augment
from lenet.imaging.normalization import normalize, standardize
from lenet.model import IMAGE_SIZE, NO_DIGIT, LeNet5, digit_probabilities, with_no_digit
from lenet.training.examples import Example
from lenet.training.replay import replay_features, s4_features

TAUGHT_LAYERS = ("c5", "f6", "output")
MAX_STEPS = 120  # which take about a second on one core
LEARNING_RATE = 3e-4
VIEWS_PER_STEP = 24  # augmented examples
REPLAYED_PER_STEP = 512
DIVERGENCE_WEIGHT = 800.0  # of the replay's loss; that of the examples has 1
# How often a digit whose two highest probabilities are 1 and 0 is replayed, compared
# with one for which they are equal.
MIN_REPLAY_WEIGHT = 0.02
AUGMENTATION_STRENGTH = 0.5
VIEWS_TO_READ = 5  # augmented copies of each example that decide when it is learned
REQUIRED_FRACTION = 0.9  # of these copies that must be read with a margin
MARGIN = 0.25  # part of the way from the confidence threshold to 0 or to 1
BISECTION_STEPS = 6  # to find how much of the change is needed, to 1/64 of it


@dataclass(frozen=True)
class TeachingUpdate:
    """The state after one step, or at the end, after the interpolation."""

    step: int  # optimizer steps so far
    max_steps: int
    examples_read: int  # as they are, with a margin
    example_count: int
    fraction_read: float  # of the augmented copies of the examples, with a margin
    kept: float | None = None  # fraction of the weights' change; last update only

    @property
    def is_learned(self) -> bool:
        all_read = self.examples_read == self.example_count
        return all_read and self.fraction_read >= REQUIRED_FRACTION


def teach(
    model: LeNet5,
    examples: Sequence[Example],
    *,
    seed: int = 0,
    replay: Tensor | None = None,
) -> Iterator[TeachingUpdate]:
    """Teach `model` the examples in place, yielding its progress.

    Nothing runs until iterated. The last update has `kept`; a generator that is closed
    before leaves the model as it was. The result depends on the old weights, the
    examples, their order and the seed alone, so an example is taken back by teaching
    the old network the others again. If all examples are read with a margin already,
    nothing changes. The model's confidence threshold stays.

    Args:
        model: Trained, in eval mode, on the CPU.
        replay: What replay_features gives for the model, if it is known already.
    Raises:
        ValueError: There are no examples.
    """
    if not examples:
        raise ValueError("teach needs at least one example, got 0")
    generator = torch.Generator().manual_seed(seed)
    if replay is None:
        replay = replay_features(model)
    teaching = _Teaching(model, examples, replay, generator)
    finished = False
    try:
        progress = teaching.progress(0)
        yield progress
        while progress.step < MAX_STEPS and not progress.is_learned:
            teaching.take_step(progress.step)
            progress = teaching.progress(progress.step + 1)
            yield progress
        kept = teaching.reduce_change(progress) if progress.step else 0.0
        finished = True
        yield teaching.progress(progress.step, kept)
    finally:
        if not finished:
            teaching.interpolate(0.0)


class _Teaching:
    """The features of replay and examples, the old weights and the optimizer."""

    def __init__(
        self,
        model: LeNet5,
        examples: Sequence[Example],
        replay: Tensor,
        generator: torch.Generator,
    ) -> None:
        self._model, self._generator = model, generator
        layers = [getattr(model, name) for name in TAUGHT_LAYERS]
        self._weights = [weight for layer in layers for weight in layer.parameters()]
        self._old = [weight.detach().clone() for weight in self._weights]
        self._new = self._old
        self._optimizer = torch.optim.Adam(self._weights, lr=LEARNING_RATE)
        self._images = torch.from_numpy(np.stack([one.image for one in examples]))
        labels = [NO_DIGIT if x.label is None else x.label for x in examples]
        self._labels = torch.tensor(labels)
        self._originals = s4_features(model, normalize(self._images))
        self._views = self._augmented(torch.arange(len(examples)).repeat(VIEWS_TO_READ))
        self._replay = replay
        with torch.no_grad():
            self._old_answers = self._log_probabilities(self._replay)
        first, second = self._old_answers.exp().topk(2).values.T
        self._replay_weights = MIN_REPLAY_WEIGHT + 1 - (first - second)

    def take_step(self, step: int) -> None:
        """Take one optimizer step on augmented examples and a part of the replay."""
        indices = torch.arange(step * VIEWS_PER_STEP, (step + 1) * VIEWS_PER_STEP)
        indices %= len(self._labels)
        views = self._augmented(indices)
        replayed = torch.multinomial(
            self._replay_weights, REPLAYED_PER_STEP, generator=self._generator
        )
        features = torch.cat([views, self._replay[replayed]])
        answers = self._log_probabilities(features)
        labels = functional.one_hot(self._labels[indices], NO_DIGIT + 1)
        targets = torch.cat([labels, self._old_answers[replayed].exp()])
        divergences = functional.kl_div(answers, targets, reduction="none").sum(dim=1)
        loss = divergences[:VIEWS_PER_STEP].mean()
        divergence = divergences[VIEWS_PER_STEP:].mean()
        self._optimizer.zero_grad()
        (loss + DIVERGENCE_WEIGHT * divergence).backward()
        self._optimizer.step()

    @torch.no_grad()
    def progress(self, step: int, kept: float | None = None) -> TeachingUpdate:
        """Count the examples and their copies that are read with a margin."""
        originals = self._read(self._originals, self._labels)
        views = self._read(self._views, self._labels.repeat(VIEWS_TO_READ))
        return TeachingUpdate(
            step=step,
            max_steps=MAX_STEPS,
            examples_read=int(originals.sum()),
            example_count=len(originals),
            fraction_read=views.double().mean().item(),
            kept=kept,
        )

    def reduce_change(self, reached: TeachingUpdate) -> float:
        """Move the weights back to the old ones as far as the examples stay read.

        Returns:
            The fraction of the weights' change that is kept, in (0, 1].
        """
        self._new = [weight.detach().clone() for weight in self._weights]
        required = min(REQUIRED_FRACTION, reached.fraction_read)
        too_little, enough = 0.0, 1.0
        for _ in range(BISECTION_STEPS):
            middle = (too_little + enough) / 2
            self.interpolate(middle)
            now = self.progress(reached.step)
            as_many = now.examples_read >= reached.examples_read
            if as_many and now.fraction_read >= required:
                enough = middle
            else:
                too_little = middle
        self.interpolate(enough)
        return enough

    @torch.no_grad()
    def interpolate(self, fraction: float) -> None:
        """Set the weights between the old ones (0) and the new ones (1)."""
        for weight, old, new in zip(self._weights, self._old, self._new):
            weight.copy_(torch.lerp(old, new, fraction))
            weight.grad = None  # the optimizer's; the caller has no use for it

    def _read(self, features: Tensor, labels: Tensor) -> Tensor:
        """Tell which images `(N,)` are answered correctly and with a margin."""
        probabilities = digit_probabilities(self._logits(features))
        threshold = self._model.confidence_threshold
        is_digit = labels != NO_DIGIT
        of_label = probabilities.gather(1, (labels * is_digit)[:, None])[:, 0]
        sure = of_label >= threshold + MARGIN * (1 - threshold)
        refused = probabilities.amax(dim=1) <= (1 - MARGIN) * threshold
        return torch.where(is_digit, sure, refused)

    def _augmented(self, indices: Tensor) -> Tensor:
        """Return the output of s4, `(N, 16, 5, 5)`, for augmented copies of examples."""
        pixels = self._images[indices][:, None].float() / 255
        views = augment(pixels, IMAGE_SIZE, self._generator, AUGMENTATION_STRENGTH)
        return s4_features(self._model, standardize(views))

    def _logits(self, features: Tensor) -> Tensor:
        return self._model.layers_after_s4(features)["output"]

    def _log_probabilities(self, features: Tensor) -> Tensor:
        """Return those of the digits and of "no digit", `(N, 11)`."""
        return with_no_digit(self._logits(features)).log_softmax(dim=1)
