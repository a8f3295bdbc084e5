"""The demonstration: what it holds, that it can be built again, that everybody can sign in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.demonstration import built

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    with built(django_db_blocker) as lines:
        yield lines


def test_build_says(said):
    print(said)
