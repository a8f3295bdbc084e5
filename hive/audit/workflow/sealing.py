"""The sealer: every event that is stored gets the next link of the chain."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from hive.audit import archive
from hive.audit.chain import ORIGIN
from hive.audit.links import last_head, link_of, purged_head
from hive.audit.models import AuditSeal, Event

BATCH = 500

logger = logging.getLogger(__name__)


def seal_due(now: datetime) -> int:
    """Seal what is not sealed yet and return how much that was.

    Nothing is sealed on top of a chain that no longer reaches to where it was last kept outside
    the database: what was cut off or replaced would be covered up.
    """
    if not is_continued():
        logger.error("The audit log was cut or replaced. Nothing is sealed; run hive_verify.")
        return 0
    sealed = 0
    while count := _seal_batch(now):
        sealed += count
    if sealed:
        _keep_head()
    return sealed


def is_continued() -> bool:
    """Whether the chain still holds the seal up to which it was kept outside."""
    try:
        kept = archive.kept_head()
    except archive.HeadUnreadable:
        return False
    if kept == ORIGIN or kept.number <= purged_head().number:
        return True
    return AuditSeal.objects.filter(number=kept.number, mac=kept.mac).exists()


def _keep_head() -> None:
    """Write down how far the chain reaches; a disk that is full may try at the next sealing."""
    try:
        archive.keep_head(last_head())
    except OSError:
        logger.exception("The head of the audit log could not be kept outside the database.")


def _seal_batch(now: datetime) -> int:
    """Seal some events in one transaction; 0 where none is left, or another sealer was quicker."""
    try:
        with transaction.atomic():
            return len(AuditSeal.objects.bulk_create(_next_seals(now)))
    except IntegrityError:
        # Its numbers are taken; what it left is sealed at the next tick.
        return 0


def _next_seals(now: datetime) -> list[AuditSeal]:
    """Chain the events in the order in which they were stored, late ones behind the others."""
    head = last_head()
    seals = []
    for event in Event.objects.filter(seal=None).order_by("pk")[:BATCH]:
        seal = AuditSeal(number=head.number + 1, event=event, previous=head.mac, sealed_at=now)
        seal.mac = link_of(seal, event).expected_mac
        seals.append(seal)
        head = link_of(seal, event).head
    return seals
