"""Guessing is slow, and nobody shuts out somebody else by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from hive.banks.models import User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import PASSWORD, current_code, make_bank, make_user

pytestmark = pytest.mark.django_db

OWNER, THIEF = "192.0.2.7", "198.51.100.4"
COOKIE = settings.HIVE_KNOWN_COOKIE_NAME
NEW = "four unrelated words here"


@pytest.fixture
def user() -> User:
    bank = make_bank()
    return make_user("one@b1.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD)


def browser(address: str = OWNER) -> Client:
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str):
    return client.post("/account/login/", {"login": user.email, "password": password}, **more)


def is_let_in(client: Client, user: User, password: str = PASSWORD) -> bool:
    return sign_in(client, user, password).status_code == 302


def guess(user: User, times: int, address: str = THIEF) -> None:
    for _ in range(times):
        assert sign_in(browser(address), user, "a wrong guess").status_code == 422


def guess_from_everywhere(user: User, times: int = 50) -> None:
    for number in range(times):
        guess(user, 1, f"203.0.113.{number}")


def known_browser(user: User, address: str = OWNER) -> Client:
    client = browser(address)
    assert is_let_in(client, user)
    client.post("/account/logout/")
    return client


def test_the_sixth_try_is_refused_for_a_quarter_of_an_hour(user):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(user, 5)

        refused = sign_in(browser(THIEF), user)
        clock.shift(timedelta(minutes=14, seconds=59))
        still = sign_in(browser(THIEF), user)
        clock.shift(timedelta(seconds=1))

        assert (refused.status_code, still.status_code) == (422, 422)
        assert "Too many attempts" in refused.content.decode()
        assert is_let_in(browser(THIEF), user)


def test_a_lock_is_not_prolonged_by_trying(user):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(user, 5)
        for _ in range(14):
            clock.shift(timedelta(minutes=1))
            assert not is_let_in(browser(THIEF), user)
        clock.shift(timedelta(minutes=1))

        assert is_let_in(browser(THIEF), user)


def test_the_owner_gets_in_from_another_address(user):
    guess(user, 6)

    assert is_let_in(browser(OWNER), user)


def test_a_known_browser_gets_in_from_the_very_address_of_the_guesses(user):
    client = known_browser(user)
    guess(user, 25, OWNER)

    assert not is_let_in(browser(OWNER), user)
    assert is_let_in(client, user)


def test_guesses_from_everywhere_slow_down_unknown_browsers_and_no_known_one(user):
    client = known_browser(user)
    guess_from_everywhere(user)

    assert not is_let_in(browser(), user)
    assert is_let_in(client, user)


def test_a_link_in_a_mail_lets_in_whatever_is_guessed_meanwhile(user):
    guess_from_everywhere(user)
    client = browser()
    client.post("/account/password/reset/", {"email": user.email})
    words = OutboxMail.objects.get(template="password_reset_link").body.split()
    link = next(word for word in words if "/key/" in word).partition("8000")[2]
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW, "password2": NEW})

    assert not is_let_in(browser(), user, NEW)
    assert is_let_in(client, user, NEW)


def test_a_known_browser_guesses_five_times_as_well(user):
    client = known_browser(user)
    for _ in range(5):
        sign_in(client, user, "a wrong guess")

    assert not is_let_in(client, user)
    assert is_let_in(known_browser(user, "192.0.2.8"), user)


def test_being_known_for_one_account_says_nothing_about_another(user):
    other = make_user("two@b1.example", Role.CONTRIBUTOR, bank=make_bank("b2"), password=PASSWORD)
    client = known_browser(other, THIEF)
    guess(user, 5)

    assert not is_let_in(client, user)


@pytest.mark.parametrize("cookie", ["", "made up", "WyJ4IixbXV0:1w2x3y:abc"])
def test_a_made_up_cookie_is_no_known_browser(user, cookie):
    guess(user, 5)
    client = browser(THIEF)
    client.cookies[COOKIE] = cookie

    assert not is_let_in(client, user)


def test_a_cookie_names_nobody_and_is_set_after_a_sign_in_only(user):
    client = browser()
    sign_in(client, user, "a wrong guess")
    assert COOKIE not in client.cookies

    sign_in(client, user)

    cookie = client.cookies[COOKIE]
    assert "one" not in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_a_password_without_its_code_makes_no_browser_known():
    user = make_user("an@a.example", Role.ANALYST, password=PASSWORD)
    client = browser(THIEF)
    assert is_let_in(client, user)
    assert COOKIE not in client.cookies

    client.post("/account/2fa/authenticate/", {"code": current_code(user)})

    assert COOKIE in client.cookies


def test_the_code_is_dead_after_five_wrong_ones():
    user = make_user("an@a.example", Role.ANALYST, password=PASSWORD)
    client = browser()
    sign_in(client, user)
    code = current_code(user)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": wrong})

    answer = client.post("/account/2fa/authenticate/", {"code": code})

    assert answer.status_code == 422
    assert client.get("/account-settings/").status_code == 302


def test_strangers_are_counted_like_people(user):
    user.email = "nobody@b1.example"
    guess(user, 5)

    assert "Too many attempts" in sign_in(browser(THIEF), user).content.decode()


def test_what_was_counted_survives_a_restart(user):
    guess(user, 5)

    del caches["default"]

    assert not is_let_in(browser(THIEF), user)


def test_guessing_at_many_accounts_does_not_push_out_what_was_counted():
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


@pytest.mark.parametrize(("proxies", "shut_out"), [(1, False), (0, True)])
def test_behind_a_proxy_people_are_told_apart_by_what_it_adds(user, settings, proxies, shut_out):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(5):
        forged = {"x-forwarded-for": f"203.0.113.{number}, {THIEF}"}
        sign_in(browser("10.0.0.1"), user, "a wrong guess", headers=forged)

    answer = sign_in(browser("10.0.0.1"), user, headers={"x-forwarded-for": OWNER})

    assert (answer.status_code == 422) is shut_out
