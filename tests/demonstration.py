"""The whole demonstration in a test's database, built once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker

from reports.demo.build import build
from tests.copies import made_once


@contextmanager
def built(blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Hold the demonstration in a transaction around other tests; yields what the build said."""
    with blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


@made_once
def _build() -> list[str]:
    said: list[str] = []
    build(said.append)
    return said
