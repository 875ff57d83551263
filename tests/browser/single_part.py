"""One part of the page alone in the browser, with facts that a test chooses."""

import json
from typing import Any

import gradio as gr
from playwright.sync_api import Page

from lenet.app.localization import LOCALES, SCRIPT
from lenet.app.style import STYLE

RUN_SCRIPTS = """([value, code]) => {
  window.props = { value };
  const watchers = [];
  const watch = (_, callback) => watchers.push(callback);
  window.showFacts = (facts) => {
    props.value = facts;
    watchers.forEach((callback) => callback());
  };
  const element = document.querySelector("main");
  new Function("element", "props", "watch", code)(element, props, watch);
}"""


def show_part(page: Page, part: gr.HTML, facts: Any, language: str = "en") -> None:
    """Show a component made by html_part, with `facts` as its value."""
    locale = json.dumps({"language": language, "texts": LOCALES[language]})
    locale = locale.replace("</", "<\\/")  # which would end the script
    page.set_content(
        f"<script>const LOCALE = {locale};\n{SCRIPT}</script>"
        f"<style>{STYLE}</style>"
        f'<main id="{part.elem_id}" style="width: 1036px">{part.html_template}</main>'
    )
    page.evaluate(RUN_SCRIPTS, [facts, part.js_on_load])


def show_facts(page: Page, facts: Any) -> None:
    """Give the part other facts, as an update from the server does."""
    page.evaluate("facts => showFacts(facts)", facts)
