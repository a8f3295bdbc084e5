"""Verifying every night, on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hive.audit.log import record
from hive.audit.models import AuditSeal, Event, Result
from hive.audit.nights import night_of, start_of
from hive.audit.verifying import Verdict, verify

VERIFIED = "audit.verified"


def verify_due(now: datetime, *, tell: Callable[[Verdict], None]) -> int:
    """Once a night, check the whole log, note what came of it and tell; returns the findings.

    Checking takes its time, so only the note and the telling are one transaction.
    """
    if Event.objects.filter(verb=VERIFIED, at__gte=start_of(night_of(now))).exists():
        return 0
    verdict = verify(now)
    with transaction.atomic():
        record(
            VERIFIED, AuditSeal(number=verdict.last), by=None,
            result=Result.DONE if verdict.is_sound else Result.FAILED,
            first=verdict.first, heads=verdict.heads, findings=verdict.count,
        )  # fmt: skip
        tell(verdict)
    return verdict.count
