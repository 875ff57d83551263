"""Gaps are closed, pale ink is made strong and printed lines are removed."""

import cv2
import numpy as np

from lenet.imaging.ink_repair import close_gaps, equalize_strength, without_lines


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
    cleaned = without_lines(ink)
    assert cleaned[202, 100] == cleaned[202, 500] == 0
    assert (cleaned[100:198, 300:312] == 255).all()


def test_without_ink_nothing_changes():
    blank = np.zeros((50, 50), np.uint8)
    for repair in (equalize_strength, without_lines, lambda ink: close_gaps(ink, 1)):
        assert not repair(blank).any()
