"""What every page carries: headers, language, demo strip, health; and refusals that say why."""

from __future__ import annotations

import signal
import time

import pytest
from django.test import Client

from hive.banks import middleware
from hive.banks.models import User
from hive.banks.roles import Role
from hive.banks.views import frame
from hive.banks.views.frame import server_error
from tests.factories import make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/help/",
    "/privacy/",
    "/cookies/",
    "/accessibility/",
    "/contact/",
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/inactive/",
    "/account/signup/",
    "/invitations/unknown/",
    "/no/such/page/",
]
OWN = [
    "/account-settings/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/logout/",
    "/account/2fa/totp/activate/",
    "/people/",
    "/people/invite/",
    "/bank/",
    "/help/",
    "/no/such/page/",
]
ADMIN = [
    "/admin/",
    "/admin/banks/",
    "/admin/banks/bank/",
    "/admin/banks/bank/add/",
    "/admin/banks/user/",
    "/admin/banks/invitation/",
    "/admin/banks/invitation/add/",
    "/admin/banks/membership/",
    "/admin/post/outboxmail/",
]


@pytest.fixture
def coordinator(client):
    user = make_user("co@b1.example", Role.COORDINATOR, bank=make_bank())
    signed_in(client, user)
    return user


@pytest.fixture
def _administrator(client):
    signed_in(client, make_user("admin@a.example", Role.ADMINISTRATOR))


def is_strict(response) -> bool:
    """Whether the policy lets nothing in but our own files and data images."""
    policy = dict(
        part.strip().split(" ", 1)
        for part in response["Content-Security-Policy"].split(";")
        if part.strip()
    )
    return policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def has_nothing_inline(response) -> bool:
    html = response.content.decode()
    return not any(
        mark in html for mark in (" style=", "<style", "<script>", " onclick=", "javascript:")
    )


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_strict_and_say_that_this_is_a_demonstration(client, path):
    response = client.get(path)

    assert is_strict(response)
    assert has_nothing_inline(response)
    assert "demo-strip" in response.content.decode()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize("path", OWN)
def test_own_pages_are_strict_and_never_cached(client, path):
    response = client.get(path)

    assert is_strict(response)
    assert has_nothing_inline(response)
    assert response["Cache-Control"] == "no-store, private"
    assert "Cookie" in response["Vary"]


@pytest.mark.usefixtures("_administrator")
@pytest.mark.parametrize("path", ADMIN)
def test_admin_pages_are_strict_never_cached_and_marked(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert is_strict(response)
    assert has_nothing_inline(response)
    assert response["Cache-Control"] == "no-store, private"
    assert "demo-strip" in response.content.decode()


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_the_page_names_its_language(client, path, language, lang):
    client.cookies["hive_lang"] = language

    assert f'<html lang="{lang}">' in client.get(path).content.decode()


def test_the_language_switch_keeps_the_page(client):
    response = client.post("/language/", {"language": "zh-hans", "next": "/help/?a=1"})

    assert response.url == "/help/?a=1"
    assert client.cookies["hive_lang"].value == "zh-hans"
    assert client.cookies["hive_lang"]["httponly"] is True
    assert client.cookies["hive_lang"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://evil.example/",
        "http://testserver/help/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\x00//evil.example",
    ],
)
def test_the_language_switch_never_leads_away(client, target):
    assert client.post("/language/", {"language": "en", "next": target}).url == "/"


def test_an_unknown_language_is_not_kept(client):
    client.post("/language/", {"language": "xx", "next": "/"})

    assert client.cookies["hive_lang"].value == "en"


def test_the_language_is_kept_on_the_account(client, coordinator):
    client.post("/language/", {"language": "zh-hans", "next": "/"})

    assert User.objects.get().language == "zh-hans"


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_the_language_changes_by_post_only(client, method):
    assert getattr(client, method)("/language/").status_code == 405


def test_forms_need_their_token(coordinator):
    strict = signed_in(Client(enforce_csrf_checks=True), coordinator)

    refused = [
        strict.post("/language/", {"language": "zh-hans", "next": "/"}),
        strict.post("/account-settings/", {"name": "X", "language": "en"}),
        strict.post("/account/logout/"),
        strict.post("/people/invite/", {}),
    ]

    assert {response.status_code for response in refused} == {403}
    assert "open too long" in refused[0].content.decode() or "停留" in refused[0].content.decode()
    assert User.objects.get().name == "Co"


def test_the_process_is_alive_without_asking_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            Role.COORDINATOR,
            ["Home", "Questionnaire", "Check and sign", "Results", "People", "Help"],
        ),
        (Role.CONTRIBUTOR, ["Home", "Questionnaire", "Help"]),
        (Role.APPROVER, ["Home", "Questionnaire", "Check and sign", "Results", "Help"]),
        (Role.EXECUTIVE, ["Home", "Results", "Help"]),
        (Role.ANALYST, ["Review", "Help"]),
        (Role.LEAD_ANALYST, ["Review", "Help"]),
        (Role.ADMINISTRATOR, ["Administration", "Help"]),
        (Role.AUDITOR, ["Audit log", "Help"]),
    ],
)
def test_the_navigation_holds_what_the_role_opens(client, role, labels):
    signed_in(client, make_user("me@x.example", role, bank=make_bank()))

    frame = client.get("/help/").context["frame"]

    assert [str(item.label) for item in frame.nav] == labels
    assert [str(item.label) for item in frame.nav if item.is_current] == ["Help"]


def test_a_page_costs_session_and_person_with_roles(client, coordinator, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/help/")


def test_the_page_of_faults_asks_neither_database_nor_session(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_request_that_takes_too_long_is_ended_and_says_so(client, monkeypatch):
    monkeypatch.setattr(middleware, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(frame, "has_migrated", lambda: time.sleep(10))
    client.raise_request_exception = False
    began = time.monotonic()

    response = client.get("/readyz")

    assert time.monotonic() - began < 5
    assert response.status_code == 503
    assert "This took too long and was ended" in response.content.decode()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
