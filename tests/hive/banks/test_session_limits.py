"""When a session ends: unused for half an hour, and in any case twelve hours after signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hive.banks.models import Session, User
from hive.banks.roles import Role
from tests.factories import PASSWORD, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/account-settings/"
SECOND = timedelta(seconds=1)
IDLE = timedelta(minutes=30)
LIMIT = timedelta(hours=12)


@pytest.fixture
def user() -> User:
    return make_user("one@b1.example", Role.CONTRIBUTOR, bank=make_bank(), password=PASSWORD)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def is_inside(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_a_session_ends_when_it_is_not_used_for_half_an_hour(client, user, clock):
    signed_in(client, user)

    clock.shift(IDLE - SECOND)
    assert is_inside(client)
    clock.shift(IDLE - SECOND)
    assert is_inside(client)
    clock.shift(IDLE)
    assert not is_inside(client)


def test_a_session_ends_after_twelve_hours_however_busy_it_is(client, user, clock):
    signed_in(client, user)
    for _ in range(12 * 3 - 1):
        clock.shift(timedelta(minutes=20))
        assert is_inside(client)

    clock.shift(timedelta(minutes=20))

    assert not is_inside(client)


def test_what_a_session_holds_does_not_make_it_last_longer(client, user, clock):
    signed_in(client, user)
    for _ in range(25):
        clock.shift(timedelta(minutes=29))
        session = client.session
        session["anything"] = True
        session.save()

    assert not is_inside(client)


def test_signing_in_again_begins_a_new_session_under_a_new_key(client, user, clock):
    client.get("/account/login/")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    first = client.session.session_key
    clock.shift(LIMIT)

    client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    assert client.session.session_key != first
    clock.shift(IDLE - SECOND)
    assert is_inside(client)


def test_a_planted_key_is_not_taken_over(client, user):
    client.cookies[settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"

    client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    assert Session.objects.get(user=user).pk != "planted0planted0planted0planted0"


def test_the_use_of_a_session_is_written_once_a_minute(
    client, user, clock, django_assert_num_queries
):
    signed_in(client, user)
    is_inside(client)
    clock.shift(timedelta(seconds=59))
    with django_assert_num_queries(2):
        client.get("/help/")
    clock.shift(SECOND)

    with django_assert_num_queries(3):
        client.get("/help/")
    with django_assert_num_queries(2):
        client.get("/help/")


def test_asking_how_long_it_lasts_is_no_use_of_it(client, user, clock):
    signed_in(client, user)
    clock.shift(timedelta(minutes=20))

    assert client.get("/session/").json()["ends_in"] == 600
    clock.shift(timedelta(minutes=9))
    assert client.get("/session/").json()["ends_in"] == 60
    clock.shift(timedelta(minutes=1))
    assert client.get("/session/").json()["person"] is None


def test_staying_puts_the_end_off_until_the_limit(client, user, clock):
    signed_in(client, user)
    clock.shift(timedelta(minutes=29))

    assert client.post("/session/stay/").json() == {"ends_in": 1800, "may_stay": True}
    for _ in range(25):
        clock.shift(timedelta(minutes=27))
        stayed = client.post("/session/stay/").json()
    assert stayed == {"ends_in": 16 * 60, "may_stay": False}
    clock.shift(timedelta(minutes=16))
    assert client.post("/session/stay/").status_code == 302


def test_the_settings_say_how_long(client, user, clock, settings):
    settings.SESSION_COOKIE_AGE, settings.HIVE_SESSION_HOURS = 600, 1
    signed_in(client, user)

    assert client.get("/session/").json()["ends_in"] == 600
    assert "1 hours" in client.get("/cookies/").content.decode()
    clock.shift(timedelta(minutes=10))
    assert not is_inside(client)


def test_every_page_of_a_person_brings_the_dialog_and_no_page_of_a_stranger(client, user):
    stranger = client.get("/help/").content.decode()
    signed_in(client, user)
    inside = client.get("/help/").content.decode()

    assert ('id="time-out"' in stranger, 'id="time-out"' in inside) == (False, True)
    assert 'data-ends-in="1800"' in inside


def test_the_admin_brings_it_too(client):
    signed_in(client, make_user("admin@a.example", Role.ADMINISTRATOR))

    assert 'id="time-out"' in client.get("/admin/").content.decode()


def test_the_cookie_goes_with_the_browser_and_is_out_of_reach_of_scripts(client, user):
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_rows_of_ended_sessions_are_cleared_away(client, user, clock):
    signed_in(client, user)
    clock.shift(IDLE + SECOND)

    client.session.clear_expired()

    assert not Session.objects.exists()
