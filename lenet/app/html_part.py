"""A part of the page with markup of our own: Python gives facts, scripts show them."""

from pathlib import Path
from typing import Any

import gradio as gr

FOLDER = Path(__file__).parent


def html_part(value: Any, elem_id: str, *scripts: str, markup: str = "") -> gr.HTML:
    """Make a component whose value is shown by scripts, in the visitor's language.

    Args:
        value: Facts as plain values, which reach the scripts as `props.value`.
        scripts: Files beside this one, such as "train/chart.js"; they run in this order,
            in one scope, when the part is first shown. localization.js is there already.
        markup: HTML whose texts are named by data-text and data-name.
    """
    code = [(FOLDER / script).read_text(encoding="utf-8") for script in scripts]
    return gr.HTML(
        value,
        html_template=markup or "<div></div>",
        elem_id=elem_id,
        js_on_load="\n".join(["localize(element);", *code]),
    )
