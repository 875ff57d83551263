"""The photo: chosen, pasted, dropped, turned and removed, and what is said on failures."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_pad import IS_PHOTO
from tests.browser.test_page import expect_answer, expect_message, upload
from tests.browser.user_input import READINGS, draw_with_mouse
from tests.handwriting import draw_digit

# Dispatches an event at an element as if the visitor had pasted or dropped a file there.
SEND_FILE_JS = """([type, selector, name, base64]) => {
  const data = new DataTransfer();
  if (name) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "image/png" }));
  } else data.setData("text/plain", "hello");
  const options = { bubbles: true, cancelable: true };
  const event = type === "paste"
    ? new ClipboardEvent(type, { ...options, clipboardData: data })
    : new DragEvent(type, { ...options, dataTransfer: data });
  document.querySelector(selector).dispatchEvent(event);
  return event.defaultPrevented;
}"""

DROP_FILE_JS = """input => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(input.files[0]);
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer }));
  input.remove();
}"""


def png(picture) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


EIGHT = png(draw_digit(8, ink=70, paper=190))


def send_file(page: Page, kind: str, selector: str, file: bytes | None = EIGHT) -> bool:
    """Paste or drop; tell whether the page kept the browser from acting on it."""
    name = "eight.png" if file else ""
    encoded = base64.b64encode(file or b"").decode()
    return page.evaluate(SEND_FILE_JS, [kind, selector, name, encoded])


def button(page: Page, name: str):
    return page.locator("#photo").get_by_role("button", name=name)


def message(page: Page):
    return page.locator("#photo .photo-message")


def shown_photo(page: Page) -> np.ndarray:
    """Give the pixels that the part shows, in grayscale."""
    url = page.locator("#photo img").get_attribute("src")
    file = io.BytesIO(base64.b64decode(url.split(",")[1]))
    return np.array(Image.open(file).convert("L"))


def upload_bytes(page: Page, file: bytes, name: str = "photo.png") -> None:
    """Upload a small file; a large one is quicker given by its path."""
    upload(page, {"name": name, "mimeType": "image/png", "buffer": file})


def wait_for_photo(page: Page, name: str = "your photo") -> None:
    """Wait until the answer to the photo is shown."""
    expect(page.locator("#answer .source span")).to_have_text(name)
    expect(page.locator("#photo .photo-caption")).to_have_text(name)


def test_a_photo_that_lies_on_its_side_is_turned_until_it_is_read(page):
    upload_bytes(page, png(np.rot90(draw_digit(9))))
    wait_for_photo(page)
    before = shown_photo(page)
    button(page, "Turn by 90 degrees").click()
    expect_answer(page, "9")
    assert np.abs(shown_photo(page) - np.rot90(before, -1).astype(int)).mean() < 2


def test_the_button_that_turns_stays_under_the_finger(phone):
    upload_bytes(phone, png(np.hstack([draw_digit(8) for _ in range(8)])))
    wait_for_photo(phone)
    phone.locator("#photo").scroll_into_view_if_needed()
    turn = button(phone, "Turn by 90 degrees")
    for is_upright in (True, False):  # eight lines of boxes, and one
        before = turn.bounding_box()["y"]
        turn.tap()
        phone.wait_for_function(
            """([isUpright, y]) => {
              const boxes = document.querySelector("#answer .boxes").offsetHeight;
              const turn = document.querySelector("[data-action=turn]");
              const moved = turn.getBoundingClientRect().top - y;
              return boxes > 300 === isUpright && Math.abs(moved) < 2;
            }""",
            arg=[is_upright, before],
        )


def test_a_picture_is_pasted_anywhere_on_recognize(desktop):
    assert send_file(desktop, "paste", "#steps")
    expect_answer(desktop, "8")
    desktop.get_by_role("tab", name="Test").click()
    expect(desktop.locator("#evaluate")).to_be_visible()
    assert not send_file(desktop, "paste", "#evaluate")


def test_a_clipboard_without_a_picture_is_said(desktop):
    send_file(desktop, "paste", "#pad", None)
    expect(message(desktop)).to_contain_text("no picture in the clipboard")


def test_text_can_be_pasted_into_a_field(desktop):
    desktop.locator("#perturbation .label-wrap").click()
    assert not send_file(desktop, "paste", "#perturbation input[type=number]", None)
    expect(message(desktop)).to_be_empty()


@pytest.mark.parametrize("tab", ["Recognize", "Train", "Test"])
def test_a_file_dropped_anywhere_is_read(desktop, tab):
    desktop.get_by_role("tab", name=tab).click()
    assert send_file(desktop, "dragover", "body")
    assert send_file(desktop, "drop", "body")
    expect_answer(desktop, "8")
    expect(desktop.locator("#pad")).to_be_visible()


def test_what_is_no_file_does_not_make_the_browser_leave_the_page(desktop):
    assert send_file(desktop, "drop", "#steps", None)
    expect(message(desktop)).to_contain_text("not a file")


def test_a_file_without_content_such_as_a_folder_is_told_about(desktop, tmp_path):
    (tmp_path / "deleted.png").write_bytes(EIGHT)
    desktop.evaluate("document.body.append(document.createElement('input'))")
    spare = desktop.locator("body > input")
    spare.evaluate("input => (input.type = 'file')")
    spare.set_input_files(tmp_path / "deleted.png")
    (tmp_path / "deleted.png").unlink()
    spare.evaluate(DROP_FILE_JS)
    expect(message(desktop)).to_contain_text("not a file")


def test_the_whole_photo_is_shown_below_its_title(page):
    upload_bytes(page, EIGHT)
    wait_for_photo(page)
    title = page.locator("#photo .photo-title").bounding_box()
    picture = page.locator("#photo img").bounding_box()
    assert title["y"] + title["height"] <= picture["y"]


def test_every_button_is_large_enough_for_a_finger_and_has_a_name(phone):
    upload_bytes(phone, EIGHT)
    wait_for_photo(phone)
    for control in phone.locator("#photo button:visible").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        expect(control).to_have_accessible_name(re.compile("."))


def test_an_unreadable_file_leaves_the_part_clean(desktop):
    upload_bytes(desktop, EIGHT)
    wait_for_photo(desktop)
    upload_bytes(desktop, b"hello")
    expect_message(desktop, "is not a picture that can be read")
    expect(desktop.locator("#photo img")).to_be_hidden()
    expect(desktop.get_by_text("Drop a photo here")).to_be_visible()
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    upload_bytes(desktop, b"hello")
    expect(message(desktop)).to_contain_text("is not a picture that can be read")
    expect_answer(desktop, "3")
    expect(desktop.locator("#answer .source")).to_have_text("your drawing")


def test_a_stroke_leaves_no_empty_strip_of_a_photo_that_is_being_read(desktop):
    def hold(route):
        is_photo = IS_PHOTO in (route.request.post_data or "")
        held.append(route) if is_photo and not held else route.continue_()

    held = []
    desktop.route(READINGS, hold)
    upload_bytes(desktop, b"hello")
    again = button(desktop, "Read this photo again")
    expect(again).to_be_visible()
    draw_with_mouse(desktop, 3)
    expect_answer(desktop, "3")
    held[0].continue_()
    shown = "button => getComputedStyle(button, '::after').content"
    assert "Read this photo again" in again.evaluate(shown)
    expect(again.locator("img")).to_be_hidden()
    again.click()
    expect(message(desktop)).to_contain_text("is not a picture that can be read")
    expect(again).to_be_hidden()


def test_a_photo_that_the_browser_cannot_show_is_shown_by_the_server(desktop):
    file = io.BytesIO()
    Image.fromarray(draw_digit(8, ink=70, paper=190)).save(file, "TIFF")
    upload_bytes(desktop, file.getvalue(), "eight.tif")
    expect_answer(desktop, "8")
    wait_for_photo(desktop)
    assert shown_photo(desktop).shape == (280, 280)


def test_a_photo_with_too_many_bytes_is_reduced_and_read(desktop, tmp_path):
    file = tmp_path / "eight.bmp"
    paper, ink = (250, 246, 235), (200, 50, 60)
    picture = draw_digit(8, side=500, ink=ink, paper=paper)
    Image.fromarray(picture).resize((1900, 1900)).save(file)
    assert file.stat().st_size > 10 * 2**20
    upload(desktop, file)
    expect_answer(desktop, "8")


def test_a_file_that_is_too_large_is_refused_and_the_one_before_stays(
    desktop, tmp_path
):
    upload_bytes(desktop, EIGHT)
    wait_for_photo(desktop)
    (tmp_path / "large.png").write_bytes(bytes(11 * 2**20))
    upload(desktop, tmp_path / "large.png")
    expect(message(desktop)).to_contain_text("larger than 10 MB")
    expect(desktop.locator("#photo img")).to_be_visible()
    expect_answer(desktop, "8")


def test_an_upload_that_fails_is_said_and_the_next_try_works(desktop):
    desktop.route("**/upload", lambda route: route.abort())
    upload_bytes(desktop, EIGHT)
    expect(message(desktop)).to_contain_text("could not be sent")
    desktop.unroute("**/upload")
    upload_bytes(desktop, EIGHT)
    expect_answer(desktop, "8")
    expect(message(desktop)).to_be_empty()


def test_a_reading_that_fails_is_said_and_the_next_try_works(desktop):
    def fail(route):
        is_photo = IS_PHOTO in (route.request.post_data or "")
        route.fulfill(status=500, json={}) if is_photo else route.continue_()

    desktop.route(READINGS, fail)
    upload_bytes(desktop, EIGHT)
    expect(message(desktop)).to_contain_text("could not be sent")
    desktop.unroute(READINGS)
    button(desktop, "Read this photo again").click()
    expect_answer(desktop, "8")
    expect(message(desktop)).to_be_empty()


def test_an_upload_that_ends_after_a_later_choice_is_dropped(desktop):
    held = []
    desktop.route("**/upload", lambda route: held.append(route))
    upload_bytes(desktop, EIGHT)
    expect(message(desktop)).to_contain_text("being uploaded")
    desktop.get_by_role("button", name="Example 5").click()
    expect_answer(desktop, "9")
    with desktop.expect_response("**/upload"):
        held[0].continue_()
    draw_with_mouse(desktop, 4)
    expect_answer(desktop, "4")
    button(desktop, "Read this photo again").click()
    expect_answer(desktop, "9")


def test_a_photo_that_the_server_has_deleted_is_sent_again(desktop, uploads):
    upload_bytes(desktop, EIGHT)
    wait_for_photo(desktop)
    for path in uploads.rglob("photo.png"):
        path.unlink()
    button(desktop, "Read this photo again").click()
    expect(desktop.locator("#photo img")).to_be_visible()
    expect_answer(desktop, "8")
    wait_for_photo(desktop)


def test_a_clipboard_that_the_browser_does_not_give_is_said(desktop):
    desktop.evaluate("() => { navigator.clipboard.read = () => Promise.reject(); }")
    button(desktop, "Paste").click()
    expect(message(desktop)).to_contain_text("Press Ctrl-V instead")


def test_the_button_pastes_a_picture(desktop):
    script = """base64 => { navigator.clipboard.read = async () => {
      const response = await fetch(`data:image/png;base64,${base64}`);
      return [new ClipboardItem({ "image/png": await response.blob() })];
    }; }"""
    desktop.evaluate(script, base64.b64encode(EIGHT).decode())
    button(desktop, "Paste").click()
    expect_answer(desktop, "8")
