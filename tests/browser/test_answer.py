"""The answer as people see it: its words, its percentages, and the boxes of a number."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lenet.app.localization import LOCALES
from tests.browser.conftest import languages
from tests.browser.test_page import expect_answer, expect_message, upload
from tests.browser.user_input import draw_number, draw_with_mouse
from tests.handwriting import draw_digit
from tests.photos import write_page

TWENTY = "29141777631706690743"
# Of the labels above the boxes: their texts, whether each is within the window and not
# covered by its neighbor, and the smallest font size.
LABELS_JS = """labels => {
  const frames = labels.map((label) => label.getBoundingClientRect());
  return {
    text: labels.map((label) => label.textContent).join(""),
    isInView: frames.every(({ left, right }) => left >= 0 && right <= innerWidth),
    isClear: labels.every((label) => label.scrollWidth <= label.clientWidth),
    fontSize: Math.min(...labels.map((one) => parseFloat(getComputedStyle(one).fontSize))),
    pieceHeight: Math.min(...labels.map((one) => one.nextSibling.clientHeight)),
  };
}"""


def percentages(page: Page) -> list[str]:
    texts = page.locator("#answer .probability").all_text_contents()
    return [text.replace("\u00a0", " ") for text in texts if text]


def save_page(path: Path, rows: list[str], wider: float = 1) -> Path:
    """Write rows of digits, on paper `wider` times as wide as they need."""
    page = write_page([[255 - draw_digit(int(d)) for d in row] for row in rows])
    margin = round((wider - 1) / 2 * page.shape[1])
    Image.fromarray(np.pad(page, ((0, 0), (margin, margin), (0, 0)), "edge")).save(path)
    return path


def test_an_empty_pad_is_invited_and_no_percentage_is_shown(page):
    expect_message(page, "Draw a digit, or choose a photo")
    expect(page.locator("#answer .digit")).to_be_hidden()
    assert percentages(page) == []


@pytest.mark.parametrize("language", languages("en", "de", "ja"))
def test_a_sure_answer_is_over_99_9_percent_sure_everywhere(visit, language):
    page = visit("desktop", locale=language)
    parts = LOCALES[language]["confidence.over"].split("{percent}")
    over = re.compile("99[.,]9".join(map(re.escape, parts)).replace(r"\ ", r"\s"))
    draw_with_mouse(page, 7)
    expect_answer(page, "7")
    for fold in ("layers", "explanation", "perturbation"):
        page.locator(f"#{fold} .label-wrap").click()
    shown = (
        "#answer .message",
        "#answer .top .probability",
        "#steps figure:last-child",
    )
    panels = (
        ".logits .top .probability",
        ".critical-patch",
        ".confidence",
        ".original",
    )
    for selector in (*shown, *panels):
        expect(page.locator(selector)).to_contain_text(over)
    assert len(percentages(page)) == 1
    forbidden = re.compile(r"(?<![\d.,])(100[.,]0|0[.,]0)(?!\d)")
    for part in ("#answer", "#steps", "[data-layer=output]", ".critical-patch"):
        expect(page.locator(part)).not_to_contain_text(forbidden)


def test_the_least_certain_digit_of_a_number_is_over_99_9_percent_too(desktop):
    draw_number(desktop, 2, 3)
    expect_answer(desktop, "23")
    message = "2 digits; the least certain one: over 99.9\u00a0% sure"
    expect(desktop.locator("#answer .message")).to_have_text(message)


@pytest.mark.parametrize(
    ("rows", "wider"),
    [
        ([TWENTY], 1),
        (["42"], 1),
        (["1998"], 8),
        (["20262026", "31415926", "27182818"], 1),
    ],
    ids=["twenty digits", "two digits", "panorama", "three rows"],
)
def test_the_boxes_of_a_number_and_their_labels_are_large_on_a_small_phone(
    phone, tmp_path, rows, wider
):
    phone.set_viewport_size({"width": 320, "height": 640})
    upload(phone, save_page(tmp_path / "number.png", rows, wider))
    expect_answer(phone, " ".join(rows))
    labels = phone.locator("#answer .boxes b")
    expect(labels).to_have_count(len("".join(rows)))
    facts = labels.evaluate_all(LABELS_JS)
    assert facts["text"] == "".join(rows)
    assert facts["isInView"] and facts["isClear"]
    assert facts["fontSize"] >= 16 and facts["pieceHeight"] >= 30
    digit = phone.locator("#answer .digit")
    assert digit.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert digit.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 17
