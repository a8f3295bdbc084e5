"""Reading the chain out of the database."""

from __future__ import annotations

from collections.abc import Iterator

from hive.audit.chain import ORIGIN, Entry, Head, Link, canonical, moment
from hive.audit.keys import keyed_hash
from hive.audit.models import AuditCheckpoint, AuditSeal, Event

ROWS_AT_ONCE = 500


def entry_of(event: Event) -> Entry:
    """What is sealed of an event: everything, its values as a keyed hash."""
    return {
        "id": event.pk,
        "at": moment(event.at),
        "actor": str(event.actor) if event.actor else None,
        "actor_label": event.actor_label,
        "verb": event.verb,
        "subject_type": event.subject_type,
        "subject": event.subject,
        "bank": str(event.bank) if event.bank else None,
        "result": event.result,
        "detail": keyed_hash("detail", canonical([event.pk, event.detail])),
    }


def link_of(seal: AuditSeal, event: Event | None) -> Link:
    """A seal and its event as plain values."""
    return Link(
        number=seal.number,
        previous=seal.previous,
        sealed_at=moment(seal.sealed_at),
        mac=seal.mac,
        event=seal.event_id,
        entry=entry_of(event) if event else None,
    )


def links_between(after: int, until: int) -> Iterator[Link]:
    """Read the seals of these numbers, the first one left out, with the events they stand for."""
    while seals := list(
        AuditSeal.objects.filter(number__gt=after, number__lte=until)[:ROWS_AT_ONCE]
    ):
        events = Event.objects.in_bulk([seal.event_id for seal in seals])
        yield from (link_of(seal, events.get(seal.event_id)) for seal in seals)
        after = seals[-1].number


def last_head() -> Head:
    """How far the chain reaches."""
    last = AuditSeal.objects.order_by("-number").first()
    return Head(last.number, last.mac) if last else purged_head()


def purged_head() -> Head:
    """Where the chain begins that is still there."""
    checkpoint = AuditCheckpoint.objects.order_by("-number").first()
    return Head(checkpoint.number, checkpoint.mac) if checkpoint else ORIGIN


def signature_of(checkpoint: AuditCheckpoint) -> str:
    """The keyed hash that a checkpoint must carry."""
    moments = [moment(checkpoint.older_than), moment(checkpoint.made_at)]
    return keyed_hash("checkpoint", canonical([checkpoint.number, checkpoint.mac, *moments]))
