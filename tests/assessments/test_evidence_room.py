"""What room is left is counted while the submission is held."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from assessments.workflow import NoRoom
from tests import evidence, files
from tests.submissions import make_world


@pytest.mark.django_db(transaction=True)
def test_two_uploads_cannot_share_what_room_is_left(settings, tmp_path: Path) -> None:
    """Side by side on PostgreSQL; SQLite's one writer of a test's database takes turns."""
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    settings.HIVE_EVIDENCE_TOTAL_BYTES = len(files.pdf()) + 10
    workers = 1 if connection.vendor == "sqlite" else 6

    def add(_number: int) -> str:
        try:
            return evidence.add_file(world.submission, world.coordinator).kind
        except NoRoom:
            return "no room"
        finally:
            if workers > 1:
                connection.close()

    if workers == 1:
        results = [add(number) for number in range(6)]
    else:
        with ThreadPoolExecutor(workers) as pool:
            results = list(pool.map(add, range(6)))

    assert sorted(results) == ["file"] + ["no room"] * 5
