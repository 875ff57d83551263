"""The page can be put on a phone's home screen, with its name and its own icon."""

import cv2
import numpy as np
import pytest

from lenet.app.localization import LOCALES
from tests.browser.conftest import languages
from tests.icon import FILE, draw_icon


def test_the_icon_is_what_its_code_draws():
    shipped = cv2.imread(str(FILE)).astype(int)
    assert shipped.shape == (512, 512, 3)
    assert np.abs(shipped - draw_icon()).max() <= 2


def test_a_browser_finds_nothing_that_keeps_the_page_from_being_installed(phone):
    session = phone.context.new_cdp_session(phone)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{phone.url}manifest.json"
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in errors] == ["in-incognito"]  # as all tests are


@pytest.mark.parametrize("language", languages("en", "ja"))
def test_the_manifest_has_the_name_in_the_visitor_s_language(server, language):
    headers = {"Accept-Language": language}
    manifest = server.client.get("/manifest.json", headers=headers).json()
    assert manifest["name"] == LOCALES[language]["page.title"]
    for icon in manifest["icons"]:
        file = server.client.get(icon["src"]).content
        picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
        assert f"{picture.shape[0]}x{picture.shape[1]}" == icon["sizes"]


def test_icons_of_other_sizes_are_not_computed(server):
    for size in ("", "/1", "/100000", "/192/"):
        assert server.client.get(f"/pwa_icon{size}").status_code == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_color_is_the_page_s_background(phone, scheme):
    phone.emulate_media(color_scheme=scheme)
    selector = f"meta[name=theme-color][media*={scheme}]"
    color = phone.locator(selector).get_attribute("content")
    query = f"{phone.url}?__theme={scheme}"
    phone.goto(query)
    phone.wait_for_selector(".pad[data-ready]")
    shown = phone.evaluate("getComputedStyle(document.body).backgroundColor")
    phone.emulate_media(color_scheme="null")
    numbers = [int(color[n : n + 2], 16) for n in (1, 3, 5)]
    assert shown == f"rgb({', '.join(map(str, numbers))})"
