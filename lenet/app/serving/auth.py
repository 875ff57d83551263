"""The login of a page that asks for a name and a password."""

import time
from collections import deque
from hmac import compare_digest

from fastapi import HTTPException

from lenet.app.localization import say

MAX_FAILED_LOGINS = 30  # of all visitors: a public link has one address for all
WINDOW_SECONDS = 60


def credentials(text: str | None) -> tuple[str, str] | None:
    """Split USER:PASSWORD; None if there is no text.

    Raises:
        ValueError: The text does not have this form.
    """
    if not text:
        return None
    user, _, password = text.partition(":")
    if not (user and password):
        raise ValueError(
            "--auth and LENET_AUTH need a name and a password: USER:PASSWORD"
        )
    return user, password


class LoginThrottle:
    """Checks a name and a password, and refuses all after too many wrong ones.

    Gradio calls it, as `launch(auth=...)`.
    """

    def __init__(self, user: str, password: str) -> None:
        self._expected = user.encode(), password.encode()
        self._failure_times: deque[float] = deque(maxlen=MAX_FAILED_LOGINS)

    def __call__(self, user: str, password: str) -> bool:
        failures, now = self._failure_times, time.monotonic()
        if len(failures) == MAX_FAILED_LOGINS and now - failures[0] < WINDOW_SECONDS:
            raise HTTPException(429, say("request_error.too_many_logins"))
        given = user.encode(), password.encode()
        if all(map(compare_digest, given, self._expected)):
            return True
        failures.append(now)
        return False
