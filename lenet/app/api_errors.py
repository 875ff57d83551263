"""Errors of a call, as a sentence for the program or the page that made it.

Gradio answers every exception other than gr.Error with {"error": null}.
"""

from typing import Any

import gradio as gr
from gradio.blocks import BlockFunction

from lenet.app.localization import say


class BlocksWithErrors(gr.Blocks):
    """Blocks that answer wrong values and bugs with a sentence, not with null."""

    async def preprocess_data(
        self, block_fn: BlockFunction, inputs: list[Any], *args: Any, **options: Any
    ) -> list[Any]:
        """Bring the values of a call to the form that its handler takes."""
        try:
            return await super().preprocess_data(block_fn, inputs, *args, **options)
        except gr.Error as error:  # a sentence of a component: no traceback in the log
            error.print_exception = False
            raise
        except Exception as error:  # of any type: whatever a program can send
            sentence = self._wrong_values(block_fn, len(inputs))
            raise gr.Error(sentence, print_exception=False) from error

    async def process_api(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Answer a call."""
        try:
            return await super().process_api(*args, **options)
        except gr.Error:
            raise
        except Exception as error:  # a bug, whose traceback Gradio prints
            raise gr.Error(say("request_error.failed")) from error

    def _wrong_values(self, block_fn: BlockFunction, received: int) -> str:
        """Tell which values a call takes."""
        endpoints = self.get_api_info()["named_endpoints"]
        endpoint = endpoints.get(f"/{block_fn.api_name}")
        if not endpoint:  # an event of the page, which no program needs to call
            return say("request_error.bad_request")
        names = [value["parameter_name"] for value in endpoint["parameters"]]
        values = {"expected": len(names), "names": ", ".join(names)}
        if received < len(names):
            return say("request_error.too_few_values", received=received, **values)
        return say("request_error.wrong_values", **values)
