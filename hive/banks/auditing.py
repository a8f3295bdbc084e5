"""What the auditor's page says: one page of the log, narrowed, and the state of its seals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise

from hive.audit.acts import in_words
from hive.audit.models import AuditCheckpoint, AuditSeal, Event, Result
from hive.audit.verifying import LONGEST_UNSEALED
from hive.banks.models import Bank, User
from hive.banks.roles import Role

ROWS = 50


@dataclass(frozen=True)
class Row:
    """One event as it is listed; never its values."""

    event: Event
    act: Promise | str
    kind: Promise | str
    bank: Bank | None
    seal: AuditSeal | None

    @property
    def is_done(self) -> bool:
        """Whether the act went through."""
        return self.event.result == Result.DONE


@dataclass(frozen=True)
class Excerpt:
    """A stretch of the log, newest first. It is never counted: a log grows for years."""

    rows: tuple[Row, ...]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class SealState:
    """How far the chain reaches, what waits, and when it was last checked and exported."""

    last: AuditSeal | None
    waiting: int
    is_late: bool
    verified: Event | None
    exported: Event | None
    purged: AuditCheckpoint | None
    retention_days: int

    @property
    def findings(self) -> int:
        """How many faults the last check found."""
        return self.verified.detail["findings"] if self.verified else 0


def events_visible_to(user: User) -> QuerySet[Event]:
    """The whole log for auditors, nothing of it for everybody else."""
    return Event.objects.all() if user.has_role(Role.AUDITOR) else Event.objects.none()


def excerpt(
    events: QuerySet[Event], banks: Mapping[UUID, Bank], *, before: int | None, after: int | None
) -> Excerpt:
    """The newest events, those before an event, or those after it."""
    rows = events.select_related("seal").defer("detail")
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: ROWS + 1])
        shown, has_newer, has_older = found[:ROWS][::-1], len(found) > ROWS, True
    else:
        narrowed = rows if before is None else rows.filter(pk__lt=before)
        found = list(narrowed.order_by("-pk")[: ROWS + 1])
        shown, has_newer, has_older = found[:ROWS], before is not None, len(found) > ROWS
    return Excerpt(
        tuple(_row(event, banks) for event in shown),
        older=shown[-1].pk if shown and has_older else None,
        newer=shown[0].pk if shown and has_newer else None,
    )


def seal_state(now: datetime) -> SealState:
    """Ask for the ends of the chain only."""
    last = AuditSeal.objects.order_by("-number").first()
    waiting = Event.objects.filter(pk__gt=last.event_id if last else 0).aggregate(
        count=Count("pk"), oldest=Min("at")
    )
    oldest = waiting["oldest"]
    return SealState(
        last=last,
        waiting=waiting["count"],
        is_late=oldest is not None and oldest < now - LONGEST_UNSEALED,
        verified=Event.objects.filter(verb="audit.verified").first(),
        exported=Event.objects.filter(verb="audit.exported").first(),
        purged=AuditCheckpoint.objects.order_by("-number").first(),
        retention_days=settings.HIVE_AUDIT_DAYS,
    )


def narrowed(events: QuerySet[Event], chosen: Mapping[str, Any]) -> QuerySet[Event]:
    """Keep the events that a filled-in filter asks for; what is left empty narrows nothing."""
    lookups: dict[str, Any] = {}
    if chosen.get("since"):
        lookups["at__gte"] = _midnight(chosen["since"])
    if chosen.get("until"):
        lookups["at__lt"] = _midnight(chosen["until"] + timedelta(days=1))
    if person := chosen.get("person"):
        written = User.objects.filter(email__iexact=person).values_list("email", flat=True)
        lookups["actor_label__in"] = {person, *written}
    if chosen.get("bank"):
        lookups["bank"] = chosen["bank"]
    for field in ("verb", "subject_type", "subject", "result"):
        if chosen.get(field):
            lookups[field] = chosen[field]
    return events.filter(**lookups)


def kind_in_words(subject_type: str) -> Promise | str:
    """A kind of subject as people call it; its name where it no longer exists."""
    try:
        return apps.get_model(subject_type)._meta.verbose_name
    except (LookupError, ValueError):
        return subject_type


def _row(event: Event, banks: Mapping[UUID, Bank]) -> Row:
    return Row(
        event,
        in_words(event.verb),
        kind_in_words(event.subject_type),
        banks.get(event.bank) if event.bank else None,
        getattr(event, "seal", None),
    )


def _midnight(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=settings.HIVE_ZONE)
