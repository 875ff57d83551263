"""Gaps are closed, pale ink is made strong and printed lines are removed."""

import cv2
import numpy as np
import pytest

from lenet.imaging.errors import NoDigitFound
from lenet.imaging.ink_repair import (
    close_gaps,
    equalize_strength,
    link_dots,
    remove_long_lines,
)
from tests.handwriting import draw_digit


def count_components(ink: np.ndarray) -> int:
    return cv2.connectedComponents(np.uint8(ink > 100))[0] - 1


def test_a_dotted_stroke_becomes_one_stroke():
    ink = np.zeros((200, 200), np.uint8)
    for y in range(40, 160, 14):
        cv2.circle(ink, (100, y), 5, 255, -1)
    assert count_components(ink) == 9
    assert count_components(close_gaps(ink, 3.0)) == 1


def test_pale_ink_becomes_as_strong_as_the_darkest():
    ink = np.zeros((200, 400), np.uint8)
    ink[50:150, 100:110], ink[50:150, 300:310] = 250, 40
    strong = equalize_strength(ink)
    assert strong[100, 305] > 0.8 * strong[100, 105] > 100


def test_a_line_is_removed_and_the_stroke_across_it_stays():
    ink = np.zeros((300, 600), np.uint8)
    ink[200:204, 50:550] = 255
    ink[100:204, 300:312] = 255
    cleaned = remove_long_lines(ink)
    assert cleaned[202, 100] == cleaned[202, 500] == 0
    assert (cleaned[100:198, 300:312] == 255).all()


def test_the_ends_of_a_line_and_its_remains_go_with_it():
    ink = np.zeros((300, 600), np.uint8)
    ink[200:204, 50:550] = 255
    for x in (150, 300, 450):
        cv2.circle(ink, (x, 170), 32, 255, 6)  # it touches the line
    cleaned = remove_long_lines(ink)
    assert not cleaned[:, :100].any() and not cleaned[:, 500:].any()
    assert count_components(cleaned) == 3


def test_the_thin_stem_of_a_digit_is_no_line():
    ink = np.zeros((220, 600), np.uint8)
    for x in (100, 250, 400):
        ink[60:130, x : x + 4] = 255
    assert (remove_long_lines(ink) == ink).all()


def dots_along(points, radius=4) -> np.ndarray:
    ink = np.zeros((200, 200), np.uint8)
    for point in points:
        cv2.circle(ink, point, radius, 255, -1)
    return ink


def test_dots_are_linked_to_their_neighbors_and_an_open_loop_stays_open():
    angles = np.linspace(0.5, 5.8, 22)
    points = [
        (round(100 + 50 * np.cos(a)), round(100 + 50 * np.sin(a))) for a in angles
    ]
    linked = link_dots(dots_along(points))
    assert count_components(linked) == 1
    assert linked[100, 100] == linked[100, 150] == 0


def test_digits_are_no_dots():
    ink = np.hstack([255 - draw_digit(digit, side=100) for digit in (2, 3, 4, 5)] * 3)
    with pytest.raises(NoDigitFound):
        link_dots(ink)


def test_without_ink_nothing_changes():
    blank = np.zeros((50, 50), np.uint8)
    for repair in (
        equalize_strength,
        remove_long_lines,
        lambda ink: close_gaps(ink, 1),
    ):
        assert not repair(blank).any()
