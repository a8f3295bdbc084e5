"""One drawn cohort, published, for all tests of a module that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.published import Published, published_cycle, standing


@pytest.fixture(scope="module")
def cohort(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """A published cycle of 42 invented banks."""
    with standing(django_db_blocker):
        yield published_cycle()
