"""The Recognize tab beside the pad: answer, examples, languages, and the endpoint."""

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image
from playwright.sync_api import expect

from tests.browser.hands import draw, draw_with_mouse, placed
from tests.browser.test_page import expect_answer
from tests.handwriting import STROKES, draw_digit

EXAMPLES = ["3", "75", "2026", "031 8649", "9", "?"]


def test_bars_and_panel_keep_their_places(page):
    bars = page.locator("#answer .bars li")
    places = [bar.bounding_box() for bar in bars.all()]
    panel = page.locator("#answer").bounding_box()
    draw(page, placed(STROKES[3], left=0, size=0.5))
    expect_answer(page, "3")
    assert [bar.bounding_box() for bar in bars.all()] == places
    draw(page, placed(STROKES[7], left=0.5, size=0.5))
    expect_answer(page, "37")
    assert page.locator("#answer").bounding_box() == panel


def test_a_screen_reader_hears_the_answer(desktop):
    draw_with_mouse(desktop, 3)
    spoken = desktop.locator("#answer [aria-live=polite]")
    expect(spoken).to_have_text("3 100.0 % sure")


def test_what_the_network_sees_is_shown_in_its_32_pixels(desktop):
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    seen = desktop.get_by_role("img", name="What the network sees")
    expect(seen).to_have_js_property("naturalWidth", 32)


@pytest.mark.parametrize(("place", "answer"), list(enumerate(EXAMPLES)))
def test_an_example_is_read_by_one_click(desktop, place, answer):
    desktop.get_by_role("button", name=f"Example {place + 1}").click()
    expect_answer(desktop, answer)
    expect(desktop.locator("#photo img")).to_be_visible()


def test_an_example_counts_again_after_a_drawing(desktop):
    example = desktop.get_by_role("button", name="Example 5")
    example.click()
    expect_answer(desktop, "9")
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    example.click()
    expect_answer(desktop, "9")


def test_the_answer_stays_in_view_on_a_phone(phone):
    phone.get_by_role("button", name="Example 5").click()
    expect_answer(phone, "9")
    assert phone.evaluate("scrollY") > 0
    expect(phone.locator("#answer .digit")).to_be_in_viewport(ratio=1)


def test_titles_of_folds_stand_at_the_left_on_a_phone_too(phone):
    title = phone.locator("#switches button").first
    assert title.evaluate("one => getComputedStyle(one).textAlign") == "left"


def test_pad_and_photo_stand_side_by_side_or_one_above_the_other(desktop, phone):
    for page, beside in ((desktop, True), (phone, False)):
        pad = page.locator("#pad").bounding_box()
        photo = page.locator("#photo").bounding_box()
        assert (pad["x"] + pad["width"] <= photo["x"]) is beside
        assert (pad["y"] + pad["height"] <= photo["y"]) is not beside
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("locale", "tab", "clear", "sure"),
    [
        ("en-US", "Recognize", "Clear", "100.0 % sure"),
        ("de", "Recognize", "Clear", "100.0 % sure"),
        ("zh", "识别", "清空", "100.0 % 的把握"),
        ("zh-CN", "识别", "清空", "100.0 % 的把握"),
        ("zh-TW", "辨識", "清空", "100.0 % 的把握"),
        ("zh-HK", "辨識", "清空", "100.0 % 的把握"),
    ],
)
def test_the_page_speaks_the_browsers_language(visit, locale, tab, clear, sure):
    page = visit("phone", locale=locale)
    expect(page.get_by_role("tab").first).to_have_text(tab)
    draw_with_mouse(page, 3)
    expect(page.locator("#answer .message")).to_have_text(sure)
    page.get_by_role("button", name=clear, exact=True).click()
    expect_answer(page, "–")


def test_the_endpoint_takes_an_image_as_any_client_sends_it(address, tmp_path):
    Image.fromarray(draw_digit(8, ink=70, paper=190)).save(tmp_path / "eight.png")
    client = Client(address, verbose=False)
    answer = client.predict(handle_file(tmp_path / "eight.png"), api_name="/recognize")
    assert answer["text"] == "8"
    (digit,) = answer["digits"]
    assert digit["sure"] and digit["confidence"] > 0.9 and len(digit["box"]) == 4


def test_the_endpoint_says_what_is_wrong_with_a_file(address, tmp_path):
    (tmp_path / "text.png").write_text("hello")
    client = Client(address, verbose=False)
    with pytest.raises(AppError, match="not a picture"):
        client.predict(handle_file(tmp_path / "text.png"), api_name="/recognize")


@pytest.mark.parametrize("said", [{}, {"meta": {"_type": "gradio.FileData"}}])
def test_the_endpoint_reads_no_file_of_the_server(address, tmp_path, said):
    Image.fromarray(draw_digit(8)).save(tmp_path / "secret.png")
    forged = {"path": str(tmp_path / "secret.png"), **said}
    calls = f"{address.rstrip('/')}/gradio_api/call/recognize"
    call = httpx.post(calls, json={"data": [forged, "auto", True, True]}).json()
    answer = httpx.get(f"{calls}/{call['event_id']}").text
    assert "event: error" in answer and "8" not in answer.split("data:")[1]


def test_dark_mode_draws_light_on_dark(visit):
    page = visit("desktop", query="?__theme=dark")
    assert page.locator(".pad").get_attribute("data-paper") == "dark"
