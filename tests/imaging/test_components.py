"""A digit is read whatever pen, paper, lamp and camera did to it."""

import numpy as np
import pytest
import torch

from lenet.imaging.components import NoDigitFound, threshold_components
from lenet.imaging.illumination import flatten_illumination
from lenet.imaging.polarity import ink_is_dark
from lenet.predict import single_predict
from tests import paper
from tests.paper import INK, written

DIGITS = 60  # a case; held-out ones of MNIST
CHALK = {"ink": (230, 230, 225), "paper": (40, 70, 60)}
PENCIL = {"ink": (190, 188, 185)}
CASES = {
    "ink on white paper": written,
    "faint pencil": lambda rows: written(rows, **PENCIL),
    "gray on nearly white": lambda rows: written(
        rows, ink=(215, 215, 215), paper=(238, 238, 238)
    ),
    "blue on yellow": lambda rows: written(
        rows, ink=(40, 60, 150), paper=(250, 230, 140)
    ),
    "red on green": lambda rows: written(
        rows, ink=(200, 70, 60), paper=(120, 160, 110)
    ),
    "chalk on a board": lambda rows: written(rows, **CHALK),
    "red on green, equally light": lambda rows: written(
        rows, ink=(200, 60, 60), paper=(60, 125, 60)
    ),
    "blue on red, equally light": lambda rows: written(
        rows, ink=(60, 60, 220), paper=(170, 40, 40)
    ),
    "yellow pencil": lambda rows: written(
        rows, ink=(250, 230, 60), paper=(250, 250, 250)
    ),
    "light from the side": lambda rows: paper.lit(written(rows), "side", 0.6),
    "a lamp in the middle": lambda rows: paper.lit(written(rows), "lamp", 0.7),
    "a hard shadow": lambda rows: paper.lit(written(rows), "edge", 0.5),
    "a grainy hard shadow": lambda rows: paper.grainy(
        paper.lit(written(rows), "edge", 0.6), 5
    ),
    "a patch of window light": lambda rows: paper.lit(written(rows), "patch"),
    "a small digit in a patch": lambda rows: paper.lit(
        written(rows, margin=3), "patch"
    ),
    "chalk under a lamp": lambda rows: paper.lit(written(rows, **CHALK), "lamp"),
    "ruled paper": lambda rows: paper.ruled(written(rows)),
    "squared paper": lambda rows: paper.ruled(written(rows), squares=True),
    "squared paper, tilted": lambda rows: paper.tilted(
        paper.ruled(written(rows), squares=True), 3
    ),
    "rules as dark as ink": lambda rows: paper.ruled(written(rows), tone=INK),
    "dark squares, tilted": lambda rows: paper.tilted(
        paper.ruled(written(rows), squares=True, tone=INK), 3
    ),
    "blur": lambda rows: paper.blurred(written(rows), 3),
    "grain": lambda rows: paper.grainy(written(rows), 12),
    "faint and grainy": lambda rows: paper.grainy(written(rows, **PENCIL), 6),
    "JPEG of quality 15": lambda rows: paper.compressed(
        paper.grainy(written(rows), 4), 15
    ),
    "a crease": lambda rows: paper.creased(written(rows)),
    "a dark table": lambda rows: paper.on_a_table(written(rows)),
    "a finger": lambda rows: paper.with_finger(written(rows)),
    "a white frame": lambda rows: paper.bordered(
        written(rows, ink=(90, 90, 90), paper=(170, 170, 170))
    ),
    "a black frame": lambda rows: paper.bordered(written(rows), 0),
    "a tight crop": lambda rows: written(rows, margin=0),
    "far away": lambda rows: written(rows, margin=4),
    "24 pixels high": lambda rows: written(rows, height=24),
    "500 pixels high": lambda rows: written(rows, height=500),
}


@pytest.fixture(scope="module")
def some(sample):
    chosen = torch.randperm(5000, generator=torch.Generator().manual_seed(5))
    return sample[chosen[:DIGITS]]


def answer(picture) -> int | None:
    try:
        return single_predict(picture).digit
    except NoDigitFound:
        return None


@pytest.mark.parametrize("case", CASES)
def test_a_digit_is_read(case, some):
    answers = [answer(CASES[case]([[image]])) for image in some.images.numpy()]
    right = np.equal(answers, some.labels.tolist()).sum()
    assert right >= 0.95 * DIGITS, answers


@pytest.mark.parametrize("light", [0, 0.3, 0.6])
def test_a_page_without_ink_has_no_digit(light):
    page = paper.grainy(paper.lit(written([[np.eye(28) * 255]]), "side", light), 3)
    blank = page[:90, :90]
    with pytest.raises(NoDigitFound):
        single_predict(blank)


def test_a_shadow_does_not_pale_dark_ink(some):
    gray = written([[some.images[0].numpy()]])[..., 1]
    shaded = (gray * 0.4).astype(np.uint8)
    assert (
        np.abs(
            flatten_illumination(gray, True)
            - flatten_illumination(shaded, True).astype(int)
        ).max()
        < 6
    )


def test_a_frame_comes_from_outside_and_a_digit_does_not(some):
    page = paper.bordered(written([[some.images[0].numpy()]]), 0)[..., 1]
    pieces = threshold_components(flatten_illumination(page, ink_is_dark(page)))
    frame = pieces.labels[0, 0]
    assert pieces.outside[frame] and not pieces.outside.all()
    assert len(pieces) >= 2
