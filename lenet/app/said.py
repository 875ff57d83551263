"""Sentences in HTML, in English until a script puts them into the visitor's language.

For parts whose HTML Python makes; said.js finds them there by their key and values.
"""

import re
from html import escape

from lenet.app.train_texts import ENGLISH
from lenet.evaluation.accuracy import Evaluation


def english(key: str, *values: object) -> str:
    """Give a text in English.

    Args:
        key: The text's, with its group's name: run_done.
        values: What takes the places of $1, $2 and so on.
    """
    return re.sub(r"\$(\d)", lambda place: str(values[int(place[1]) - 1]), ENGLISH[key])


def said(key: str, *values: object, tag: str = "span", more: str = "") -> str:
    """Give an element that says a text; `more` are other attributes of it."""
    text = escape(english(key, *values))
    return f"<{tag} {more}{_marks(key, values)}>{text}</{tag}>"


def naming(attribute: str, key: str, *values: object) -> str:
    """Give attributes of an element, so that `attribute` says a text."""
    text = escape(english(key, *values))
    return f'{attribute}="{text}" data-on="{attribute}" {_marks(key, values)}'


def parts_of(judged: Evaluation) -> tuple[str, str, str]:
    """Give what a text says of an evaluation: percent right, errors, digits."""
    percent = f"{100 * judged.accuracy:.2f}"
    return percent, f"{judged.errors:,}", f"{judged.count:,}"


def _marks(key: str, values: tuple[object, ...]) -> str:
    name = key.split("_", 1)[1]
    return f'data-say="{name}" data-with="{escape("|".join(map(str, values)))}"'
