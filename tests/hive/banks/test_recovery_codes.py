"""Recovery codes: shown once, kept as hashes, good once, gone with their authenticator."""

from __future__ import annotations

import re
import time
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher, make_password
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from hive.audit.models import Event, Result
from hive.banks import workflow
from hive.banks.models import RecoveryCode, User
from hive.banks.roles import Role
from hive.banks.workflow import recovery
from hive.post.models import OutboxMail
from tests.factories import PASSWORD, TOTP_SECRET, code_of, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/account/2fa/recovery-codes/"
CODE = re.compile(r"<li>(\d{1,2}-\d{4}-\d{4}-\d{4})</li>")


def codes_on(response: HttpResponse) -> list[str]:
    """The codes that a page shows."""
    return CODE.findall(response.content.decode())


@pytest.fixture
def user() -> User:
    return make_user("one@x.example", Role.AUDITOR, password=PASSWORD)


@pytest.fixture
def codes(user: User) -> list[str]:
    return workflow.make_recovery_codes(user, by=user)


def try_code(user: User, code: str) -> HttpResponse:
    """Sign in with a code in a browser of its own."""
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client.post("/account/2fa/authenticate/", {"code": code})


def is_in(client: Client) -> bool:
    return client.get("/account-settings/").status_code == 200


def test_a_code_works_once(user, codes):
    first = try_code(user, codes[0])

    again = try_code(user, codes[0])

    assert len(set(codes)) == 10
    assert (first.status_code, again.status_code) == (302, 422)
    assert is_in(first.client)
    assert not is_in(again.client)


def test_every_code_opens_the_account(user, codes):
    answers = [try_code(user, code).status_code for code in reversed(codes)]

    assert answers == [302] * 10


@pytest.mark.parametrize(
    "way",
    [
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' – ')} ",
        lambda code: "".join(chr(ord(each) + 0xFEE0) for each in code),
    ],
    ids=["digits alone", "spaces and dashes", "full width"],
)
def test_a_code_may_be_typed_in_several_ways(user, codes, way):
    assert try_code(user, way(codes[-1])).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        lambda codes: "2" + codes[0][1:],
        lambda codes: codes[0][:-1] + str((int(codes[0][-1]) + 1) % 10),
        lambda codes: codes[0][2:],
        lambda codes: "11" + codes[0][1:],
        lambda codes: "100" + codes[9][2:],
        lambda codes: "9" * 500,
    ],
    ids=["other number", "other digit", "no number", "no such number", "longer number", "long"],
)
def test_a_wrong_code_is_refused_and_noted(user, codes, wrong):
    response = try_code(user, wrong(codes))

    assert response.status_code == 422
    event = Event.objects.get(verb="second_factor")
    assert (event.result, event.actor_label) == (Result.FAILED, user.email)
    assert RecoveryCode.objects.unused_by(user).count() == 10


def test_a_code_of_somebody_else_opens_nothing(codes):
    other = make_user("two@x.example", Role.AUDITOR, password=PASSWORD)
    workflow.make_recovery_codes(other, by=other)

    assert try_code(other, codes[0]).status_code == 422


def test_the_sixth_wrong_code_makes_even_the_right_one_wait(user, codes):
    for _each in range(5):
        assert try_code(user, "1-0000-0000-0000").status_code == 422

    assert try_code(user, codes[0]).status_code == 422
    assert RecoveryCode.objects.unused_by(user).count() == 10


def test_a_right_code_forgets_the_wrong_ones(user, codes):
    for code in codes[:3]:
        for _each in range(4):
            try_code(user, "1-0000-0000-0000")
        assert try_code(user, code).status_code == 302


@pytest.mark.parametrize("kind", ["right", "wrong", "used", "no such number", "no codes"])
def test_every_try_takes_the_work_of_one_hash(user, kind):
    codes = workflow.make_recovery_codes(user, by=user)
    typed = {"wrong": "1-0000-0000-0000", "no such number": "77" + codes[0][1:]}.get(kind, codes[0])
    if kind == "used":
        workflow.use_recovery_code(user, typed)
    if kind == "no codes":
        RecoveryCode.objects.all().delete()
    worked: list[str] = []

    def counted(password: str, *rest: Any) -> Any:
        worked.append(password)
        return make_password(password)

    with (
        patch.object(recovery, "make_password", counted),
        patch.object(recovery, "check_password", counted),
    ):
        workflow.use_recovery_code(user, typed)

    assert len(worked) == 1


def test_they_are_kept_as_hashes_of_argon2(user):
    # Other tests take a quick one; this one is not asked how long it takes.
    hashers = import_module("hive.settings").PASSWORD_HASHERS
    with (
        override_settings(PASSWORD_HASHERS=hashers),
        patch.multiple(Argon2PasswordHasher, time_cost=1, memory_cost=1024),
    ):
        codes = workflow.make_recovery_codes(user, by=user)
        kept = list(RecoveryCode.objects.values_list("code_hash", flat=True))
        algorithms = {identify_hasher(each).algorithm for each in kept}
        works = workflow.use_recovery_code(user, codes[3])

    assert algorithms == {"argon2"}
    assert len({each.split("$")[4] for each in kept}) == 10
    assert works


def test_no_code_is_kept_in_clear(client, user, caplog):
    signed_in(client, user)

    codes = codes_on(client.post(PAGE))

    kept = [repr(row) for model in apps.get_models() for row in model._base_manager.values_list()]
    kept += [repr(dict(client.session)), caplog.text, repr(getattr(cache, "_cache", ""))]
    assert len(codes) == 10
    for code in codes:
        secret = code.partition("-")[2]
        assert not [each for each in kept if secret in each or secret.replace("-", "") in each]


def test_they_are_shown_once(client, user):
    signed_in(client, user)

    made = client.post(PAGE)
    later = client.get(PAGE)

    assert len(codes_on(made)) == 10
    assert made["Cache-Control"] == "no-store, private"
    assert codes_on(later) == []
    assert "10 of 10 codes are unused." in later.content.decode()


def test_the_page_says_how_many_are_left(client, user, codes):
    for code in codes[:9]:
        workflow.use_recovery_code(user, code)
    signed_in(client, user)

    one_left = client.get(PAGE).content.decode()
    workflow.use_recovery_code(user, codes[9])
    none_left = client.get(PAGE).content.decode()

    assert "1 of 10 codes are unused." in one_left
    assert "No unused code is left." in none_left


def test_new_ones_replace_the_old_ones_and_are_told_by_mail(client, user, codes):
    signed_in(client, user)

    new = codes_on(client.post(PAGE))

    assert try_code(user, codes[0]).status_code == 422
    assert try_code(user, new[0]).status_code == 302
    assert OutboxMail.objects.get().template == "recovery_codes_made"
    assert Event.objects.filter(verb="make_recovery_codes", actor=user.pk).count() == 2


def test_use_is_noted_without_the_code(user, codes):
    try_code(user, codes[6])

    event = Event.objects.get(verb="use_recovery_code")
    assert (event.actor_label, event.result) == (user.email, Result.DONE)
    assert event.detail == {"number": 7, "left": 9}


def test_making_them_asks_for_the_code_again(client, user):
    signed_in(client, user)
    session = client.session
    long_ago = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session["account_authentication_methods"] = [{"method": "mfa", "at": long_ago}]
    session.save()

    response = client.post(PAGE)

    assert response.url == f"/account/2fa/reauthenticate/?next={PAGE}"
    assert not RecoveryCode.objects.exists()


def test_a_code_confirms_that_one_is_present(client, user, codes):
    client.force_login(user)

    response = client.post("/account/2fa/reauthenticate/?next=/help/", {"code": codes[0]})

    assert response.status_code == 302
    assert is_in(client)


def test_without_an_authenticator_there_are_none(client):
    user = make_user("one@x.example", Role.CONTRIBUTOR, bank=make_bank())
    signed_in(client, user)

    answers = [client.get(PAGE).status_code, client.post(PAGE).status_code]

    assert answers == [404, 404]
    with pytest.raises(workflow.Taken):
        workflow.make_recovery_codes(user, by=user)


def test_nobody_makes_them_for_somebody_else(user):
    other = make_user("two@x.example", Role.ADMINISTRATOR)

    with pytest.raises(workflow.NotAllowed):
        workflow.make_recovery_codes(user, by=other)

    event = Event.objects.get()
    assert (event.verb, event.result, event.actor) == (
        "make_recovery_codes",
        Result.DENIED,
        other.pk,
    )


def test_they_go_when_the_second_factor_is_reset(user, codes):
    workflow.reset_second_factor(user, by=make_user("two@x.example", Role.ADMINISTRATOR))

    assert not RecoveryCode.objects.exists()
    assert not workflow.use_recovery_code(user, codes[0])


def test_they_go_when_the_authenticator_is_removed(client):
    user = make_user("one@x.example", Role.CONTRIBUTOR, bank=make_bank())
    TOTP.activate(user, TOTP_SECRET)
    workflow.make_recovery_codes(user, by=user)
    signed_in(client, user)

    client.post("/account/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_those_of_a_new_authenticator_are_new(client, user, codes):
    workflow.reset_second_factor(user, by=make_user("two@x.example", Role.ADMINISTRATOR))
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]

    made = codes_on(client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}))

    assert len(made) == 10
    assert not set(made) & set(codes)
    assert not OutboxMail.objects.filter(template="recovery_codes_made").exists()


def test_pressing_twice_at_set_up_leads_to_where_codes_are_made(client, user, codes):
    signed_in(client, user)

    response = client.post("/account/2fa/totp/activate/", {"code": "123456"})

    assert (response.status_code, response.url) == (302, PAGE)
    assert RecoveryCode.objects.unused_by(user).count() == 10


def test_a_number_is_given_once(user, codes):
    app = Authenticator.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        RecoveryCode.objects.create(authenticator=app, number=1, code_hash="x")
