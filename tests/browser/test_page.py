"""Drawing a digit or uploading a photo, up to the answer."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from lenet.app import ordering
from tests.browser.conftest import SECONDS
from tests.browser.user_input import draw_with_mouse, wait_for_answer
from tests.handwriting import draw_digit

COUNT_FRAMES_JS = """
  const request = requestAnimationFrame;
  window.numFrames = 1;
  window.requestAnimationFrame = (callback) => (numFrames++, request(callback));
"""


def expect_answer(page: Page, text: str) -> None:
    expect(page.locator("#answer .digit")).to_have_text(text)


def expect_message(page: Page, text: str) -> None:
    expect(page.locator("#answer .message")).to_contain_text(text)


def upload(page: Page, path) -> None:
    page.locator("#photo .photo-file").set_input_files(path)


def test_digits_drawn_with_the_mouse_are_read(page):
    for digit in (3, 4, 5):
        page.get_by_role("button", name="Clear").click()
        draw_with_mouse(page, digit)
        expect_answer(page, str(digit))
        expect(page.locator("#steps img")).to_have_count(8)


def test_the_answer_is_in_view_beside_or_below_the_pad(page):
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    expect(page.locator("#answer .digit")).to_be_in_viewport()


def test_an_uploaded_photo_is_read(page, tmp_path):
    Image.fromarray(draw_digit(8, ink=70, paper=190)).save(tmp_path / "eight.png")
    upload(page, tmp_path / "eight.png")
    expect_answer(page, "8")


def test_a_switch_changes_the_network_s_input_and_back(page):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    wait_for_answer(page)
    expect_crop_to_change_the_input(page)
    expect_answer(page, "4")


def test_switches_apply_to_the_photo_if_it_came_last(desktop, tmp_path):
    draw_with_mouse(desktop, 4)
    expect_answer(desktop, "4")
    Image.fromarray(draw_digit(8)).save(tmp_path / "eight.png")
    upload(desktop, tmp_path / "eight.png")
    expect_answer(desktop, "8")
    expect_crop_to_change_the_input(desktop)
    expect_answer(desktop, "8")


def expect_crop_to_change_the_input(page: Page) -> None:
    """Switch cropping off and on again."""
    network_input = page.locator("#steps img").last
    before = network_input.get_attribute("src")
    page.locator("#switches button").first.click()
    crop = page.get_by_label("Cut the digit out")
    crop.uncheck()
    expect(network_input).not_to_have_attribute("src", before)
    crop.check()
    expect(network_input).to_have_attribute("src", before)


def test_a_word_on_a_photo_is_answered_with_question_marks(desktop, tmp_path):
    image = Image.new("L", (900, 300), 255)
    font = ImageFont.load_default(150)
    ImageDraw.Draw(image).text((60, 60), "HELLO", 0, font=font)
    image.save(tmp_path / "word.png")
    upload(desktop, tmp_path / "word.png")
    expect_answer(desktop, "?????")
    expect(desktop.locator("#answer .boxes b")).to_have_text(["?"] * 5)


def test_a_text_file_named_png_gets_a_message_and_the_page_works_on(desktop, tmp_path):
    (tmp_path / "text.png").write_text("hello")
    upload(desktop, tmp_path / "text.png")
    expect_message(desktop, "is not a picture that can be read")
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")


def test_a_blank_photo_gets_a_message_in_place_of_the_old_answer(desktop, tmp_path):
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    Image.new("L", (200, 200), 230).save(tmp_path / "blank.png")
    upload(desktop, tmp_path / "blank.png")
    expect_message(desktop, "No digit found")
    expect_answer(desktop, "")


def test_answers_older_than_the_shown_one_are_outdated_unless_the_server_began_anew(
    browser,
):
    script = Path(ordering.__file__).with_suffix(".js").read_text()
    minute, day = (60 * 10**6 * n for n in (1, 24 * 60))  # microseconds
    timestamps = json.dumps([day, day - minute, 1])
    are_outdated = f"{timestamps}.map((timestamp) => isOutdated({{ timestamp }}))"
    page = browser.new_page()
    result = page.evaluate(f"() => {{ {script} return {are_outdated}; }}")
    page.close()
    assert result == [False, True, False]


def test_a_page_at_rest_asks_for_no_frames(browser, address):
    page = browser.new_page()
    page.add_init_script(COUNT_FRAMES_JS)
    page.goto(address)
    page.wait_for_selector(".pad[data-ready]")
    is_at_rest = "() => [numFrames, (numFrames = 0)][0] === 0"
    page.wait_for_function(is_at_rest, polling=SECONDS)
    page.close()


def test_no_request_goes_to_another_host(page, address):
    draw_with_mouse(page, 3)
    expect_answer(page, "3")
    page.get_by_role("tab", name="Train").click()
    urls = [url for url in page.requested_urls if url.startswith("http")]
    assert {urlsplit(url).netloc for url in urls} == {urlsplit(address).netloc}
