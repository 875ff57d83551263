"""What one visitor does, another does not see."""

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_page import upload
from tests.browser.user_input import draw_with_mouse
from tests.handwriting import draw_digit


def digit(page: Page):
    return page.locator("#answer .digit")


def expect_nothing_of_others(page: Page) -> None:
    expect(digit(page)).to_have_text("")
    expect(page.locator("#photo img")).to_be_hidden()
    expect(page.locator("#steps img")).to_have_count(0)
    page.get_by_role("tab", name="Train").click()
    expect(page.locator("#status")).to_contain_text("Click Start and watch")
    expect(page.get_by_role("button", name="Use my network")).to_be_hidden()
    expect(page.get_by_text("Your runs")).to_be_hidden()
    expect(page.get_by_text("Your own network answers.")).to_be_hidden()
    page.get_by_role("tab", name="Recognize").click()


def test_neither_drawing_photo_nor_run_is_shown_to_another_visitor(
    desktop, another_visitor, tmp_path
):
    draw_with_mouse(desktop, 3)
    expect(digit(desktop)).to_have_text("3")
    expect_nothing_of_others(another_visitor)
    Image.fromarray(draw_digit(8)).save(tmp_path / "eight.png")
    upload(desktop, tmp_path / "eight.png")
    expect(digit(desktop)).to_have_text("8")
    desktop.get_by_role("tab", name="Train").click()
    desktop.get_by_role("button", name="Start").click()
    expect(desktop.locator("#status")).not_to_contain_text("Click Start")
    expect_nothing_of_others(another_visitor)
    another_visitor.reload()
    expect_nothing_of_others(another_visitor)


def test_two_visitors_who_draw_at_the_same_time_get_their_own_answers(
    desktop, another_visitor
):
    for page, drawing in ((desktop, 3), (another_visitor, 4)):
        draw_with_mouse(page, drawing)
    expect(digit(another_visitor)).to_have_text("4")
    expect(digit(desktop)).to_have_text("3")


def test_the_folder_of_an_uploaded_photo_cannot_be_listed(desktop, tmp_path, address):
    Image.fromarray(draw_digit(8)).save(tmp_path / "eight.png")
    with desktop.expect_response("**/upload") as uploaded:
        upload(desktop, tmp_path / "eight.png")
    expect(digit(desktop)).to_have_text("8")
    (path,) = uploaded.value.json()
    folder = f"{address}gradio_api/file={path}".rsplit("/", 1)[0]
    for up in (folder, folder.rsplit("/", 1)[0]):  # its folder, and that of all
        assert desktop.request.get(up).status in (403, 404)
