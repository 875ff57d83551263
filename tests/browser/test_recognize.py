"""The Recognize tab beside the pad: answer, examples, languages, and the endpoint."""

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image
from playwright.sync_api import expect

from lenet.app.localization import LOCALES
from tests.browser.test_page import expect_answer
from tests.browser.user_input import draw_number, draw_with_mouse
from tests.handwriting import draw_digit

EXAMPLES = ["3", "75", "2026", "031 8649", "9", "?"]


def test_bars_and_panel_keep_their_places(page):
    bars = page.locator("#answer .bars li")
    places = [bar.bounding_box() for bar in bars.all()]
    panel = page.locator("#answer").bounding_box()
    draw_with_mouse(page, 7)
    expect_answer(page, "7")
    assert [bar.bounding_box() for bar in bars.all()] == places
    page.get_by_role("button", name="Clear", exact=True).click()
    draw_number(page, 4, 7)
    expect_answer(page, "47")
    assert page.locator("#answer").bounding_box() == panel


def test_the_answer_is_announced_and_the_network_input_has_32_pixels(desktop):
    draw_with_mouse(desktop, 7)
    announcement = desktop.locator("#answer [aria-live=polite]")
    expect(announcement).to_have_text("7 over 99.9 % sure")
    network_input = desktop.get_by_role("img", name="What the network sees")
    expect(network_input).to_have_js_property("naturalWidth", 32)


def test_each_example_is_read_by_one_click_and_again_after_a_drawing(desktop):
    for index, answer in enumerate(EXAMPLES):
        desktop.get_by_role("button", name=f"Example {index + 1}").click()
        expect_answer(desktop, answer)
        expect(desktop.locator("#photo img")).to_be_visible()
    draw_with_mouse(desktop, 7)
    expect_answer(desktop, "7")
    desktop.get_by_role("button", name=f"Example {index + 1}").click()
    expect_answer(desktop, answer)


def test_the_answer_stays_in_view_and_titles_of_folds_at_the_left_on_a_phone(phone):
    title = phone.locator("#switches button").first
    assert title.evaluate("one => getComputedStyle(one).textAlign") == "left"
    phone.get_by_role("button", name="Example 5").click()
    expect_answer(phone, "9")
    assert phone.evaluate("scrollY") > 0
    expect(phone.locator("#answer .digit")).to_be_in_viewport(ratio=1)


def test_pad_and_photo_stand_side_by_side_or_one_above_the_other(desktop, phone):
    for page, beside in ((desktop, True), (phone, False)):
        pad = page.locator("#pad").bounding_box()
        photo = page.locator("#photo").bounding_box()
        assert (pad["x"] + pad["width"] <= photo["x"]) is beside
        assert (pad["y"] + pad["height"] <= photo["y"]) is not beside
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "percent"), [("de", "99,9"), ("zh-TW", "99.9")])
def test_the_answer_and_the_panels_are_in_the_browsers_language(
    visit, language, percent
):
    page, texts = visit("phone", locale=language), LOCALES[language]
    draw_with_mouse(page, 7)
    confidence = texts["confidence.over"].format(percent=percent)
    message = texts["answer.confident"].format(confidence=confidence)
    expect(page.locator("#answer .message")).to_have_text(message)
    page.get_by_role("button", name=texts["layers.title"]).click()
    size = texts["layers.size_maps"]["other"].format(count=6, side=28)
    expect(page.locator("[data-layer=c1] .size")).to_contain_text(size)
    page.get_by_role("button", name=texts["pad.clear"], exact=True).click()
    expect(page.locator("#answer .message")).to_have_text(texts["answer.invitation"])


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


@pytest.mark.parametrize("metadata", [{}, {"meta": {"_type": "gradio.FileData"}}])
def test_the_endpoint_reads_no_file_of_the_server(address, tmp_path, metadata):
    Image.fromarray(draw_digit(8)).save(tmp_path / "secret.png")
    forged = {"path": str(tmp_path / "secret.png"), **metadata}
    calls = f"{address.rstrip('/')}/gradio_api/call/recognize"
    call = httpx.post(calls, json={"data": [forged, "auto", True, True]}).json()
    answer = httpx.get(f"{calls}/{call['event_id']}").text
    assert "event: error" in answer and "8" not in answer.split("data:")[1]


def test_dark_mode_draws_light_on_dark(visit):
    page = visit("desktop", query="?__theme=dark")
    assert page.locator(".pad").get_attribute("data-paper") == "dark"
