"""Nobody finds out who has an account: every address is answered alike, by the same work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hive.audit.models import Event
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.bench.bench_accounts import mann_whitney
from tests.factories import PASSWORD, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

KNOWN, STRANGE, CLOSED, FRESH = (
    f"{name}@b1.example" for name in ("known", "other", "close", "fresh")
)
# What differs between two answers to one and the same person too.
OF_THE_ANSWER = re.compile(r'value="[A-Za-z0-9]{64}"')
# The kind of a query and its table.
QUERY = re.compile(r'^(SELECT|INSERT|UPDATE|DELETE|SAVEPOINT)(?:.*?(?:FROM|INTO|UPDATE) "?(\w+))?')


@dataclass(frozen=True)
class Work:
    """What an answer cost, and what it says."""

    status: int
    text: str
    hashes: int
    queries: tuple[str, ...]


@pytest.fixture
def bank() -> Bank:
    bank = make_bank()
    for email in (KNOWN, CLOSED, FRESH):
        password = None if email == FRESH else PASSWORD
        make_user(email, Role.CONTRIBUTOR, bank=bank, password=password)
    User.objects.filter(email=CLOSED).update(is_active=False)
    return bank


def work_of(client: Client, path: str, email: str, **more: str) -> Work:
    """Post the address and follow to the answer."""
    cache.clear()
    with counting_hashes() as hashes, CaptureQueriesContext(connection) as queries:
        response = client.post(path, {"login": email, "email": email, **more}, follow=True)
    return Work(response.status_code, text_of(response, email), len(hashes), kinds_of(queries))


@contextmanager
def counting_hashes() -> Iterator[list[str]]:
    """Note every password that is hashed; the hasher of the tests stands for the slow one."""
    counted: list[str] = []
    original = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        counted.append(password)
        return original(self, password, salt)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", encode)
        yield counted


def text_of(response: HttpResponse, email: str) -> str:
    return OF_THE_ANSWER.sub("", response.content.decode()).replace(email, "")


def kinds_of(queries: CaptureQueriesContext) -> tuple[str, ...]:
    """Kinds and tables of what was asked; how a savepoint ends takes no time."""
    found = (QUERY.match(query["sql"]) for query in queries.captured_queries)
    return tuple(" ".join(filter(None, each.groups())) for each in found if each)


@pytest.mark.parametrize("email", [STRANGE, CLOSED, FRESH])
def test_a_wrong_password_takes_the_same_work_for_every_address(bank: Bank, email: str) -> None:
    works = [
        work_of(Client(), "/account/login/", each, password="not the password")
        for each in (KNOWN, email)
    ]

    assert works[0] == works[1]
    assert (works[0].status, works[0].hashes) == (422, 1)


@pytest.mark.parametrize("email", [STRANGE, CLOSED])
def test_a_forgotten_password_takes_the_same_work_for_every_address(bank: Bank, email: str) -> None:
    works = [work_of(Client(), "/account/password/reset/", each) for each in (KNOWN, email)]

    assert works[0].status == 200
    assert works[0] == works[1]
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [KNOWN]
    assert list(Event.objects.order_by("id").values_list("verb", "result")) == [
        ("request_password_reset", "done"),
        ("request_password_reset", "failed"),
    ]
    assert email not in str(Event.objects.order_by("id").values().last())


def test_an_invitation_takes_the_same_work_whether_there_is_an_account(bank: Bank) -> None:
    elsewhere = make_user("elsewhere@b2.example", Role.EXECUTIVE, bank=make_bank("b2"))
    coordinator = make_user("co@b1.example", Role.COORDINATOR, bank=bank)
    client = signed_in(Client(), coordinator)
    more = {"name": "New", "role": Role.CONTRIBUTOR, "language": "en"}
    client.get("/people/")

    works = [
        work_of(client, "/people/invite/", email, **more)
        for email in (elsewhere.email, "strangest@b2.example")
    ]

    assert works[0].queries == works[1].queries
    assert (works[0].status, works[0].hashes, works[1].hashes) == (200, 0, 0)
    assert OutboxMail.objects.filter(template="invitation").count() == 2


def test_ranks_tell_a_difference_from_chance() -> None:
    steady = [float(n) for n in range(200)]

    assert mann_whitney(steady, [n + 0.5 for n in steady]) > 0.9
    assert mann_whitney(steady, [n + 20.5 for n in steady]) < 0.01
