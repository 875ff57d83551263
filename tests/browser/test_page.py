"""A person's path through the page."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from lenet.app import ordering as latest
from tests.browser.hands import draw_with_mouse
from tests.handwriting import draw_digit


def expect_answer(page: Page, text: str) -> None:
    expect(page.locator("#answer .digit")).to_have_text(text)


def expect_said(page: Page, words: str) -> None:
    expect(page.locator("#answer .message")).to_contain_text(words)


def upload(page: Page, path) -> None:
    page.locator("#photo input[type=file]").set_input_files(path)


@pytest.mark.parametrize("digit", [3, 4, 5])
def test_a_digit_drawn_with_the_mouse_is_read(page, digit):
    draw_with_mouse(page, digit)
    expect_answer(page, str(digit))
    expect(page.locator("#steps img")).to_have_count(8)


def test_the_answer_is_in_view_beside_or_below_the_pad(page):
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    expect(page.locator("#answer .digit")).to_be_in_viewport()


def test_an_uploaded_photo_is_read_by_itself(page, tmp_path):
    Image.fromarray(draw_digit(8, ink=70, paper=190)).save(tmp_path / "eight.png")
    upload(page, tmp_path / "eight.png")
    expect_answer(page, "8")


# The steps have stood still for a second: no answer to half a stroke is on its way.
AT_REST = """() => {
  const now = document.querySelector("#steps").innerHTML;
  if (now !== window.stepsBefore) {
    window.stepsBefore = now;
    window.restSince = performance.now();
  }
  return performance.now() - window.restSince > 1000;
}"""


def test_a_switch_answers_anew_and_back(page):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    page.wait_for_function(AT_REST)
    seen = page.locator("#steps img").last
    before = seen.get_attribute("src")
    page.locator("#switches button").first.click()
    crop = page.get_by_label("Cut the digit out")
    crop.uncheck()
    expect(seen).not_to_have_attribute("src", before)
    crop.check()
    expect(seen).to_have_attribute("src", before)
    expect_answer(page, "4")


def test_switches_go_for_the_photo_once_it_came_last(desktop, tmp_path):
    draw_with_mouse(desktop, 4)
    expect_answer(desktop, "4")
    Image.fromarray(draw_digit(8)).save(tmp_path / "eight.png")
    upload(desktop, tmp_path / "eight.png")
    expect_answer(desktop, "8")
    seen = desktop.locator("#steps img").last
    before = seen.get_attribute("src")
    desktop.locator("#switches button").first.click()
    desktop.get_by_label("Cut the digit out").uncheck()
    expect(seen).not_to_have_attribute("src", before)
    desktop.get_by_label("Cut the digit out").check()
    expect(seen).to_have_attribute("src", before)
    expect_answer(desktop, "8")


def test_a_word_on_a_photo_gets_question_marks(desktop, tmp_path):
    image = Image.new("L", (900, 300), 255)
    font = ImageFont.load_default(150)
    ImageDraw.Draw(image).text((60, 60), "HELLO", 0, font=font)
    image.save(tmp_path / "word.png")
    upload(desktop, tmp_path / "word.png")
    expect_answer(desktop, "?????")


def test_a_text_file_named_png_gets_a_sentence_and_the_page_goes_on(desktop, tmp_path):
    (tmp_path / "text.png").write_text("hello")
    upload(desktop, tmp_path / "text.png")
    expect_said(desktop, "is not a picture that can be read")
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")


def test_a_blank_photo_gets_a_sentence_and_takes_the_old_answer_away(desktop, tmp_path):
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    Image.new("L", (200, 200), 230).save(tmp_path / "blank.png")
    upload(desktop, tmp_path / "blank.png")
    expect_said(desktop, "No digit found")
    expect_answer(desktop, "–")


def test_facts_are_overtaken_by_later_ones_but_not_by_an_earlier_servers(browser):
    script = Path(latest.__file__).with_suffix(".js").read_text()
    page = browser.new_page()
    minute, day = (60 * 10**6 * n for n in (1, 24 * 60))  # microseconds
    calls = ", ".join(
        f"isOutdated({{timestamp: {at}}})" for at in (day, day - minute, 1)
    )
    assert page.evaluate(f"() => {{ {script} return [{calls}]; }}") == [
        False,
        True,
        False,
    ]
    page.close()


def test_no_request_leaves_for_another_host(page, address):
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    page.get_by_role("tab", name="Train").click()
    hosts = {urlsplit(url).netloc for url in page.hosts if url.startswith("http")}
    assert hosts == {urlsplit(address).netloc}
