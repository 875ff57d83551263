"""The login: credentials from flags and environment, and its throttle."""

import pytest
from fastapi import HTTPException

from lenet.app.localization import LOCALES
from lenet.app.serving import auth


@pytest.mark.parametrize(
    ("text", "pair"),
    [("teacher:secret", ("teacher", "secret")), ("a:b:c", ("a", "b:c"))]
    + [(None, None), ("", None)],
)
def test_user_and_password_are_split_at_the_first_colon(text, pair):
    assert auth.credentials(text) == pair


def test_credentials_without_a_password_are_refused_in_the_environment_too(
    call, monkeypatch
):
    monkeypatch.setenv("LENET_AUTH", "teacher")
    code, _, error = call("demo.py")
    assert code == 1 and "USER:PASSWORD" in error


def test_only_the_right_name_and_password_are_accepted():
    accepts = auth.LoginThrottle("lehrerin", "gehéim")
    assert accepts("lehrerin", "gehéim")
    for user, password in (("lehrerin", "geheim"), ("x", "gehéim"), ("", "")):
        assert not accepts(user, password)


def test_after_too_many_failed_logins_nobody_can_log_in_for_a_minute(monkeypatch):
    accepts = auth.LoginThrottle("teacher", "secret")
    assert not any(accepts("teacher", str(n)) for n in range(auth.MAX_FAILED_LOGINS))
    with pytest.raises(HTTPException) as refused:
        accepts("teacher", "secret")
    assert refused.value.status_code == 429
    assert refused.value.detail == LOCALES["en"]["request_error.too_many_logins"]
    monkeypatch.setattr(auth, "WINDOW_SECONDS", 0)
    assert accepts("teacher", "secret")
