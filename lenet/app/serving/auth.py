"""Who gets in, where a name and a password are asked for."""

import time
from collections import deque
from hmac import compare_digest

from fastapi import HTTPException

MAX_FAILED_LOGINS = (
    30  # guesses, whoever's: behind a public link all come from one address
)
WINDOW_SECONDS = 60  # seconds
TOO_MANY = "Too many wrong guesses. Try again in a minute."


def credentials(text: str | None) -> tuple[str, str] | None:
    """Part USER:PASSWORD; None where there is none.

    Raises:
        ValueError: It has not that form.
    """
    if not text:
        return None
    user, _, password = text.partition(":")
    if not (user and password):
        raise ValueError("--auth and LENET_AUTH take USER:PASSWORD, both not empty")
    return user, password


class LoginThrottle:
    """Lets in by one name and password, nobody for a while after too many wrong ones.

    Gradio asks it, as `launch(auth=...)`.
    """

    def __init__(self, user: str, password: str) -> None:
        self._right = user.encode(), password.encode()
        self._wrong: deque[float] = deque(
            maxlen=MAX_FAILED_LOGINS
        )  # when they were tried

    def __call__(self, user: str, password: str) -> bool:
        now = time.monotonic()
        if (
            len(self._wrong) == MAX_FAILED_LOGINS
            and now - self._wrong[0] < WINDOW_SECONDS
        ):
            raise HTTPException(429, TOO_MANY)
        given = user.encode(), password.encode()
        if all(map(compare_digest, given, self._right)):
            return True
        self._wrong.append(now)
        return False
