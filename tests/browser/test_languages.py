"""The page in each of its languages, and in English for all other browsers."""

import re

import pytest
from playwright.sync_api import Page, expect

from lenet.app.localization import LOCALES
from tests.browser.conftest import loaded, with_locale
from tests.browser.test_testing_tab import open_tab

VARIANTS = {"de-AT": "de", "zh": "zh-CN", "zh-HK": "zh-TW", "zh-Hant": "zh-TW"}
BROWSER_LANGUAGES = {language: language for language in LOCALES} | {
    tag: language for tag, language in VARIANTS.items() if language in LOCALES
}
CHANGING = re.compile(r"\s*|\d+\.\d+s|A run takes .*")
PLURAL_FORMS = """language => {
  const rules = new Intl.PluralRules(language);
  return [...new Set([...Array(10001).keys()].map((count) => rules.select(count)))];
}"""


def text_of_all_tabs(page: Page) -> str:
    """Give all text, tab by tab; Gradio's own labels are part of it.

    Figures that differ from page to page are left out: the time of a run, and Gradio's
    transparent clocks, which tell how long an event has taken.
    """
    expect(page.locator("#answer .announcement")).not_to_be_empty()  # it comes late
    texts = [page.title(), page.locator("body").inner_text()]
    page.get_by_role("tab").nth(1).click()
    texts.append(page.locator("#train").inner_text())
    open_tab(page)
    texts.append(page.locator("body").inner_text())
    lines = "\n".join(texts).splitlines()
    return "\n".join(line for line in lines if not CHANGING.fullmatch(line))


@pytest.mark.parametrize(("tag", "language"), BROWSER_LANGUAGES.items())
def test_a_browser_gets_the_page_in_its_language(visit, tag, language):
    page, texts = visit("phone", locale=tag), LOCALES[language]
    assert page.title() == texts["page.title"]
    assert page.evaluate("document.documentElement.lang") == language
    names = [texts[f"page.{tab}"] for tab in ("recognize", "train", "test")]
    expect(page.get_by_role("tab")).to_have_text(names)
    if tag == language:
        assert "undefined" not in text_of_all_tabs(page)


@pytest.fixture(scope="module")
def english_text(pages, address) -> str:
    page = pages("another desktop")
    with with_locale(page, "en"), loaded(page, address):
        return text_of_all_tabs(page)


@pytest.mark.parametrize("tag", ["sv-SE", "ar"])
def test_a_browser_in_another_language_gets_the_english_page_word_for_word(
    visit, tag, english_text
):
    page = visit("desktop", locale=tag)
    assert text_of_all_tabs(page) == english_text
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"


@pytest.mark.parametrize("language", LOCALES)
def test_a_language_has_the_plural_forms_that_it_needs(pages, language):
    needed = set(pages("desktop").evaluate(PLURAL_FORMS, language))
    for key, text in LOCALES[language].items():
        assert isinstance(text, str) or text.keys() == needed, key
