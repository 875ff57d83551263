"""The texts of locales/, and how the server chooses the language of a request."""

import json
import re
from pathlib import Path
from string import Formatter

import pytest
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from lenet.app import localization
from lenet.app.localization import LOCALES, PLURAL_FORMS, PageLanguage, negotiate

ENGLISH = LOCALES["en"]
FOLDER = Path(localization.__file__).parent
TRANSLATIONS = [language for language in LOCALES if language != "en"]
CHINESE = [language for language in LOCALES if language.startswith("zh")]
GROUPS = "|".join({key.split(".")[0] for key in ENGLISH})
VALUE = r"\$?\{[^}]*\}"  # in a template of JavaScript or an f-string of Python
GROUP = rf"{GROUPS}|(?<=label\(f.){VALUE}"  # label(f"{name}.title")
# A string such as "pad.undo", `scoreboard.${row.name}` or "picture_error."
KEY = re.compile(rf"""["'`]((?:{GROUP})\.(?!js\b)(?:\w|\.|{VALUE})*)["'`]""")
CHINESE_CHARACTER = "[\u3400-\u9fff]"
HALF_WIDTH = "[,:;()!?]"


def forms(text: localization.Text) -> dict[str, str]:
    return text if isinstance(text, dict) else {"other": text}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_same_keys_as_english(language):
    assert LOCALES[language].keys() == ENGLISH.keys()


@pytest.mark.parametrize("language", LOCALES)
def test_a_text_has_the_same_placeholders_as_in_english(language):
    different = []
    for key, text in LOCALES[language].items():
        has_forms = isinstance(ENGLISH[key], dict)
        may_lack = {"count"} if has_forms else set()  # "one" may say it in words
        expected = placeholders(forms(ENGLISH[key])["other"]) | may_lack
        for form in forms(text).values():
            if placeholders(form) | may_lack != expected:
                different.append((key, form))
    assert not different


@pytest.mark.parametrize("language", LOCALES)
def test_a_text_has_plural_forms_where_english_has_them(language):
    for key, text in LOCALES[language].items():
        assert isinstance(text, dict) == isinstance(ENGLISH[key], dict), key
        assert {"other"} <= forms(text).keys() <= PLURAL_FORMS, key


@pytest.mark.parametrize("language", CHINESE)
def test_chinese_has_full_width_punctuation(language):
    mixed = f"{CHINESE_CHARACTER}{HALF_WIDTH}|{HALF_WIDTH}{CHINESE_CHARACTER}"
    texts = [
        form for text in LOCALES[language].values() for form in forms(text).values()
    ]
    assert not [text for text in texts if re.search(mixed, text)]


def patterns_of_keys() -> dict[str, re.Pattern]:
    """Find the keys that the code uses; a key with values in it matches several."""
    sources = [*FOLDER.rglob("*.py"), *FOLDER.rglob("*.js")]
    found = {
        key for path in sources for key in KEY.findall(path.read_text(encoding="utf-8"))
    }
    patterns = {}
    for key in found:
        parts = (re.escape(part) for part in re.split(VALUE, key))
        open_end = r"\w+" if key.endswith(".") else ""  # "picture_error." + reason
        patterns[key] = re.compile(r"\w+".join(parts) + open_end)
    return patterns


def test_every_key_in_the_code_has_a_text():
    unknown = [
        key
        for key, pattern in patterns_of_keys().items()
        if not any(map(pattern.fullmatch, ENGLISH))
    ]
    assert not unknown


def test_every_text_is_used():
    patterns = patterns_of_keys().values()
    unused = [
        key
        for key in ENGLISH
        if not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert not unused


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("en-GB,en;q=0.9", "en"),
        ("sv", "en"),
        ("ar-EG", "en"),
        ("sv,de;q=0.8", "de"),
        ("de;q=0.3,ja;q=0.9", "ja"),
        ("de; q=0.3, ja ; q=0.9", "ja"),
        ("de;q=0,ja;q=0.1", "ja"),
        ("ja,de", "ja"),
        ("zh", "zh-CN"),
        ("zh-CN", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("zh-Hans-HK", "zh-CN"),
        ("zh-TW", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-SG", "zh-TW"),
        ("*", "en"),
        ("", "en"),
        ("de;q=much", "en"),
        ("de;q=nan", "en"),
        (";q=1,,;;--,\0", "en"),
        ("de" * 5000, "en"),
    ],
)
def test_the_best_language_of_accept_language_is_chosen(monkeypatch, header, language):
    languages = ("en", "de", "ja", "zh-CN", "zh-TW")
    monkeypatch.setattr(localization, "LOCALES", {name: {} for name in languages})
    assert negotiate(header) == language


@pytest.mark.parametrize("language", LOCALES)
def test_the_page_is_served_with_the_texts_of_its_language(language):
    title = json.dumps("Title")
    page = HTMLResponse(f"<html><head><script>config = {title}</script></head></html>")
    client = TestClient(PageLanguage(page, title="Title"))
    response = client.get("/", headers={"Accept-Language": language})
    texts = LOCALES[language]
    assert json.dumps(texts["pad.undo"], ensure_ascii=False) in response.text
    assert f"config = {json.dumps(texts['page.title'], ensure_ascii=False)}" in (
        response.text
    )
    assert response.headers["Content-Language"] == language
    assert response.headers["Vary"] == "Accept-Language"


def test_a_text_cannot_end_the_script_that_it_is_in(monkeypatch):
    texts = {"page.title": "</script><script>alert(1)</script>"}
    monkeypatch.setitem(LOCALES, "en", texts)
    client = TestClient(PageLanguage(HTMLResponse("<head></head>"), title="Title"))
    page = client.get("/").text
    assert page.partition("</script>")[0].count("alert(1)") == 1
    assert "alert(1)" not in page.partition("</script>")[2]
