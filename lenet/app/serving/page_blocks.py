"""The page as Gradio's Blocks, whose launch() needs no options, in a notebook for example.

It serves the page as server.py does, with the same request filter and in the visitor's
language, but leaves signals and old uploads to the program around it.
"""

from pathlib import Path
from typing import Any

from gradio.data_classes import BlocksConfigDict
from gradio.utils import get_upload_folder
from starlette.middleware import Middleware

from lenet.app.api_errors import BlocksWithErrors
from lenet.app.localization import LABELS, PageLanguage
from lenet.app.serving.page_head import ICON
from lenet.app.serving.proxies import without_proxies
from lenet.app.serving.request_filter import RequestFilter
from lenet.app.serving.uploads import (
    DEFAULT_UPLOAD_MB,
    UploadFolder,
    forbid_url_downloads,
)
from lenet.app.style import STYLE, THEME

QUEUE_POLL_SECONDS = 0.05  # Gradio's 0.001 and 0.01 take 2 % of a core all the time
MAX_SESSIONS = 1000  # a call by a program is one too; Gradio forgets the oldest


class PageBlocks(BlocksWithErrors):
    """The page's Blocks."""

    def get_config_file(self) -> BlocksConfigDict:
        """Give Gradio's description of the page, with `failure` events named `then`.

        gr.load does not know that name. An event's flags decide when it is triggered.
        """
        config = super().get_config_file()
        for event in config["dependencies"]:
            if event["trigger_only_on_failure"]:
                event["targets"] = [(None, "then")]
        return config

    def launch(
        self, *args: Any, uploads: UploadFolder | None = None, **options: Any
    ) -> tuple[Any, str, str | None]:
        """Serve the page; `options` are those of gr.Blocks.launch.

        Args:
            uploads: The folder that Gradio stores uploads in; None takes Gradio's own.
        """
        default = UploadFolder(Path(get_upload_folder()), DEFAULT_UPLOAD_MB * 2**20)
        uploads = uploads or default
        forbid_url_downloads()
        defaults = {
            "ssr_mode": False,
            "num_workers": 0,  # they would answer past the request filter
            "run_history": False,
            "state_session_capacity": MAX_SESSIONS,
            "max_file_size": uploads.max_file_bytes,
            "footer_links": [],
            "theme": THEME,
            "css": STYLE,
            "i18n": LABELS,
            "mcp_server": False,
            "pwa": True,
            "favicon_path": str(ICON),
        }
        options = defaults | options
        middleware = [
            Middleware(PageLanguage, title=self.title),
            Middleware(RequestFilter, uploads, allows_mcp=options["mcp_server"]),
        ]
        self._queue.sleep_when_free = QUEUE_POLL_SECONDS
        self._queue.progress_update_sleep_when_free = QUEUE_POLL_SECONDS
        with without_proxies():
            return super().launch(
                *args, app_kwargs={"middleware": middleware}, **options
            )
