"""Writing to the audit log: the only way in."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from django.db import models

from hive.audit.models import Event, Result


class Actor(Protocol):
    """Whoever can be named as the author of an act."""

    @property
    def pk(self) -> UUID: ...

    @property
    def email(self) -> str: ...


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor | None,
    bank: UUID | None = None,
    result: Result = Result.DONE,
    **detail: Any,
) -> Event:
    """Note one act in the transaction it belongs to. ``by`` None means the system itself.

    ``detail`` holds plain JSON values and never an answer, a password or a code.
    """
    return Event.objects.create(
        actor=by.pk if by else None,
        actor_label=by.email if by else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject=str(subject.pk or ""),
        bank=bank,
        result=result,
        detail=detail,
    )
