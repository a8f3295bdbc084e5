"""Signing in and out, forgotten and changed passwords, and what strangers can learn."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hive.audit.models import Event
from hive.banks.models import User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import PASSWORD, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db
NEW = "four unrelated words here"


@pytest.fixture
def user():
    bank = make_bank()
    return make_user("one@b1.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def events() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("id").values_list("verb", "result"))


def test_a_person_signs_in_and_out(client, user):
    done = sign_in(client, user.email)
    inside = client.get("/account-settings/")
    client.post("/account/logout/")

    assert done.url == "/"
    assert inside.status_code == 200
    assert client.get("/account-settings/").status_code == 302
    assert events() == [("sign_in", "done"), ("sign_out", "done")]


def test_who_signs_out_leaves_nothing_in_the_browser(client, user):
    sign_in(client, user.email)
    asked = client.get("/account/logout/")
    left = client.post("/account/logout/")

    assert "Clear-Site-Data" not in asked.headers
    assert left["Clear-Site-Data"] == '"cache", "storage"'


def test_the_case_of_the_address_does_not_matter(client, user):
    assert sign_in(client, "ONE@B1.example").url == "/"


def test_the_second_sign_in_says_when_the_last_one_was(client, user):
    sign_in(client, user.email)
    client.post("/account/logout/")

    sign_in(client, user.email)

    assert "You last signed in on" in client.get("/account-settings/").content.decode()


def test_wrong_password_and_unknown_address_answer_alike(client, user):
    answers = [sign_in(Client(), email, "wrong") for email in (user.email, "nobody@b1.example")]

    bodies = [plain(answer, ("one@b1.example", "nobody@b1.example")) for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert bodies[0] == bodies[1]


def plain(answer, addresses: tuple[str, ...]) -> str:
    html = re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    for address in addresses:
        html = html.replace(address, "")
    return html


def test_a_failed_sign_in_is_in_the_log_without_the_password(client, user):
    sign_in(client, user.email, "canary-password")

    event = Event.objects.get()
    assert (event.verb, event.result, event.subject) == ("sign_in", "failed", str(user.pk))
    assert "canary" not in str(Event.objects.values().get())


def test_the_sixth_attempt_waits(client, user):
    for _ in range(5):
        sign_in(client, user.email, "wrong")

    response = sign_in(client, user.email)

    assert response.status_code == 422
    assert "Too many attempts" in response.content.decode()


def test_a_closed_account_does_not_open(client, user):
    User.objects.update(is_active=False)

    sign_in(client, user.email)

    assert client.get("/account-settings/").status_code == 302


@pytest.mark.parametrize("path", ["/account/signup/", "/account/password/set/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_sign_up_is_closed(client, path, method):
    typed = {"email": "new@x.example", "password1": NEW, "password2": NEW}

    response = getattr(client, method)(path, typed)

    assert response.status_code == 403
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    ["/account/confirm-email/", "/account/login/code/", "/account/2fa/webauthn/"],
)
def test_unused_pages_of_the_library_do_not_exist(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "http://localhost@evil.example",
        "https://testserver/",
    ],
)
def test_signing_in_never_leads_away(client, user, target):
    response = sign_in(client, user.email, next=target)

    assert response.url == "/"


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client, user):
    asked = client.post("/account/password/reset/", {"email": user.email.upper()})
    link = reset_link()
    looked = [client.get(link, follow=True) for _ in range(3)]
    path = looked[0].request["PATH_INFO"]

    done = client.post(path, {"password1": NEW, "password2": NEW})
    again = Client(headers={"accept-language": "en"}).get(link, follow=True)

    assert asked.status_code == done.status_code == 302
    assert User.objects.get().check_password(NEW)
    assert "no longer works" in again.content.decode()
    assert events()[:2] == [("request_password_reset", "done"), ("password_reset", "done")]


def reset_link() -> str:
    body = OutboxMail.objects.get(template="password_reset_link").body
    return re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", body)[1]


def test_asking_for_a_link_answers_strangers_alike_and_mails_them_nothing(client, user):
    known, unknown = (
        Client().post("/account/password/reset/", {"email": email}, follow=True)
        for email in (user.email, "nobody@x.example")
    )

    assert plain(known, ()) == plain(unknown, ())
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [user.email]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8000"},
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-host": "evil.example", "x-forwarded-server": "evil.example"},
    ],
)
def test_the_link_ignores_what_the_request_calls_the_site(client, user, settings, headers):
    settings.ALLOWED_HOSTS = ["*"]

    client.post("/account/password/reset/", {"email": user.email}, headers=headers)

    body = OutboxMail.objects.get().body
    assert f"{settings.SITE_ORIGIN}/account/password/reset/key/" in body
    assert "evil" not in body


def test_a_changed_password_ends_the_other_sessions(client, user):
    other = Client()
    sign_in(other, user.email)
    sign_in(client, user.email)
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    done = client.post("/account/password/change/", typed)

    assert done.status_code == 302
    assert client.get("/account-settings/").status_code == 200
    assert other.get("/account-settings/").status_code == 302
    assert OutboxMail.objects.get().template == "password_changed"
    assert events()[-1] == ("password_changed", "done")


@pytest.mark.parametrize(
    "bad",
    [
        "short",
        "passwordpassword",
        "111111111111111",
        "hive-bank-2026-alliance",
        "one@b1.example-2026",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(client, user, bad):
    signed_in(client, user)
    typed = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}

    response = client.post("/account/password/change/", typed)

    assert response.status_code == 422
    assert User.objects.get().check_password(PASSWORD)


def test_the_browsers_language_is_kept_and_a_new_browser_takes_the_persons(user):
    User.objects.update(language="zh-hans")
    chosen, fresh = Client(), Client()
    chosen.cookies["hive_lang"] = "en"

    sign_in(chosen, user.email)
    sign_in(fresh, user.email)

    assert chosen.cookies["hive_lang"].value == "en"
    assert fresh.cookies["hive_lang"].value == "zh-hans"
