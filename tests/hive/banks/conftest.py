"""These tests read English sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english(client) -> Iterator[None]:
    client.cookies["hive_lang"] = "en"
    with translation.override("en"):
        yield
