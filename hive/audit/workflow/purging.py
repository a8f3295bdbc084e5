"""Purging: events older than the retention leave, and a signed checkpoint stands for them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from hive.audit import archive
from hive.audit.chain import Head, faults_in
from hive.audit.links import links_between, purged_head, signature_of
from hive.audit.log import record
from hive.audit.models import AuditCheckpoint, AuditSeal
from hive.audit.nights import night_of, start_of

logger = logging.getLogger(__name__)


def purge_due(now: datetime) -> int:
    """Once a night, let go of what is older than the retention; returns how many events.

    Only what lies in an export leaves, and only in front: what stays is a chain without gaps.
    A part that is not sound stays, for somebody to look at.
    """
    cut = start_of(night_of(now)) - timedelta(days=settings.HIVE_AUDIT_DAYS)
    before, until = purged_head(), _last_to_purge(cut)
    if until <= before.number:
        return 0
    if faults_in(links_between(before.number, until), before):
        logger.error("The oldest events of the audit log are not sound. None is purged.")
        return 0
    return _purge(before, until, cut=cut, now=now)


def _last_to_purge(cut: datetime) -> int:
    """The last of the seals in front that are all older than the cut, and exported."""
    younger = AuditSeal.objects.filter(event__at__gte=cut).order_by("number").first()
    exported = archive.exports()
    if younger is None or not exported:
        return 0
    return min(younger.number - 1, exported[-1].last)


@transaction.atomic
def _purge(before: Head, until: int, *, cut: datetime, now: datetime) -> int:
    mac = AuditSeal.objects.get(number=until).mac
    checkpoint = AuditCheckpoint(number=until, mac=mac, older_than=cut, made_at=now)
    checkpoint.signature = signature_of(checkpoint)
    checkpoint.save(force_insert=True)
    with connection.cursor() as cursor:
        for statement in PURGE[connection.vendor]:
            cursor.execute(statement, [until])
    record("audit.purged", checkpoint, by=None, first=before.number + 1, older_than=str(cut))
    return until - before.number


# The database lets nothing of the log go but what a checkpoint stands for. On PostgreSQL a function
# does it, so that the role of the site needs no right to delete.
PURGE = {
    "postgresql": ["SELECT audit_purge(%s)"],
    "sqlite": [
        "DELETE FROM audit_event WHERE id IN "
        "(SELECT event_id FROM audit_auditseal WHERE number <= %s)",
        "DELETE FROM audit_auditseal WHERE number <= %s",
    ],
}
