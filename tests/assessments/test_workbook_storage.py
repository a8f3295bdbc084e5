"""The row that keeps an upload: one for each person, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from assessments.models import UploadedWorkbook
from tests.submissions import World, make_world

pytestmark = pytest.mark.django_db


def keep(world: World, *, hours: int = 24) -> UploadedWorkbook:
    now = timezone.now()
    return UploadedWorkbook.objects.create(
        submission=world.submission,
        by=world.coordinator,
        answers={},
        versions={},
        sha256="0" * 64,
        created_at=now,
        expires_at=now + timedelta(hours=hours),
    )


def test_one_workbook_per_person():
    world = make_world()
    keep(world)

    with pytest.raises(IntegrityError):
        keep(world)


def test_workbooks_are_kept_for_a_while():
    with pytest.raises(IntegrityError):
        keep(make_world(), hours=-1)
