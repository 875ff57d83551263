"""What the server knows of each visitor, so that a page that was reloaded finds it again.

A browser tab makes a key that nobody can guess and keeps it as long as it is open. The
server has an entry for each key in memory, for a while after the tab was last seen.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import gradio as gr

from lenet.app.html_part import html_part
from lenet.app.localization import say

MAX_UNSEEN_SECONDS = 30 * 60  # then an entry is forgotten
KEY = re.compile("[0-9a-f]{32}")


@dataclass(eq=False)
class SessionEntry:
    """What is known of one visitor; subclasses say what.

    Attributes:
        key: The one that the visitor's browser tab has made.
        last_seen: When the page was last heard of, by time.monotonic().
    """

    key: str
    last_seen: float = field(default_factory=time.monotonic)

    @property
    def is_busy(self) -> bool:
        """Whether something is going on for the visitor, so that it is not forgotten."""
        return False


Entry = TypeVar("Entry", bound=SessionEntry)


class SessionStore(Generic[Entry]):
    """The entries of all visitors, by key.

    Args:
        make_entry: Makes a new visitor's entry from the key.
        max_entries: If there were more, the one that was seen least recently is forgotten.
    """

    def __init__(self, make_entry: Callable[[str], Entry], max_entries: int) -> None:
        self._make_entry, self._max_entries = make_entry, max_entries
        self._entries: dict[str, Entry] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, session: Any) -> Entry | None:
        """Find a visitor by what the session part sent; None if nothing is known."""
        with self._lock:
            self._forget_unseen()
            entry = self._entries.get(_key(session))
            if entry:
                entry.last_seen = time.monotonic()
            return entry

    def find_or_add(self, session: Any) -> Entry:
        """Find a visitor, or begin with a new one.

        Raises:
            gr.Error: There is no proper key; the page always sends one.
        """
        key = _key(session)
        if not KEY.fullmatch(key):
            raise gr.Error(say("request_error.bad_request"), print_exception=False)
        if entry := self.find(session):
            return entry
        with self._lock:
            idle = [one for one in self._entries.values() if not one.is_busy]
            idle.sort(key=lambda one: one.last_seen)
            for one in idle[: max(0, len(self._entries) + 1 - self._max_entries)]:
                del self._entries[one.key]
            return self._entries.setdefault(key, self._make_entry(key))

    def see(self, session: Any) -> None:
        """Note that a visitor's page is still there."""
        self.find(session)

    def forget(self, session: Any) -> None:
        """Delete what is known of a visitor."""
        with self._lock:
            self._entries.pop(_key(session), None)

    def _forget_unseen(self) -> None:
        oldest = time.monotonic() - MAX_UNSEEN_SECONDS
        for entry in list(self._entries.values()):
            if entry.last_seen < oldest and not entry.is_busy:
                del self._entries[entry.key]


def _key(session: Any) -> str:
    """Take the key out of what a page sent, which may be forged."""
    key = session.get("key") if isinstance(session, dict) else None
    return key if isinstance(key, str) else ""


def session_part() -> gr.HTML:
    """Make the part that has the key; it belongs outside the tabs and shows nothing.

    Its value has the `key`. Its events are `input`, when the page is loaded again, and
    `tick`, every few minutes. The browser stores the key at the first run, or when a
    script dispatches "session-used".
    """
    return html_part({"key": ""}, "session", "session.js")
