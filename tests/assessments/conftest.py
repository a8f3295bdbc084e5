"""A world that stands for all tests of a module; each test finds it as it was made."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.published import standing
from tests.submissions import World, make_world


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(standing_world: World, db: None) -> World:
    return deepcopy(standing_world)
