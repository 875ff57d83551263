"""What teaching a hand gains and what it forgets: python -m tests.benchmarks.teach.

Each hand of tests/hands.py of which the network misreads enough digits is taught from
the old weights twice: with the first digits of all kinds that are misread, and with
some of the kind that is misread most. The settings of training/teach.py were chosen
with hands of seeds below 1,000 and without MNIST's test digits. --folder names folders
of pictures with a labels.csv; one misread picture of each confusion is taught.
"""

import argparse
import copy
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from lenet.checkpoint import load_model
from lenet.data.mnist import Digits
from lenet.data.negatives import make_negatives
from lenet.data.splits import load_evaluation_digits, split_sample
from lenet.evaluation.accuracy import evaluate
from lenet.evaluation.calibration import calibration_error
from lenet.imaging.normalization import normalize
from lenet.model import LeNet5, digit_probabilities
from lenet.paths import DATA_DIR
from lenet.training.examples import Example, classify_examples, load_examples
from lenet.training.teach import teach
from tests.hands import Hand

FIRST_SEED = 1000
TESTED = 200  # digits of a hand
MAX_WRITTEN = 1000  # digits of a hand among which examples are looked for
MIN_ERROR_RATE = 0.05
EXAMPLES, EXAMPLES_OF_A_KIND = 10, 5
NEGATIVE_COUNT = 2000


@dataclass(frozen=True)
class Effect:
    """Errors before and after, on the hand and elsewhere."""

    before: int
    after: int
    count: int
    seconds: float  # of teaching

    @property
    def ratio(self) -> float:
        return self.after / self.before


@dataclass(frozen=True)
class Kept:
    """What other people notice of a network."""

    errors: float  # percentage of all evaluation digits, as are the next three
    calibration_error: float
    digits_refused: float
    negatives_refused: float


class Others:
    """The digits of other people and pictures of no digit, held out of teaching."""

    def __init__(self, digits: Digits) -> None:
        self._digits = digits
        rng = np.random.default_rng(FIRST_SEED)
        source = split_sample()[1].images.numpy()
        negatives = make_negatives(NEGATIVE_COUNT, source, rng, held_out=True)
        self._negatives = torch.from_numpy(negatives)

    @torch.no_grad()
    def measure(self, model: LeNet5) -> Kept:
        digits, threshold = self._digits, model.confidence_threshold
        parts = digits.images.split(500)
        answers = torch.cat(
            [digit_probabilities(model(normalize(part))) for part in parts]
        )
        negatives = digit_probabilities(model(normalize(self._negatives))).amax(dim=1)
        return Kept(
            100 * (answers.argmax(dim=1) != digits.labels).double().mean().item(),
            100 * calibration_error(answers, digits.labels),
            100 * (answers.amax(dim=1) < threshold).double().mean().item(),
            100 * (negatives < threshold).double().mean().item(),
        )


def difficult_hands(
    model: LeNet5, first_seed: int
) -> Iterator[tuple[int, Digits, list[Example]]]:
    """Yield the seeds of hands that are often misread, their digits and misread ones.

    The misread digits are not among the others; there are at least EXAMPLES of them.
    """
    seed = first_seed
    while True:
        hand = Hand(seed)
        tested = hand.write(TESTED)
        if evaluate(model, tested).errors >= MIN_ERROR_RATE * TESTED:
            written = to_examples(hand.write(MAX_WRITTEN))
            misread = [
                x
                for x, read in zip(written, read_digits(model, written))
                if read != x.label
            ]
            if len(misread) >= EXAMPLES:
                yield seed, tested, misread
        seed += 1


def to_examples(digits: Digits) -> list[Example]:
    pairs = zip(digits.images.numpy(), digits.labels.tolist())
    return [Example(image, label) for image, label in pairs]


def read_digits(model: LeNet5, examples: Sequence[Example]) -> list[int]:
    return [prediction.digit for prediction in classify_examples(model, examples)]


def teach_copy(
    model: LeNet5, examples: Sequence[Example], tested: Sequence[Example]
) -> tuple[LeNet5, Effect]:
    """Teach a copy of `model` and count the errors on other digits with both."""
    taught = copy.deepcopy(model)
    started = time.perf_counter()
    for _ in teach(taught, examples):
        pass
    seconds = time.perf_counter() - started
    before, after = (
        sum(read != x.label for read, x in zip(read_digits(one, tested), tested))
        for one in (model, taught)
    )
    return taught, Effect(before, after, len(tested), seconds)


def most_misread(misread: Sequence[Example]) -> int:
    return statistics.mode(example.label for example in misread)


def measure_folder(model: LeNet5, folder: Path) -> tuple[int, Effect]:
    """Teach one misread picture of each confusion; return their number as well."""
    examples = [x for x in load_examples(folder, model).values() if x.label is not None]
    first_of_kind = {}
    for number, read in enumerate(read_digits(model, examples)):
        if read != examples[number].label:
            first_of_kind.setdefault((examples[number].label, read), number)
    numbers = set(first_of_kind.values())
    taught = [examples[number] for number in sorted(numbers)]
    rest = [x for number, x in enumerate(examples) if number not in numbers]
    return len(taught), teach_copy(model, taught, rest)[1]


def describe_effects(name: str, effects: Sequence[Effect]) -> str:
    """Say how many errors are left of those before, over all hands."""
    ratios = [effect.ratio for effect in effects]
    before, after = (
        sum(getattr(e, key) for e in effects) for key in ("before", "after")
    )
    return (
        f"{name}: {before} errors of {sum(e.count for e in effects):,} before, {after} "
        f"after; left in the mean {statistics.mean(ratios):.2f}, at worst "
        f"{max(ratios):.2f}; at most half in {sum(r <= 0.5 for r in ratios)} of "
        f"{len(ratios)} hands"
    )


def describe_changes(before: Kept, after: Sequence[Kept]) -> list[str]:
    """Say how much each percentage has changed, in points."""
    lines = []
    for name, old in vars(before).items():
        changes = [getattr(one, name) - old for one in after]
        mean = statistics.mean(changes)
        span = f"{min(changes):+.3f} to {max(changes):+.3f}"
        lines.append(f"{name}: {old:.3f} %, {mean:+.3f} points in the mean ({span})")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach hands; measure what changes.")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--hands", type=int, default=24, metavar="N")
    parser.add_argument("--examples", type=int, default=EXAMPLES, metavar="N")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, metavar="N")
    parser.add_argument("--folder", type=Path, nargs="+", default=[], metavar="DIR")
    flags = parser.parse_args()
    torch.set_num_threads(1)
    model = load_model()
    available = load_evaluation_digits(flags.data_dir)
    others = Others(available.digits)
    seeds, all_kinds, one_kind, kept = [], [], [], []
    for seed, tested, misread in difficult_hands(model, flags.seed):
        tested = to_examples(tested)
        taught, effect = teach_copy(model, misread[: flags.examples], tested)
        kept.append(others.measure(taught))
        kind = most_misread(misread)
        of_kind = [x for x in misread if x.label == kind][:EXAMPLES_OF_A_KIND]
        tested_kind = [x for x in tested if x.label == kind]
        effect_of_kind = teach_copy(model, of_kind, tested_kind)[1]
        seeds.append(seed)
        all_kinds.append(effect)
        if effect_of_kind.before:
            one_kind.append(effect_of_kind)
        print(
            f"hand {seed}: {effect.before} -> {effect.after} of {TESTED}; {kind}s "
            f"{effect_of_kind.before} -> {effect_of_kind.after} of {len(tested_kind)}; "
            f"{effect.seconds:.2f} s",
            flush=True,
        )
        if len(seeds) == flags.hands:
            break
    print(f"{len(seeds)} hands, seeds {seeds[0]} to {seeds[-1]}; {available.source}")
    print(describe_effects(f"{flags.examples} corrections", all_kinds))
    print(describe_effects(f"{EXAMPLES_OF_A_KIND} of one digit", one_kind))
    print("\n".join(describe_changes(others.measure(model), kept)))
    seconds = [effect.seconds for effect in all_kinds[1:]]  # the first makes the replay
    print(f"seconds: {statistics.median(seconds):.2f}, at most {max(seconds):.2f}")
    for folder in flags.folder:
        count, effect = measure_folder(model, folder)
        print(
            f"{folder}: {count} corrections; {effect.before} -> {effect.after} errors "
            f"of the other {effect.count}"
        )


if __name__ == "__main__":
    main()
