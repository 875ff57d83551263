"""Errors of a run that its visitor can cause: as facts, and as Gradio's errors.

The page shows the facts in the visitor's language. Programs that call /train get the
English sentence.
"""

from collections.abc import Iterable
from typing import Any

import gradio as gr

from lenet.app.localization import DEFAULT, LOCALES
from lenet.training.config import SettingOutOfRange
from lenet.training.loop import TrainingDiverged


class MissingValue(ValueError):
    """The setting that the message names, a field of TrainingConfig, is no number."""


class UnknownChoice(ValueError):
    """A setting, `preset` or `data`, has none of the values that it can have."""

    def __init__(self, setting: str, choices: Iterable[str]) -> None:
        super().__init__(setting)
        self.setting, self.choices = setting, ", ".join(choices)


class QueueFull(Exception):
    """As many runs as may wait are in the queue already."""


VISITOR_ERRORS = (
    MissingValue,
    UnknownChoice,
    SettingOutOfRange,
    QueueFull,
    TrainingDiverged,
)


def error_facts(error: Exception) -> dict[str, Any]:
    """Give the reason, a key of training_error in the locales, and its values."""
    match error:
        case MissingValue():
            return {"reason": "missing_value", "setting": str(error)}
        case UnknownChoice():
            return {"reason": "unknown_choice", **vars(error)}
        case SettingOutOfRange():
            return {"reason": "out_of_range", **vars(error)}
        case TrainingDiverged():
            return {"reason": "diverged", **vars(error)}
    return {"reason": "queue_full"}


def gradio_error(error: Exception) -> gr.Error:
    """Make the error that programs get; it names a setting as /train does."""
    facts = error_facts(error)
    sentence = LOCALES[DEFAULT][f"training_error.{facts['reason']}"].format(**facts)
    return gr.Error(sentence, print_exception=False)
