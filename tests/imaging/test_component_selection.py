"""The components of one digit are selected, and others are left out."""

from tests.handwriting import draw_digit
from tests.imaging.comparison import difference, framed


def test_specks_and_a_dark_page_edge_are_left_out():
    dirty = draw_digit(7)
    dirty[:, :9] = 20
    dirty[250:253, 250:253] = 0
    assert difference(dirty, draw_digit(7)) < 2


def test_a_separate_stroke_belongs_to_its_digit():
    broken = draw_digit(5)
    broken[:, 112:122][40:72] = 255  # separates the bar from the rest of the 5
    bar, whole = framed(broken)[:10, 14:], framed(draw_digit(5))[:10, 14:]
    assert bar.sum() > 0.7 * whole.sum()
