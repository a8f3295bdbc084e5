"""The second factor: who needs it, that nothing opens without it, that codes work once."""

from __future__ import annotations

import json
import time

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.test import Client

from hive.audit.models import Event, Result
from hive.banks.access import confirm_totp
from hive.banks.models import User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import (
    PASSWORD,
    TOTP_SECRET,
    code_of,
    current_code,
    make_bank,
    make_user,
    signed_in,
)
from tests.hive.banks.test_recovery_codes import codes_on

pytestmark = pytest.mark.django_db

NEEDING = [
    Role.APPROVER,
    Role.ANALYST,
    Role.LEAD_ANALYST,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
]
PAGES = ["/account-settings/", "/people/", "/admin/", "/bank/", "/account/2fa/recovery-codes/"]


def sign_in(client: Client, user: User):
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def test_the_roles_that_need_one_are_these():
    assert [role for role in Role if role.needs_second_factor] == NEEDING


@pytest.mark.parametrize("role", NEEDING)
@pytest.mark.parametrize("path", PAGES)
def test_without_one_only_its_set_up_opens(client, role, path):
    user = make_user("one@x.example", role, bank=make_bank(), second_factor=False)
    client.force_login(user)

    response = client.get(path)

    assert (response.status_code, response.url.partition("?")[0]) == (
        302,
        "/account/2fa/totp/activate/",
    )


@pytest.mark.parametrize("role", NEEDING)
@pytest.mark.parametrize("path", PAGES)
def test_an_unshown_one_must_be_shown(client, role, path):
    user = make_user("one@x.example", role, bank=make_bank())
    client.force_login(user)

    response = client.get(path)

    assert (response.status_code, response.url.partition("?")[0]) == (
        302,
        "/account/2fa/reauthenticate/",
    )


@pytest.mark.parametrize("role", NEEDING)
def test_posting_does_not_get_round_it(client, role):
    user = make_user("one@x.example", role, bank=make_bank(), second_factor=False)
    client.force_login(user)

    response = client.post("/account-settings/", {"name": "X", "language": "en"})

    assert response.url.startswith("/account/2fa/totp/activate/")
    assert User.objects.get().name == "One"


@pytest.mark.parametrize("role", NEEDING)
def test_sign_in_asks_for_the_code(client, role):
    user = make_user("one@x.example", role, bank=make_bank(), password=PASSWORD)

    asked = sign_in(client, user)
    not_yet = client.get("/account-settings/")
    done = client.post("/account/2fa/authenticate/", {"code": current_code(user)})

    assert asked.url == "/account/2fa/authenticate/"
    assert not_yet.url == "/account/login/?next=/account-settings/"
    assert done.status_code == 302
    assert client.get("/account-settings/").status_code == 200


def test_a_code_works_once(client):
    user = make_user("one@x.example", Role.AUDITOR, password=PASSWORD)
    code = current_code(user)
    sign_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": code})
    second = Client()
    sign_in(second, user)

    response = second.post("/account/2fa/authenticate/", {"code": code})

    assert response.status_code == 422
    assert second.get("/account-settings/").status_code == 302


@pytest.fixture
def _in_a_request(rf):
    """Codes are counted by request; this is one."""
    with request_context(rf.post("/")):
        yield


@pytest.mark.usefixtures("_in_a_request")
def test_a_code_to_confirm_an_act_works_once_and_not_for_signing_in(client):
    user = make_user("one@x.example", Role.AUDITOR, password=PASSWORD)
    code = current_code(user)

    assert confirm_totp(user, code) is True
    assert confirm_totp(user, code) is False

    sign_in(client, user)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 422


@pytest.mark.usefixtures("_in_a_request")
def test_the_sixth_wrong_code_makes_even_the_right_one_wait():
    user = make_user("one@x.example", Role.AUDITOR)
    code = current_code(user)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    for _ in range(5):
        assert confirm_totp(user, wrong) is False

    assert confirm_totp(user, code) is False


def test_a_wrong_code_is_in_the_log(client):
    user = make_user("one@x.example", Role.AUDITOR, password=PASSWORD)
    sign_in(client, user)

    client.post("/account/2fa/authenticate/", {"code": "000000"})

    event = Event.objects.get(verb="second_factor")
    assert (event.result, event.actor_label) == (Result.FAILED, "one@x.example")
    assert "000000" not in json.dumps(event.detail)


def test_secrets_are_not_readable_in_the_database():
    make_user("one@x.example", Role.AUDITOR)

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert TOTP_SECRET not in stored


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_lets_the_person_in_and_ends_other_sessions(client):
    user = make_user("one@x.example", Role.AUDITOR, second_factor=False, password=PASSWORD)
    other = Client()
    sign_in(other, user)
    sign_in(client, user)
    page = client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]

    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})

    assert (page.status_code, done.status_code) == (200, 200)
    assert len(codes_on(done)) == 10
    assert client.get("/account-settings/").status_code == 200
    assert other.get("/account-settings/").url.startswith("/account/login/")
    assert OutboxMail.objects.get().template == "second_factor_set_up"


def test_a_wrong_first_code_is_refused(client):
    user = make_user("one@x.example", Role.AUDITOR, second_factor=False, password=PASSWORD)
    sign_in(client, user)
    client.get("/account/2fa/totp/activate/")

    response = client.post("/account/2fa/totp/activate/", {"code": "abc"})

    assert response.status_code == 422
    assert not Authenticator.objects.exists()


def test_whoever_needs_it_cannot_remove_it(client):
    user = make_user("one@x.example", Role.AUDITOR)
    signed_in(client, user)

    client.post("/account/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_new_password_does_not_get_round_it(client):
    user = make_user("one@x.example", Role.APPROVER, bank=make_bank(), password=PASSWORD)
    client.post("/account/password/reset/", {"email": user.email})
    link = OutboxMail.objects.get(template="password_reset_link").body.split()
    link = next(word for word in link if "/account/password/reset/key/" in word)
    form = client.get(link.partition("8000")[2], follow=True)
    new = "four unrelated words here"

    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    inside = client.get("/account-settings/")
    asked = client.post("/account/login/", {"login": user.email, "password": new})

    assert User.objects.get().check_password(new)
    assert inside.url.startswith("/account/login/")
    assert asked.url == "/account/2fa/authenticate/"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("steps", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_an_app_may_be_one_step_slow_or_fast(client, time_machine, steps, passes):
    user = make_user("one@x.example", Role.AUDITOR, password=PASSWORD)
    # In the middle of a step, so that no second of the test belongs to the next one.
    now = time.time() // 30 * 30 + 15
    time_machine.move_to(now + steps * 30, tick=False)
    code = current_code(user)
    time_machine.move_to(now, tick=False)
    sign_in(client, user)

    client.post("/account/2fa/authenticate/", {"code": code})

    assert (client.get("/account-settings/").status_code == 200) == passes
