"""Refused pages are on record: who, which page, by which method, and nothing of the address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hive.audit.models import Event
from hive.banks.roles import Role
from tests.factories import make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db


def refusals() -> list[tuple]:
    found = Event.objects.filter(verb="access.refused")
    return [(event.actor_label, event.result, event.detail) for event in found]


@pytest.mark.parametrize(
    ("role", "name", "method"),
    [
        (Role.CONTRIBUTOR, "banks:invite", "GET"),
        (Role.CONTRIBUTOR, "banks:grant", "POST"),
        (Role.LEAD_ANALYST, "banks:audit", "GET"),
        (Role.AUDITOR, "admin:banks_bank_changelist", "GET"),
        (Role.EXECUTIVE, "admin:index", "GET"),
    ],
)
def test_a_role_that_is_not_enough_is_on_record(role, name, method):
    client = signed_in(Client(), make_user("me@x.example", role, bank=make_bank()))

    answer = client.generic(method, reverse(name))

    assert answer.status_code == 403
    assert refusals() == [("me@x.example", "denied", {"page": name, "method": method})]


def test_strangers_and_pages_that_open_leave_none():
    user = make_user("me@x.example", Role.CONTRIBUTOR, bank=make_bank())

    answers = [
        Client().get(reverse("banks:invite")).status_code,
        signed_in(Client(), user).get(reverse("banks:people")).status_code,
        signed_in(Client(), user).get("/no-such-page/").status_code,
    ]

    assert answers == [302, 200, 404]
    assert refusals() == []
