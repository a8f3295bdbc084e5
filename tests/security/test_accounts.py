"""Passwords and sessions as people meet them: what is taken, what is asked, what ends."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings

from hive import settings as as_written
from hive.banks.models import User
from hive.banks.roles import Role
from tests.factories import PASSWORD, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db
CHANGE = "/account/password/change/"
OTHERS = "clouds over the old harbour"
PASSWORD_FIELD = re.compile(r'<input[^>]*name="(?:old)?password[12]?"[^>]*>')


@pytest.fixture
def user() -> User:
    return make_user("one@b1.example", Role.CONTRIBUTOR, bank=make_bank(), password=PASSWORD)


def sign_in(client: Client, password: str) -> bool:
    """Whether the person is signed in by the form."""
    client.post("/account/login/", {"login": "one@b1.example", "password": password})
    return "_auth_user_id" in client.session


def change(client: Client, present: str, new: str) -> int:
    typed = {"oldpassword": present, "password1": new, "password2": new}
    return client.post(CHANGE, typed).status_code


def test_a_password_is_changed_with_the_present_one_only(user: User) -> None:
    client = signed_in(Client(), user)

    assert change(client, "not the present one", OTHERS) == 422
    assert change(client, "", OTHERS) == 422
    assert User.objects.get().check_password(PASSWORD)
    assert change(client, PASSWORD, OTHERS) == 302
    assert User.objects.get().check_password(OTHERS)


@pytest.mark.parametrize(
    "typed",
    [
        "only small letters stand here",
        "山高月小水落石出清风徐来水波不兴",
        " spaces at either end count ",
        "Mixed Case Counts As Well",
        "long " + "and longer still, with no end in sight " * 3,
    ],
)
def test_any_signs_make_a_password_which_counts_as_it_was_typed(user: User, typed: str) -> None:
    assert change(signed_in(Client(), user), PASSWORD, typed) == 302

    others = {typed.strip(), typed.upper(), typed[:-1], typed[:64]} - {typed}
    assert [other for other in others if sign_in(Client(), other)] == []
    assert sign_in(Client(), typed)


def test_fields_for_passwords_are_masked_and_open_to_managers(user: User) -> None:
    pages = [Client().get("/account/login/"), signed_in(Client(), user).get(CHANGE)]

    fields = [field for page in pages for field in PASSWORD_FIELD.findall(page.content.decode())]
    assert len(fields) == 4
    assert [field for field in fields if 'type="password"' not in field] == []
    kinds = [re.search(r'autocomplete="([^"]*)"', field)[1] for field in fields]
    assert kinds == ["current-password", "current-password", "new-password", "new-password"]


def test_passwords_are_kept_as_argon2id() -> None:
    with override_settings(PASSWORD_HASHERS=as_written.PASSWORD_HASHERS):
        stored = make_password(PASSWORD)

    assert stored.startswith("argon2$argon2id$")


def test_a_session_is_new_at_sign_in_and_over_at_sign_out(user: User) -> None:
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key

    assert sign_in(client, PASSWORD)
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = client.get("/account-settings/").content.decode()
    client.post("/account/logout/")

    assert before != after
    assert 'action="/account/logout/"' in page
    for key in (before, after):
        late = Client()
        late.cookies[settings.SESSION_COOKIE_NAME] = key
        assert late.get("/account-settings/").status_code == 302
