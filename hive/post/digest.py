"""What is not worth a mail of its own: gathered, and sent once a day at eight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hive.post.models import DigestLine, OutboxMail
from hive.post.outbox import Recipient, post, subject_of

HOUR = 8


@dataclass(frozen=True)
class Reader:
    """Somebody whose digest is written."""

    email: str
    language: str


def gather(event: str, template: str, recipient: Recipient, *, context: dict[str, Any]) -> None:
    """Keep one line for the next digest; a repeated event changes nothing."""
    DigestLine.objects.get_or_create(
        event=event,
        recipient=recipient.email,
        defaults={
            "language": recipient.language,
            "text": subject_of(template, recipient, context=context),
            "link": context.get("link", ""),
            "written_at": timezone.now(),
        },
    )


def send_due(now: datetime) -> int:
    """Write the digest of everybody for whom something was gathered before eight o'clock."""
    until = last_eight(now)
    waiting = DigestLine.objects.filter(mail=None, written_at__lt=until)
    readers = waiting.order_by().values_list("recipient", flat=True).distinct()
    return sum(_send(reader, until) for reader in list(readers))


def last_eight(now: datetime) -> datetime:
    """Return the latest eight o'clock of the alliance's zone."""
    local = now.astimezone(settings.HIVE_ZONE)
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


@transaction.atomic
def _send(reader: str, until: datetime) -> bool:
    """Write one digest. What comes too late for a day that has one already waits for the next."""
    waiting = DigestLine.objects.filter(recipient=reader, mail=None, written_at__lt=until)
    lines = list(waiting.select_for_update().order_by("written_at", "pk"))
    event = f"digest:{until.date().isoformat()}"
    if not lines or OutboxMail.objects.filter(event=event, recipient=reader).exists():
        return False
    to = Reader(reader, lines[-1].language)
    mail = post(event, "digest", to, context={"lines": lines, "day": until})
    DigestLine.objects.filter(pk__in=[line.pk for line in lines]).update(mail=mail)
    return True
