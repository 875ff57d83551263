"""Errors of a run that its visitor can cause: as facts, and as Gradio's errors.

The page shows the facts in the visitor's language. Programs that call /train get the
English sentence.
"""

from typing import Any

import gradio as gr

from lenet.app.localization import DEFAULT, LOCALES
from lenet.app.train.queue import QueueFull
from lenet.training.config import SettingOutOfRange
from lenet.training.loop import TrainingDiverged


class MissingValue(ValueError):
    """The setting that the message names, a field of TrainingConfig, has no value."""


VISITOR_ERRORS = (MissingValue, SettingOutOfRange, QueueFull, TrainingDiverged)


def error_facts(error: Exception) -> dict[str, Any]:
    """Give the reason, a key of training_error in the locales, and its values."""
    match error:
        case MissingValue():
            return {"reason": "missing_value", "setting": str(error)}
        case SettingOutOfRange():
            return {"reason": "out_of_range", **vars(error)}
        case TrainingDiverged():
            return {"reason": "diverged", **vars(error)}
    return {"reason": "queue_full"}


def gradio_error(error: Exception) -> gr.Error:
    """Make the error that programs get; the page shows no notice of its own for it."""
    facts, english = error_facts(error), LOCALES[DEFAULT]
    if "setting" in facts:
        facts["setting"] = english[f"train.{facts['setting']}"]
    sentence = english[f"training_error.{facts['reason']}"].format(**facts)
    return gr.Error(sentence, visible=False, print_exception=False)
