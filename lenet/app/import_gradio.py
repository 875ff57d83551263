"""Import Gradio past any proxy and in less time; lenet.app imports this module first.

While it is imported, Gradio parses the source of each of its components and compares it
with a stub file for editors, or writes one. That takes a third of its time, and nothing
needs it when the page is served.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from lenet.app.serving.proxies import without_proxies


@contextmanager
def without_stub_files() -> Iterator[None]:
    """Let Gradio leave out the stub files of the components that are defined inside.

    It does so for a component that is in no file, of which inspect.getfile tells by an
    OSError.
    """
    getfile = inspect.getfile

    def getfile_without_components(thing: Any) -> str:
        if type(thing).__module__ == "gradio.component_meta":
            raise OSError("no stub file is wanted")
        return getfile(thing)

    inspect.getfile = getfile_without_components
    try:
        yield
    finally:
        inspect.getfile = getfile


with without_proxies(), without_stub_files():
    import_module("gradio")
