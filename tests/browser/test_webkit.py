"""The page in WebKit, the engine of Safari and of the browsers on iPhones.

It is WebKitGTK, on a display of its own: Debian's packages webkit2gtk-driver and xvfb.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.user_input import subsample
from tests.handwriting import STROKES, draw_digit

TIMEOUT_SECONDS = 150  # a run of an earlier test may go on for a minute
PHONE, DESKTOP = (420, 900), (1300, 900)  # with the borders of the window
FRAME = "const {x, y, width, height} = document.querySelector('#pad canvas')"
FRAME += ".getBoundingClientRect(); return [x, y, width, height]"
pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
        reason = "needs Debian's webkit2gtk-driver and xvfb"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield f":{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def phone(display: str, address: str, monkeypatch) -> Iterator[WebKitGTK]:
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")  # for root
    options = WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-*/Mini*")))
    for argument in ("automation", "enable-mock-capture-devices=true"):
        options.add_argument(f"--{argument}")
    browser = WebKitGTK(options, Service(shutil.which("WebKitWebDriver")))
    browser.set_window_size(*PHONE)
    browser.get(address)
    wait_for(browser, ".pad[data-ready]")
    yield browser
    browser.quit()


def wait_for(browser: WebKitGTK, selector: str, text: str = ""):
    """Wait until an element is shown, and has the text; return it."""

    def shown(_):
        for element in browser.find_elements(By.CSS_SELECTOR, selector):
            if element.is_displayed() and text in element.get_property("textContent"):
                return element

    return WebDriverWait(browser, TIMEOUT_SECONDS).until(shown, f"{selector} {text}")


@contextmanager
def finger(browser: WebKitGTK):
    actions = ActionBuilder(browser, mouse=PointerInput("touch", "finger"), duration=10)
    yield actions.pointer_action
    actions.perform()


def test_a_digit_drawn_with_a_finger_is_read(phone):
    x, y, width, height = phone.execute_script(FRAME)
    for stroke in map(subsample, STROKES[4]):
        with finger(phone) as touch:
            for number, point in enumerate(stroke):
                place = int(x + point[0] * width), int(y + point[1] * height)
                touch.move_to_location(*place)
                if number == 0:
                    touch.pointer_down()
            touch.pointer_up()
    wait_for(phone, "#answer .digit", "4")
    wait_for(phone, "#answer .source", "your drawing")


def test_a_photo_is_read(phone, tmp_path):
    Image.fromarray(draw_digit(8, ink=70, paper=190)).save(tmp_path / "eight.png")
    chooser = phone.find_element(By.CSS_SELECTOR, "#photo .photo-file")
    chooser.send_keys(str(tmp_path / "eight.png"))
    wait_for(phone, "#answer .digit", "8")


def test_the_camera_takes_a_photo_even_if_it_is_still_starting(phone):
    phone.set_window_size(*DESKTOP)
    wait_for(phone, "#photo button", "Take a photo").click()
    wait_for(phone, "#photo button[aria-label='Take the photo']").click()
    wait_for(phone, "#answer .source", "your photo")


def test_a_training_run_draws_its_curve(phone):
    wait_for(phone, "button[role=tab]", "Train").click()
    wait_for(phone, "#status", "Click Start")  # nothing moves any more
    wait_for(phone, "#start").click()
    wait_for(phone, "#stop")
    wait_for(phone, "#chart polyline.training")
    wait_for(phone, "#stop").click()
    wait_for(phone, "#status", "Stopped")
