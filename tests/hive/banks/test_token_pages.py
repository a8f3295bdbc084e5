"""API keys on the account page: made, shown once, revoked, nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from hive.banks import workflow
from hive.banks.models import ApiToken, Membership
from hive.banks.roles import Role
from hive.banks.workflow import NotAllowed, Taken
from hive.banks.workflow.invitations import hash_of
from hive.banks.workflow.tokens import MOST_TOKENS
from hive.post.models import OutboxMail
from tests.factories import make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

MAKE = "/account-settings/keys/"
ACCOUNT = "/account-settings/"


@pytest.fixture
def person():
    return make_user("head@b1.example", Role.EXECUTIVE, bank=make_bank())


@pytest.fixture
def browser(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["hive_lang"] = "en"
    return signed_in(client, person)


def made(person, name: str = "Warehouse"):
    bank = person.memberships.get().bank
    return workflow.make_token(person, bank=bank, name=name, days=30, by=person)


def test_a_key_is_shown_once_and_only_its_hash_is_kept(browser, person):
    shown = browser.post(MAKE, {"name": " Data  warehouse ", "days": "90"})

    (key,) = re.findall(r"hive_[\w-]{43}", shown.content.decode())
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.token_hash) == (
        person, "Data warehouse", hash_of(key),
    )  # fmt: skip
    assert token.expires_at - token.created_at == timedelta(days=90)
    assert "no-store" in shown["Cache-Control"]
    listed = browser.get(ACCOUNT).content.decode()
    assert "Data warehouse" in listed
    assert key not in listed
    mail = OutboxMail.objects.get(template="api_token_made")
    assert mail.recipient == person.email
    assert key not in mail.body


def test_a_key_is_made_after_proof_of_presence(browser):
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        answer = browser.post(MAKE, {"name": "Program", "days": "30"})

    assert answer.status_code == 302
    assert "/account/reauthenticate/" in answer["Location"]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("typed", [{"name": "", "days": "30"}, {"name": "x", "days": "5000"}])
def test_what_is_missing_or_too_long_is_refused(browser, typed):
    assert browser.post(MAKE, typed).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_bank_is_chosen_where_there_are_several(browser, person):
    second, third = make_bank("b2"), make_bank("b3")
    Membership.objects.create(user=person, bank=second, role=Role.COORDINATOR)
    Membership.objects.create(user=person, bank=third, role=Role.CONTRIBUTOR)

    page = browser.get(MAKE).content.decode()
    refused = browser.post(MAKE, {"name": "x", "days": "30", "bank": str(third.pk)})
    browser.post(MAKE, {"name": "x", "days": "30", "bank": str(second.pk)})

    assert (str(second.pk) in page, str(third.pk) in page) == (True, False)
    assert refused.status_code == 422
    assert ApiToken.objects.get().bank == second


def test_a_key_is_revoked_on_the_account_page(browser, person):
    token, _secret = made(person)

    answer = browser.post(f"{MAKE}{token.pk}/revoke/", follow=True)

    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "The API key is revoked." in answer.content.decode()
    assert "Warehouse" not in answer.content.decode()


def test_a_revoked_key_is_not_revoked_again(person):
    token, _secret = made(person)
    workflow.revoke_token(token, by=person)

    with pytest.raises(Taken):
        workflow.revoke_token(token, by=person)


def test_nobody_revokes_anothers_key(browser, person):
    colleague = make_user("two@b1.example", Role.EXECUTIVE, bank=person.memberships.get().bank)
    token, _secret = made(colleague)

    assert browser.post(f"{MAKE}{token.pk}/revoke/").status_code == 404
    with pytest.raises(NotAllowed):
        workflow.revoke_token(token, by=person)


def test_there_are_so_many_keys_and_no_more(browser, person):
    for number in range(MOST_TOKENS):
        made(person, f"Program {number}")

    answer = browser.post(MAKE, {"name": "One more", "days": "30"})

    assert answer.status_code == 422
    assert "Revoke one that is not needed" in answer.content.decode()
    assert ApiToken.objects.count() == MOST_TOKENS


def test_who_sees_no_results_is_offered_no_key():
    contributor = make_user("c@b1.example", Role.CONTRIBUTOR, bank=make_bank())
    client = signed_in(Client(), contributor)

    assert MAKE not in client.get(ACCOUNT).content.decode()
    assert client.get(MAKE).status_code == 403


def test_a_key_expires_after_it_is_made(person):
    made(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
