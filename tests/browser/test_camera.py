"""The camera: a film of a number in a computer's browser, and a phone's camera app."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, FLAGS, chromium, loaded, new_page
from tests.browser.test_page import expect_answer
from tests.browser.test_photo import EIGHT, button, message, upload_bytes
from tests.handwriting import draw_digit

NUMBER = "314159"
FAKE_CAMERA = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"


def number_on_paper() -> np.ndarray:
    """Write NUMBER in a row; `(720, 1280)`."""
    row = np.hstack([draw_digit(int(digit), side=180) for digit in NUMBER])
    paper = np.full((720, 1280), 255, np.uint8)
    paper[270:450, 100 : 100 + row.shape[1]] = row
    return paper


@contextmanager
def page_with_flags(browser: Browser, *flags: str) -> Iterator[Page]:
    """Open a page in a browser of its own."""
    path = chromium(browser.browser_type)
    other = browser.browser_type.launch(executable_path=path, args=[*FLAGS, *flags])
    yield new_page(other, DESKTOP)
    other.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of the number, for Chromium's fake camera."""
    frame = cv2.imencode(".jpg", cv2.cvtColor(number_on_paper(), cv2.COLOR_GRAY2BGR))[1]
    path = tmp_path_factory.mktemp("film") / "film.mjpeg"
    path.write_bytes(10 * frame.tobytes())
    return path


@pytest.fixture(scope="module")
def page_with_camera(browser: Browser, film: Path) -> Iterator[Page]:
    flags = (FAKE_CAMERA, ALLOWED, f"--use-file-for-fake-video-capture={film}")
    with page_with_flags(browser, *flags) as page:
        yield page


@pytest.fixture
def filmed(page_with_camera: Page, address: str) -> Iterator[Page]:
    with loaded(page_with_camera, address) as page:
        yield page


def test_a_shot_is_read_as_it_is_written_and_the_camera_is_closed(filmed):
    button(filmed, "Take a photo").click()
    video = filmed.locator("#photo video")
    expect(video).to_be_visible()
    filmed.wait_for_function("document.querySelector('#photo video').videoWidth > 0")
    button(filmed, "Take the photo").click()
    expect_answer(filmed, NUMBER)
    expect(video).to_be_hidden()
    assert filmed.evaluate("document.querySelector('#photo video').srcObject") is None


def test_the_camera_can_be_closed_and_every_other_way_stays_open(filmed):
    upload_bytes(filmed, EIGHT)
    expect_answer(filmed, "8")
    for leave in (
        lambda: button(filmed, "Close the camera").click(),
        lambda: filmed.get_by_role("button", name="Example 5").click(),
        lambda: upload_bytes(filmed, EIGHT),
    ):
        button(filmed, "Take a photo").click()
        expect(filmed.locator("#photo video")).to_be_visible()
        with filmed.expect_event("filechooser"):
            button(filmed, "Choose a file").click()
        leave()
        expect(filmed.locator("#photo video")).to_be_hidden()
        expect(filmed.locator("#photo img")).to_be_visible()


def test_another_tab_closes_the_camera(filmed):
    button(filmed, "Take a photo").click()
    expect(filmed.locator("#photo video")).to_be_visible()
    filmed.get_by_role("tab", name="Train").click()
    filmed.get_by_role("tab", name="Recognize").click()
    expect(filmed.locator("#photo video")).to_be_hidden()


def test_a_camera_that_stops_by_itself_is_said(filmed):
    button(filmed, "Take a photo").click()
    video = filmed.locator("#photo video")
    expect(video).to_be_visible()
    video.evaluate(
        "one => one.srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))"
    )
    expect(message(filmed)).to_contain_text("The camera has stopped")
    expect(video).to_be_hidden()


NO_PICTURE_YET_JS = """video => Object.defineProperty(
  video, "videoWidth", { get: () => 0, configurable: true }
)"""


def test_a_camera_that_is_still_starting_takes_its_first_picture(filmed):
    button(filmed, "Take a photo").click()
    video = filmed.locator("#photo video")
    filmed.wait_for_function("document.querySelector('#photo video').videoWidth > 0")
    video.evaluate(NO_PICTURE_YET_JS)
    button(filmed, "Take the photo").click()
    expect(video).to_be_visible()
    video.evaluate("one => delete one.videoWidth")
    video.dispatch_event("loadeddata")
    expect(filmed.locator("#answer .source span")).to_have_text("your photo")


def test_a_camera_that_the_browser_refuses_is_said(browser, address):
    with page_with_flags(browser, FAKE_CAMERA) as page, loaded(page, address):
        button(page, "Take a photo").click()
        expect(message(page)).to_contain_text("does not let this page use the camera")
        upload_bytes(page, EIGHT)
        expect_answer(page, "8")


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("reject(new DOMException('', 'NotFoundError'))", "No camera was found"),
        ("reject(new DOMException('', 'NotReadableError'))", "does not start"),
    ],
)
def test_a_camera_that_is_missing_or_in_use_is_said(desktop, script, sentence):
    devices = "navigator.mediaDevices.getUserMedia"
    desktop.evaluate(f"() => {{ {devices} = () => Promise.{script}; }}")
    button(desktop, "Take a photo").click()
    expect(message(desktop)).to_contain_text(sentence)


def test_a_page_without_https_says_that_it_gets_no_camera(desktop):
    script = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"
    desktop.evaluate(script)
    button(desktop, "Take a photo").click()
    expect(message(desktop)).to_contain_text("only on pages with https")


def test_a_phone_opens_its_rear_camera_and_the_shot_is_read(phone, tmp_path):
    Image.fromarray(number_on_paper()).save(tmp_path / "shot.jpg")
    with phone.expect_file_chooser() as chooser:
        button(phone, "Take a photo").click()
    taken = chooser.value.element
    assert taken.get_attribute("capture") == "environment"
    chooser.value.set_files(tmp_path / "shot.jpg")
    expect_answer(phone, NUMBER)
