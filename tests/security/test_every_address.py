"""Every address: forms need their token, looking changes nothing and calls nobody."""

from __future__ import annotations

import hashlib
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from typing import NoReturn

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.factories import signed_in
from tests.papers import set_in_no_time
from tests.published import standing
from tests.routes import ANONYMOUS, every_route, open_to
from tests.test_isolation import EVERY_IDENTITY, Bench, address_in, make_bench
from tests.test_pages import readers_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Calls of the API are what their key says; they are refused with or without a token.
BY_KEY = {"api:cycles", "api:result", "api:unknown"}
# What a page loads or posts to; a link that a person may follow is none of it.
FOREIGN = re.compile(
    r"<(?!a\b)\w+[^>]*?\b(?:src|href|action|srcset|poster|data|xlink:href)"
    r"=[\"']?\s*(?:https?:)?//[^>]*>",
    re.IGNORECASE,
)
UTF_8 = re.compile(r'; charset="?utf-8"?$')
# What a look may leave: that it was looked, and when somebody was there.
RECORDS = {"audit_event", "banks_session", "hive_cache"}


@pytest.fixture(scope="module")
def standing_bench(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bench]:
    with standing(django_db_blocker), set_in_no_time():
        yield make_bench()


@pytest.fixture
def bench(standing_bench: Bench, db: None) -> Bench:
    return deepcopy(standing_bench)


def browser(bench: Bench, identity: str) -> Client:
    """A browser that checks tokens as the site does."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client if identity == ANONYMOUS else signed_in(client, bench.people[identity])


@dataclass(frozen=True)
class Look:
    """What one identity left behind by looking at everything, and what it was answered."""

    count: int
    changed: frozenset[str]
    types: list[tuple[str, int, str]]
    foreign: list[tuple[str, str]]
    called: list[object]


@pytest.fixture(scope="module")
def looked(standing_bench: Bench) -> Callable[[str], Look]:
    """Let an identity look at everything once."""
    return cache(partial(look_at_everything, standing_bench))


@pytest.fixture
def look(looked: Callable[[str], Look], identity: str, db: None) -> Look:
    return looked(identity)


def look_at_everything(bench: Bench, identity: str) -> Look:
    """Ask every address by GET and HEAD that opens for the identity; costly ones as one reader."""
    types, foreign = [], []
    with transaction.atomic(), listening() as called:
        client = browser(bench, identity)
        before = contents()
        for route in every_route():
            if identity not in readers_of(route):
                continue
            path = address_in(route, bench.world.submission)
            response = client.get(path)
            content = response.getvalue() if response.streaming else response.content
            kind = response.headers.get("Content-Type", "")
            if content:
                types.append((route.name, response.status_code, kind))
            if kind.startswith("text/html"):
                foreign += [(route.name, each[0]) for each in FOREIGN.finditer(content.decode())]
            # What a look at the head leaves open; close() itself would end the connection too.
            for close in client.head(path)._resource_closers:
                close()
        after = contents()
        transaction.set_rollback(True)
    changed = frozenset(table for table in after if after[table] != before[table])
    return Look(len(types), changed, types, foreign, called)


@contextmanager
def listening() -> Iterator[list[object]]:
    """Hear what the process connects to or asks the address of, the database's own way aside."""
    called: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((socket.socket, "connect"), (socket, "getaddrinfo")):
            patch.setattr(owner, name, partial(_hear, called))
        yield called


def _hear(called: list[object], *asked: object, **more: object) -> NoReturn:
    called.append(asked)
    raise OSError("nobody is called here")


@pytest.mark.parametrize("identity", EVERY_IDENTITY)
def test_no_form_is_taken_without_its_token(bench: Bench, identity: str) -> None:
    client = browser(bench, identity)
    taken = []
    for route in every_route():
        if identity in (open_to(route.name) or ()) and route.name not in BY_KEY:
            response = client.post(address_in(route, bench.world.submission))
            if response.status_code not in (403, 405):
                taken.append((route.name, response.status_code))

    assert taken == []


@pytest.mark.parametrize("identity", EVERY_IDENTITY)
def test_looking_changes_nothing(look: Look) -> None:
    assert look.count > 10
    assert look.changed <= RECORDS


@pytest.mark.parametrize("identity", EVERY_IDENTITY)
def test_every_answer_says_what_it_is(look: Look) -> None:
    faults = [
        told
        for told in look.types
        if not told[2] or (told[2].startswith("text/") and not UTF_8.search(told[2]))
    ]

    assert faults == []


@pytest.mark.parametrize("identity", EVERY_IDENTITY)
def test_no_page_loads_anything_of_another_host(look: Look) -> None:
    assert look.foreign == []


@pytest.mark.parametrize("identity", EVERY_IDENTITY)
def test_every_page_is_answered_without_calling_anybody(look: Look) -> None:
    assert look.called == []


def test_a_call_would_be_heard() -> None:
    with listening() as called, pytest.raises(OSError, match="nobody"):
        socket.create_connection(("hive.example", 80))

    assert "hive.example" in str(called)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://x.example/y.png">',
        '<link rel="stylesheet" href="//x.example/y.css">',
        '<script src="http://x.example/y.js"></script>',
        '<form action="https://x.example/">',
    ],
)
def test_what_a_page_loads_would_be_seen(markup: str) -> None:
    assert FOREIGN.search(markup)


def contents() -> dict[str, str]:
    """A hash of every table."""
    tables = {model._meta.db_table: model for model in every_model()}
    return {name: content_of(model) for name, model in tables.items()}


def every_model() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def content_of(model: type[models.Model]) -> str:
    rows = model._base_manager.order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()
